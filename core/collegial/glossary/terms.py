"""The words, in the order in which one meets them."""

from collections.abc import Mapping
from dataclasses import dataclass

from collegial.kernel.text import Text, t

_LAW_1947 = "Loi n° 47-1775 du 10 septembre 1947"


@dataclass(frozen=True, kw_only=True)
class Term:
    """A word: what it means, where the law says so, and what in the guide goes on from it."""

    key: str
    word: Text
    meaning: Text
    law: str = ""
    help: str = ""


PEOPLE = (
    Term(
        key="actor",
        word=t("Actor"),
        meaning=t("A person or an organisation of the territory, member or not."),
    ),
    Term(
        key="member",
        word=t("Member"),
        meaning=t(
            "An actor that was admitted to the cooperative and holds at least one share; one member, one vote."
        ),
        law=f"{_LAW_1947}, art. 19 septies",
        help="my-space",
    ),
    Term(
        key="category",
        word=t("Category"),
        meaning=t(
            "Why one is a member: employee or producer, beneficiary, public body, volunteer, "
            "other. There are at least three."
        ),
        law=f"{_LAW_1947}, art. 19 septies",
        help="my-space",
    ),
    Term(
        key="college",
        word=t("College"),
        meaning=t(
            "With whom one votes: a group of members that the statutes set, with a weight between 10 % and 50 %."
        ),
        law=f"{_LAW_1947}, art. 19 octies",
        help="statutes",
    ),
    Term(
        key="representative",
        word=t("Permanent representative"),
        meaning=t("The person who votes for an organisation that is a member; one at a time, from a day on."),
    ),
    Term(
        key="share",
        word=t("Share of the capital"),
        meaning=t(
            "A unit of the capital at its nominal value. Each move is a line of the register of shares."
        ),
        law="Code de commerce, art. L231-1",
        help="shares",
    ),
    Term(
        key="statutes",
        word=t("Statutes"),
        meaning=t(
            "The rules that the members gave themselves: colleges, weights, quorums, majorities, time limits. "
            "An assembly uses those in force on its day."
        ),
        help="statutes",
    ),
    Term(
        key="account",
        word=t("Account"),
        meaning=t("How a person signs in. One can be a member without an account."),
        help="sign-in",
    ),
    Term(
        key="group",
        word=t("Group"),
        meaning=t(
            "A named body with members and a mandate, such as the board, the pilot group or the follow-up group."
        ),
        help="move-a-proposal#groups",
    ),
)
ASSEMBLY = (
    Term(
        key="assembly",
        word=t("General assembly"),
        meaning=t(
            "The meeting at which members decide: ordinary, extraordinary (the statutes), mixed, "
            "or special (one college)."
        ),
        help="run-an-assembly",
    ),
    Term(
        key="bureau",
        word=t("Bureau of the assembly"),
        meaning=t("Who chairs, scrutinises and writes on that day."),
        help="run-an-assembly#on-the-day",
    ),
    Term(
        key="convocation",
        word=t("Letter of convocation"),
        meaning=t(
            "The notice that calls each member, with the agenda, within the time limits of the law and the statutes."
        ),
        help="run-an-assembly#before",
    ),
    Term(
        key="calling-off",
        word=t("Calling off an assembly"),
        meaning=t(
            "An assembly that was convened is not held. Who convenes decides it, with a reason that everyone reads; "
            "what was given for it is kept without effect."
        ),
        help="run-an-assembly#call-off-put-off-move",
    ),
    Term(
        key="putting-off",
        word=t("Putting off an assembly"),
        meaning=t(
            "An assembly is called off and another takes its place: a new convocation, with the whole notice. "
            "Proxies and forms hold for it if its agenda is the same."
        ),
        law="Code de commerce, art. R225-77, R225-79",
        help="run-an-assembly#call-off-put-off-move",
    ),
    Term(
        key="resolution",
        word=t("Resolution"),
        meaning=t("A text put to the vote, with the majority that it needs."),
        help="run-an-assembly#before",
    ),
    Term(
        key="voting-right",
        word=t("Voting right"),
        meaning=t("One vote in one assembly: one’s own, or one that was given by proxy."),
        help="mandates",
    ),
    Term(
        key="proxy",
        word=t("Proxy"),
        meaning=t(
            "The power that a member gives another to vote in their place. It can be taken "
            "back; votes already cast with it stay."
        ),
        law="Code civil, art. 1984",
        help="mandates",
    ),
    Term(
        key="correspondence",
        word=t("Vote by correspondence"),
        meaning=t("A vote cast before the assembly by a form, for those who will not be there."),
        help="vote-by-correspondence",
    ),
    Term(
        key="roll",
        word=t("Electoral roll"),
        meaning=t("The list of those who may vote in an assembly, fixed when it is convened."),
        help="run-an-assembly#before",
    ),
    Term(
        key="attendance-sheet",
        word=t("Attendance sheet"),
        meaning=t("Who was present, represented or voted by correspondence, with the times in and out."),
        law="Code de commerce, art. R225-95",
        help="run-an-assembly#on-the-day",
    ),
    Term(
        key="quorum",
        word=t("Quorum"),
        meaning=t(
            "How many must take part for the assembly to be able to decide. When it is missed, a "
            "second convocation needs fewer."
        ),
        help="run-an-assembly#if-the-quorum-is-missed",
    ),
    Term(
        key="minutes",
        word=t("Minutes of an assembly"),
        meaning=t("The account of what was decided, written from the record and signed by the bureau."),
        help="run-an-assembly#after",
    ),
)
VOTE = (
    Term(
        key="sign-off",
        word=t("Sign-off"),
        meaning=t("That a voting right was used, by whom and when; never how."),
        help="vote-on-a-phone",
    ),
    Term(
        key="ballot-paper",
        word=t("Ballot paper"),
        meaning=t("Where one chooses: for, against, abstention or blank; in an election, the candidates."),
        help="vote-on-a-phone",
    ),
    Term(
        key="receipt",
        word=t("Receipt"),
        meaning=t(
            "The seal of one’s line on the board of the vote: it shows that the vote is there, unchanged."
        ),
        help="vote-on-a-phone",
    ),
    Term(
        key="vote-board",
        word=t("Board of the vote"),
        meaning=t("The chained list of the lines of a vote, which every member can read and verify."),
        help="vote-on-a-phone#after-the-vote",
    ),
    Term(
        key="count",
        word=t("Count"),
        meaning=t("What adds the votes up, college by college, then with the weight of each."),
        help="recount",
    ),
    Term(
        key="carry-rule",
        word=t("Carry rule"),
        meaning=t(
            "How a college’s votes become its part of the result: in proportion, or all of its "
            "weight to the side that won in it."
        ),
        law=f"{_LAW_1947}, art. 19 octies",
        help="statutes",
    ),
    Term(
        key="majority",
        word=t("Majority"),
        meaning=t("The part of the votes cast that a resolution must exceed to be adopted."),
        help="statutes",
    ),
    Term(
        key="secret-vote",
        word=t("Secret vote"),
        meaning=t(
            "A vote sealed in the voter’s browser and opened by several scrutineers together, so "
            "that nobody learns who voted how."
        ),
        help="secret-vote",
    ),
    Term(
        key="scrutineer",
        word=t("Scrutineer"),
        meaning=t("Who watches over the count; in a secret vote, who holds a part of the key."),
        help="secret-vote#as-a-scrutineer",
    ),
    Term(
        key="tracker",
        word=t("Tracking number"),
        meaning=t("The fingerprint of a sealed ballot, by which its voter finds it on the board."),
        help="secret-vote#as-a-voter",
    ),
)
PROPOSALS = (
    Term(
        key="proposal",
        word=t("Proposal"),
        meaning=t("What is built together, version after version: the pole, a fund, a charter."),
        help="move-a-proposal",
    ),
    Term(
        key="version",
        word=t("Version"),
        meaning=t("A state of a proposal. Once frozen, it never changes again."),
        help="move-a-proposal",
    ),
    Term(
        key="contribution",
        word=t("Contribution"),
        meaning=t("Who was heard on a version, and how: interview, workshop, documents."),
        help="move-a-proposal#hear-people",
    ),
    Term(
        key="withdrawal",
        word=t("Withdrawal of a proposal"),
        meaning=t(
            "The group that decides its passages gives a proposal up, with reasons, before it is adopted. It stays "
            "readable and can be taken up again."
        ),
        help="move-a-proposal#withdraw-it",
    ),
    Term(
        key="amendment",
        word=t("Amendment"),
        meaning=t(
            "A change suggested to one piece of a draft, debated, then accepted or rejected with reasons."
        ),
        help="move-a-proposal#amend",
    ),
    Term(
        key="gate",
        word=t("Gate"),
        meaning=t(
            "What must hold before a proposal passes to its next version: topics settled, people "
            "heard, a group’s decision."
        ),
        help="move-a-proposal#pass-the-gate",
    ),
    Term(
        key="journal",
        word=t("Journal"),
        meaning=t(
            "The list of all acts of consequence, each chained to the one before, so that a change would show."
        ),
        help="run-an-assembly#after",
    ),
)
PARTS: Mapping[Text, tuple[Term, ...]] = {
    t("People and capital"): PEOPLE,
    t("The assembly"): ASSEMBLY,
    t("Votes and counts"): VOTE,
    t("Proposals and records"): PROPOSALS,
}
TERMS: Mapping[str, Term] = {one.key: one for part in PARTS.values() for one in part}
