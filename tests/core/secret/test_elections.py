"""Elections of persons in secret: a college's own seats, the chair by weights, grades over all, beside a text."""

import json

import pytest
from sqlalchemy import select

from collegial.assemblies.models import Electorate
from collegial.assemblies.services.conducting import close_assembly
from collegial.assemblies.services.voting import NewOption, NewVoting, choose_voting
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Invalid, Refused
from collegial.minutes.queries import facts_of
from collegial.minutes.services import establish_minutes
from collegial.records import verifier
from collegial.records.rules import write_record
from collegial.records.services import record_of
from collegial.secret import queries
from collegial.secret.models import Stage
from collegial.secret.services import counting, ending, preparing
from collegial.secret.telling import guarding
from collegial.statutes.models import College
from collegial.statutes.rules import DecisionKind
from collegial.votes.electing import elected_in
from collegial.votes.queries import resolutions_to_vote
from collegial.votes.results import results_of

FOR, AGAINST = [0, 1, 0, 0], [0, 0, 1, 0]
ADA, ADA_AND_CAMILLE, NOBODY = [0, 1, 0, 0], [0, 1, 0, 1], [1, 0, 0, 0]
DENIS, EVE = [0, 1, 0], [0, 0, 1]


def grade(*numbers):
    """Return the answers that give each name a grade, from 1 for the best; 0 is blank."""
    return [[int(place == number) for place in range(7)] for number in numbers]


def named(*names):
    return [NewOption(name=one, statement="Un mot." if one == "Ada" else "") for one in names]


def seats_of_b(context, **changes):
    college = context.session.scalars(select(College).where(College.key == "B")).one()
    asked = {"method": "core.plurality", "seats": 2, "electorate": Electorate.COLLEGE, "college": college}
    return NewVoting(**asked | {"options": named("Ada", "Blaise", "Camille")} | changes)


CHAIR = NewVoting(method="core.plurality", electorate=Electorate.WEIGHTED, options=named("Denis", "Eve"))
JUDGED = NewVoting(method="core.majority_judgment", options=named("Fanch", "Gaïd"))


def prepare_all(context):
    """Return what prepares three elections beside a text."""

    def prepare(meeting):
        for resolution, voting in zip(meeting.resolutions[1:], (seats_of_b(context), CHAIR, JUDGED)):
            choose_voting(context, resolution, voting)

    return {"kinds": (DecisionKind.ORDINARY,) * 4, "prepare": prepare}


# by hand: A gives Denis 2 of 3 and Eve 1, B gives Eve all three, C is blank but for one that names Eve, D is for Denis.
# Denis: 40 % x 2/3 + 10 % = 11/30. Eve: 40 % x 1/3 + 25 % + 25 % = 19/30.
# Both have the middle grade 3 of ten; without one 3 each, the middle of nine is 3 for Fanch and 2 for Gaïd.
BALLOTS = {
    "A": [(FOR, DENIS, *grade(1, 3)), (FOR, DENIS, *grade(1, 3)), (AGAINST, EVE, *grade(6, 2))],
    "B": [
        (FOR, ADA_AND_CAMILLE, EVE, *grade(2, 2)),
        (FOR, ADA, EVE, *grade(2, 2)),
        (FOR, NOBODY, EVE, *grade(0, 0)),
    ],
    "C": [(FOR, [1, 0, 0], *grade(0, 0)), (FOR, [1, 0, 0], *grade(3, 1)), (FOR, EVE, *grade(3, 1))],
    "D": [(FOR, DENIS, *grade(3, 3))] * 3,
}


@pytest.fixture
def elected(context, led):
    vote = led(dict.fromkeys(BALLOTS, 3), world=prepare_all(context))
    vote.make_keys().rehearse().open()
    for college, ballots in BALLOTS.items():
        for entry, ballot in zip(vote.world.entries[college], ballots, strict=True):
            vote.vote(entry, *ballot)
    return vote


def forged(record, change):
    """Change a record and seal it anew, as whoever holds the machine could."""
    parts = json.loads(record.decode())
    change(parts["sections"])
    return write_record(parts["format"], parts["sections"])


def _elect_blaise(parts):
    parts["votes"][0]["elections"][0]["elected"] = [1, 2]


def _elect_denis(parts):
    parts["votes"][0]["elections"][1]["elected"] = [1]


def _better_grades(parts):
    parts["votes"][0]["elections"][2]["elected"] = [1]


def _another_most(parts):
    parts["agenda"]["resolutions"][1]["voting"]["seats"] = 1


def _another_tie(parts):
    parts["agenda"]["resolutions"][1]["voting"]["ties"] = "listed"


def _another_text(parts):
    parts["agenda"]["resolutions"][0]["text"] = "Un autre texte, de ce qui fut annulé."


# What stays written of a vote that was annulled in part, and what an annulled board takes no more.
DECIDED = [
    ("UPDATE vote_election SET papers = 9", "written once"),
    ("DELETE FROM vote_election", "written once"),
    ("DELETE FROM secret_event WHERE kind = 'Result'", "written once"),
    ("UPDATE secret_event SET data = '[]' WHERE kind = 'PartialDecryption'", "written once"),
    ("UPDATE vote_question SET position = 9", "written once"),
]


def test_a_secret_vote_elects_as_counted_by_hand_and_everyone_can_recount_it(
    elected, tool, client, sign_in, clock
):
    vote, session = elected, elected.context.session
    texts = [[one.text for one in queries.parameters(session, row).questions] for row in vote.elections]
    assert [len(one) for one in texts] == [4, 5, 4, 4], "only college B is asked for its seats"
    assert texts[0][2:] == ["4. Résolution 4 – Fanch", "4. Résolution 4 – Gaïd"]

    vote.close().decrypt(1, 2).publish()

    seats, chair, judged = elected_in(session, vote.now.vote)
    assert (seats.names, seats.empty_seats) == (["Ada", "Camille"], 0)
    assert (seats.outcome.members, seats.outcome.papers) == (3, 3)
    assert chair.names == ["Eve"]
    assert [row[-2] for row in chair.tally.figures[0].rows] == ["19/30", "11/30"]
    assert judged.names == ["Gaïd"]
    assert [row[2:8] for row in judged.tally.figures[0].rows] == [(2, 3, 5, 0, 0, 0), (2, 2, 5, 0, 0, 1)]
    (text,) = results_of(session, vote.now.vote, "Europe/Paris")
    assert text.result.adopted is True
    for row in vote.elections:
        assert tool.verifies(row.uuid, queries.archive_of(session, row))

    clock.move(minutes=5)
    close_assembly(vote.context, vote.world.assembly)
    record = record_of(vote.context, vote.world.assembly)
    said = list(verifier.verify(record))
    for words in ("elected Ada, Camille.", "elected Eve.", "elected Gaïd."):
        assert any(one.endswith(words) for one in said)
    for change, found in (
        (_elect_blaise, "the count elects [1, 3], and [1, 2] were sealed"),
        (_elect_denis, "the count elects [2], and [1] were sealed"),
        (_better_grades, "the count elects [2], and [1] were sealed"),
        (_another_most, "its seats, limits or other rules are not those that were sealed"),
    ):
        with pytest.raises(verifier.Broken) as caught:
            list(verifier.verify(forged(record, change)))
        assert found in str(caught.value)

    minutes = establish_minutes(vote.context, vote.world.assembly)
    facts = facts_of(session, minutes, None, "Europe/Paris", "").resolutions
    assert [one.is_secret for one in facts] == [True] * 4
    assert all("2 scrutineers of Membre A 0001" in str(one.guarding[0]) for one in facts)
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("staff")
    results = client.get(f"/votes/{vote.now.vote_id}/results").text
    for words in ("2 seats filled", "19/30", "Majority grade", "Secret vote"):
        assert words in results
    assert "Elected by the members of college" in client.get(f"/secret/{vote.id}").text
    assert client.get(f"/minutes/assembly/{vote.world.assembly.id}.pdf").status_code == 200


def test_a_college_without_a_question_is_not_asked_and_its_size_keeps_nobody_from_voting(context, led):
    def prepare(meeting):
        exactly_two = seats_of_b(context, least=2, most=2, takes_blank=False)
        choose_voting(context, meeting.resolutions[0], exactly_two)

    vote = led({"A": 1, "B": 3}, world={"prepare": prepare}).make_keys().rehearse().open()
    (row,) = vote.elections
    (question,) = queries.parameters(context.session, row).questions
    assert (question.least, question.most, question.blank) == (2, 2, False)
    assert [one["key"] for one in row.colleges] == ["B"]
    with pytest.raises(Refused, match=r"votes\.not_asked"):
        vote.ballot(vote.world.entries["A"][0], [1, 0, 1])
    giver, holder = vote.world.entries["B"][:2]
    assert queries.election_for(vote.now, vote.world.own(giver)) == row
    assert queries.election_for(vote.now, vote.world.own(vote.world.entries["A"][0])) is None
    for entry in (giver, holder, vote.world.entries["B"][2]):
        vote.vote(entry, [1, 0, 1])
    vote.close().decrypt(1, 2).publish()
    (seats,) = elected_in(context.session, vote.now.vote)
    assert seats.names == ["Ada", "Camille"]
    close_assembly(context, vote.world.assembly)
    assert any(
        "elected Ada, Camille" in one for one in verifier.verify(record_of(context, vote.world.assembly))
    )


def test_a_college_that_elects_by_itself_is_counted_with_no_other(context, led):
    def prepare(meeting):
        choose_voting(context, meeting.resolutions[0], seats_of_b(context))

    vote = led({"A": 3, "B": 3}, world={"prepare": prepare})
    for source, target in (("A", "B"), ("B", "A")):
        with pytest.raises(Invalid, match="elects_alone"):
            preparing.merge(context, vote.id, source, target)


def test_a_tie_leaves_the_seat_empty_and_says_so(context, led):
    def prepare(meeting):
        choose_voting(
            context, meeting.resolutions[0], NewVoting(method="core.approval", options=named("Ada", "Bob"))
        )

    vote = led({"A": 3, "B": 3}, world={"prepare": prepare}).make_keys().rehearse().open()
    ballots = ([0, 1, 0], [0, 1, 1], [1, 0, 0], [0, 0, 1], [0, 1, 0], [0, 0, 1])
    for entry, answer in zip(vote.people, ballots, strict=True):
        vote.vote(entry, answer)
    vote.close().decrypt(1, 2).publish()
    (tied,) = elected_in(context.session, vote.now.vote)
    assert (tied.names, tied.empty_seats) == ([], 1)
    assert "Ada and Bob are tied for the last seats" in str(tied.tally.ties[0].text)
    assert tied.tally.figures[1].rows == (("Ada", 2, 1), ("Bob", 1, 2)), "as each archive has it"


def test_a_ranking_is_not_prepared_for_a_secret_vote(context, led):
    def prepare(meeting):
        choose_voting(
            context, meeting.resolutions[0], NewVoting(method="core.irv", options=named("Ada", "Bob"))
        )

    with pytest.raises(Invalid, match=r"secret\.method") as caught:
        led({"A": 4}, world={"prepare": prepare})
    assert "can only be voted openly" in str(caught.value)


@pytest.fixture
def lost(context, led):
    """Give a closed vote on B's seats and a text; a scrutineer decrypted B, and lost the key before A."""

    def prepare(meeting):
        choose_voting(context, meeting.resolutions[1], seats_of_b(context))

    kinds = (DecisionKind.ORDINARY,) * 2
    vote = led({"A": 3, "B": 3}, world={"kinds": kinds, "prepare": prepare}).make_keys().rehearse().open()
    for college, answers in (("A", (FOR,)), ("B", (AGAINST, ADA_AND_CAMILLE))):
        for entry in vote.world.entries[college]:
            vote.vote(entry, *answers)
    vote.close().decrypt(1)
    (of_b,) = (one for one in vote.elections if one.colleges[0]["key"] == "B")
    counting.send_decryption(vote.by(2), of_b.uuid, vote.part(of_b, 2))
    return vote


@pytest.mark.both_databases
def test_a_lost_key_annuls_what_needs_it_and_what_is_known_is_published(
    lost, tool, client, sign_in, let_through
):  # fmt: skip
    vote, session = lost, lost.context.session
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("staff")
    page = client.get(f"/secret/{vote.id}/annul").text
    for words in (
        "Annul what cannot be decrypted",
        "Parts are missing of Membre A 0002",
        "Collège B",
        "2. Résolution 2",
    ):
        assert words in page
    session.expire_all()

    ending.annul(vote.context, vote.id, "La clé de Membre A 0002 est perdue.")

    assert vote.now.stage is Stage.COUNTED
    (seats,) = elected_in(session, vote.now.vote)
    assert seats.names == ["Ada", "Camille"]
    assert [one.number for one in resolutions_to_vote(session, vote.world.assembly.id)] == [1]
    of_a, of_b = vote.elections
    assert queries.published_in(session, vote.elections) == {of_b.id}
    for row in (of_a, of_b):
        assert tool.verifies(row.uuid, queries.archive_of(session, row))
    told = str(guarding(session, vote.now.vote_id)[-1])
    assert "ballots of Collège A could not be decrypted" in told
    assert "perdue" in told
    close_assembly(vote.context, vote.world.assembly)
    record = record_of(vote.context, vote.world.assembly)
    said = list(verifier.verify(record))
    assert any("resolutions 1 were annulled: La clé" in one for one in said)
    assert any(one.endswith("elected Ada, Camille.") for one in said)
    for change, found in (
        (_elect_blaise, r"the count elects \[1, 3\]"),
        (_another_tie, "seats, limits or other rules"),
        (_another_text, "not those of the opening"),
    ):
        with pytest.raises(verifier.Broken, match=found):
            list(verifier.verify(forged(record, change)))
    assert let_through(DECIDED) == []
    session.commit()
    shown = client.get(f"/secret/{vote.id}").text
    assert "Some colleges could not be decrypted" in shown
    assert client.get(f"/votes/{vote.now.vote_id}/results").status_code == 200


def test_what_is_known_of_one_college_decides_no_text(led):
    vote = led({"A": 3, "B": 3}).make_keys().rehearse().open()
    for entry in vote.people:
        vote.vote(entry, FOR)
    vote.close().decrypt(1)
    known = vote.elections[0]
    counting.send_decryption(vote.by(2), known.uuid, vote.part(known, 2))
    with pytest.raises(Refused, match="too_few_parts"):
        vote.publish()
    ending.annul(vote.context, vote.id, "La clé est perdue.")
    session = vote.context.session
    assert vote.now.stage is Stage.VOID
    assert queries.published_in(session, vote.elections) == {known.id}
    assert [one.number for one in resolutions_to_vote(session, vote.world.assembly.id)] == [1]
    (written,) = session.scalars(select(JournalEntry).where(JournalEntry.event == "secret.partly_annulled"))
    assert (written.payload["published"], written.payload["missing"]) == (known.uuid, "2")
    close_assembly(vote.context, vote.world.assembly)
    said = list(verifier.verify(record_of(vote.context, vote.world.assembly)))
    assert any("after some of its colleges were decrypted, which decides nothing" in one for one in said)
