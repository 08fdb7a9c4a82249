"""Close, decrypt, count."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from collegial.assemblies.queries.meetings import rules_for
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.listing import listed
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.secret.asking import part_of, parts_of, sums_of
from collegial.secret.belenios import chain, tally
from collegial.secret.belenios.text import Unacceptable, write
from collegial.secret.counts import GroupSums, elected, text_sums
from collegial.secret.credentials import Authority
from collegial.secret.events import BoardClosed, PartDecrypted, ResultPublished
from collegial.secret.models import Ceremony, SecretElection, Stage
from collegial.secret.queries import (
    ballots_counted,
    ceremony,
    decrypted_by,
    election,
    locked_ceremony,
    locked_election,
    parameters,
    steps_of,
)
from collegial.secret.rules import College, Group, check_ballots
from collegial.secret.services.boards import append, protocol
from collegial.secret.services.decrypting import decrypt, publish, wrong_owners
from collegial.secret.services.guarding import send_heads
from collegial.secret.services.keys import scrutineer_of
from collegial.secret.services.papers import check_papers_counted, with_papers, with_rows
from collegial.secret.services.serving import decrypt_as_server
from collegial.secret.steps import enough, name_of, real
from collegial.votes.asking import Asked, asked
from collegial.votes.electing import Counted
from collegial.votes.events import VoteClosed
from collegial.votes.models import VoteSession
from collegial.votes.permissions import PRESIDE
from collegial.votes.queries import college_figures, last_cast, locked_session
from collegial.votes.rules import CollegeSums
from collegial.votes.services import seal_elections
from collegial.votes.services.pausing import end_pause
from collegial.votes.services.secrecy import end_vote

# What colleges that are counted together said, by the number of the question.
Said = Mapping[int, Sequence[GroupSums]]


def close(context: Context, ceremony_id: int, authority: Authority) -> Ceremony:
    """Close the vote and make the encrypted sums; whoever was acknowledged before is in them.

    Where the server holds a part of the key, it decrypts its part now.

    Raises Refused where a set of ballots is too small to be published.
    """
    require(context.by, PRESIDE)
    found, vote = locked_vote(context, ceremony_id)
    if found.stage is not Stage.OPEN:
        raise Refused("secret.not_open", t("This secret vote is not open."))
    check_papers_counted(context, found, vote)
    figures = college_figures(context.session, vote, rules_for(context.session, vote.assembly, context.zone))
    for one in real(found):
        row = locked_election(context.session, one.id)
        row.colleges = [
            {**kept, "members": figures[kept["key"]][0], "attending": figures[kept["key"]][1]}
            for kept in row.colleges
        ]
        _seal(context, found, row)
        with protocol():
            decrypt_as_server(context, found, row, authority)
    send_heads(context, found)
    end_pause(context, vote)
    last = last_cast(context.session, vote.id) or vote.opened_at or context.clock.now()
    found.stage, vote.closed_at = Stage.CLOSED, max(context.clock.now(), last)  # the clock may be set back
    context.emit(VoteClosed(vote=vote.id, lines=vote.board_length, head=vote.board_head))
    return found


def send_decryption(context: Context, uuid: str, text: str) -> None:
    """Check and keep a scrutineer's part of the decryption; once all needed are there, the bureau publishes."""
    row = election(context.session, uuid)
    found, _ = locked_vote(context, row.ceremony_id)
    mine = scrutineer_of(context, found)
    if found.stage is not Stage.CLOSED or row.is_rehearsal:
        raise Refused(
            "secret.not_closed", t("There is nothing to decrypt now: the vote is not closed, or counted.")
        )
    row = locked_election(context.session, row.id)
    if mine.owner in decrypted_by(context.session, [row])[row.id]:
        return
    with protocol():
        decrypt(context, row, mine.owner, text)
    context.emit(PartDecrypted(ceremony=found.id, uuid=uuid, owner=mine.owner))


def publish_results(context: Context, ceremony_id: int) -> Ceremony:
    """Read the sums from the parts and decide each resolution by the rule of the statutes, with exact fractions."""
    require(context.by, PRESIDE)
    found, vote = locked_vote(context, ceremony_id)
    if found.stage is not Stage.CLOSED:
        raise Refused(
            "secret.not_closed", t("There is nothing to decrypt now: the vote is not closed, or counted.")
        )
    rows = [locked_election(context.session, one.id) for one in real(found)]
    done = decrypted_by(context.session, rows)
    if not enough(found, list(done.values())):
        raise Refused("secret.too_few_parts", t("Not all scrutineers needed have decrypted the sums yet."))
    asks = asked(context.session, context.methods, vote.questions)
    said = publish_sums(context, found, rows, asks)
    found.stage = Stage.COUNTED
    send_heads(context, found)
    context.emit(ResultPublished(ceremony=found.id))
    decide(context, vote, asks, said)
    return found


def publish_sums(
    context: Context, found: Ceremony, rows: Sequence[SecretElection], asks: Sequence[Asked]
) -> Said:
    """Put the results of some elections on their boards; return what they say on each question."""
    said: dict[int, list[GroupSums]] = {one.question.id: [] for one in asks}
    for row in rows:
        result = _published(context, found, row)
        group, ballots = group_of(row), ballots_counted(context.session, row)
        parts = parts_of(asks, [one.key for one in group.colleges])
        for question, sums in sums_of(parts, result, ballots).items():
            said[question].append(GroupSums(group=group, sums=sums))
    return said


def decide(context: Context, vote: VoteSession, asks: Sequence[Asked], said: Said) -> None:
    """Turn the sums into what is adopted, by the statutes, and who is elected, by the methods."""
    rules = rules_for(context.session, vote.assembly, context.zone)
    texts: dict[int, list[CollegeSums]] = {}
    elections: dict[int, Counted] = {}
    for one in asks:
        part, sums = part_of(one), said[one.question.id]
        if one.elects:
            elections[one.question.id] = elected(part, rules, with_rows(context, vote, one.question, sums))
        else:
            counted = with_papers(context, vote, one.question, text_sums(part, sums))
            texts[one.question.id] = [*counted, *_without_members(context, vote, counted)]
    end_vote(context, vote, texts)
    seal_elections(context, [one for one in asks if one.elects], elections)


def _published(context: Context, found: Ceremony, row: SecretElection) -> tally.Result:
    try:
        return publish(context, row)
    except Unacceptable:
        raise _no_result(context, found, row) from None


def _no_result(context: Context, found: Ceremony, row: SecretElection) -> Refused:
    wrong = wrong_owners(context, row)
    if not wrong:
        sentence = t(
            "The parts of the scrutineers give no result: at least one of them is wrong. If others have not sent "
            "theirs, they can; the program then says whose part is wrong. Otherwise annul this vote and hold it again."
        )
        return Refused("secret.wrong_part", sentence)
    sentence = t(
        "The part of %(names)s is wrong, though its proof holds: no archive with it can be verified. "
        "Annul this vote and hold it again with other scrutineers.",
        names=listed(name_of(one) for one in found.scrutineers if one.owner in wrong),
    )
    return Refused("secret.wrong_part", sentence)


def group_of(row: SecretElection) -> Group:
    """Return the colleges that were counted together, as they stood at the closing."""
    return Group(
        colleges=tuple(College(**{**one, "weight": Fraction(one["weight"])}) for one in row.colleges)
    )


def _without_members(context: Context, vote: VoteSession, sums: list[CollegeSums]) -> list[CollegeSums]:
    """Return the colleges that held no election, as nobody of theirs is on the roll."""
    counted = {key for one in sums for key in one.key.split("+")}
    rules = rules_for(context.session, vote.assembly, context.zone)
    return [
        CollegeSums(key=one.key, name=one.name, weight=one.weight, members=0, attending=0)
        for one in rules.colleges
        if one.key not in counted
    ]


def locked_vote(context: Context, ceremony_id: int) -> tuple[Ceremony, VoteSession]:
    """Lock in the order of a cast, the vote first."""
    vote_id = ceremony(context.session, ceremony_id).vote_id
    if vote_id is None:
        raise Refused("secret.not_open", t("This secret vote is not open."))
    vote = locked_session(context.session, vote_id)
    return locked_ceremony(context.session, ceremony_id), vote


def _seal(context: Context, found: Ceremony, row: SecretElection) -> None:
    questions = parameters(context.session, row).questions
    ballots = (step.data[0] for step in steps_of(context.session, row, chain.Kind.BALLOT))
    sums, number = tally.multiply(questions, ballots)
    check_ballots(row.name, number, found.floor)
    append(context, row, chain.Kind.END_BALLOTS)
    head = append(
        context, row, chain.Kind.ENCRYPTED_TALLY, chain.sized(write(tally.written_tally(sums)), number)
    )
    context.emit(BoardClosed(ceremony=found.id, uuid=row.uuid, ballots=number, head=head))
