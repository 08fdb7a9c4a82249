"""The statutes change by a resolution: put to the vote, counted, in force from the day after (L25)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from collegial.assemblies.models import (
    Amendment,
    Assembly,
    AssemblyKind,
    AssemblyState,
    AttendanceMode,
    Mandate,
    RollEntry,
)
from collegial.assemblies.queries.amending import amendments_in, assemblies_to_amend
from collegial.assemblies.services.agenda import edit_resolution, remove_resolution
from collegial.assemblies.services.amending import put_to_vote, take_back
from collegial.assemblies.services.attending import check_in
from collegial.assemblies.services.conducting import close_assembly, declare_inquorate, open_assembly
from collegial.assemblies.services.preparing import convene, convene_again, prepare_assembly
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.statutes.models import DraftState, OriginKind, Statutes
from collegial.statutes.queries import newest, rules_of, statutes_on
from collegial.statutes.rules import DecisionKind
from collegial.statutes.services.drafting import save_draft, start_draft
from collegial.testing.factories import found, statutes_document
from collegial.votes.models import Choice
from collegial.votes.services import cast_vote, close_vote, open_next_vote

pytestmark = pytest.mark.both_databases

WIDER = {"A": "35%", "B": "30%", "C": "25%", "D": "10%"}
TITLE, TEXT = "Changement des statuts", "L’assemblée adopte les statuts changés."


@pytest.fixture
def draft(context, session):
    """Give a draft that changes the weights of a cooperative with members in each college."""
    found(context, {"A": 4, "B": 4, "C": 4, "D": 4})
    return start_draft(context, statutes_document(WIDER, label="Statuts changés"), base=newest(session))


@pytest.fixture
def prepare(context):
    def do(kind=AssemblyKind.EXTRAORDINARY, days=21):
        return prepare_assembly(
            context, kind=kind, title="AGE", starts_at=context.clock.now() + timedelta(days=days), place="Rennes"
        )  # fmt: skip

    return do


@pytest.fixture
def meeting(prepare):
    return prepare()


@pytest.fixture
def put(context, draft, meeting):
    def do():
        return put_to_vote(context, draft, meeting, title=TITLE, text=TEXT)

    return do


@pytest.fixture
def hold(context, clock, session):
    """Give a function that holds an assembly: who comes votes as told; the vote is closed."""

    def do(meeting, choice, *, coming=16):
        convene(context, meeting)
        clock.move(days=21)
        entries = session.scalars(select(RollEntry).where(RollEntry.assembly_id == meeting.id)).all()[:coming]
        for entry in entries:
            check_in(context, entry, mode=AttendanceMode.ROOM)
        open_assembly(context, meeting, chair="Ch. Air", scrutineers="S. Un, S. Deux", secretary="S. Taire")
        vote = open_next_vote(context, meeting)
        for entry in entries:
            own = session.scalars(select(Mandate).where(Mandate.giver_id == entry.id)).one()
            cast_vote(context, vote.id, own, {question.id: choice for question in vote.questions})
        close_vote(context, vote.id)
        session.flush()

    return do


def versions(session):
    return session.scalar(select(func.count()).select_from(Statutes))


def events(session):
    return list(session.scalars(select(JournalEntry.event).order_by(JournalEntry.sequence)))


def test_a_draft_becomes_an_extraordinary_resolution_on_its_own_item(put, meeting, draft, session):
    resolution = put()

    assert (resolution.kind, resolution.title, resolution.text) == (DecisionKind.EXTRAORDINARY, TITLE, TEXT)
    assert [item.title for item in meeting.items] == [TITLE]
    (change,) = amendments_in(session, meeting.id)
    assert (change.draft, len(change.digest), draft.state) == (draft, 64, DraftState.PROPOSED)
    assert events(session)[-1] == "assemblies.amendment_proposed"


def test_an_adopted_draft_is_the_statutes_of_the_day_after(put, meeting, hold, draft, session, context):
    resolution = put()

    hold(meeting, Choice.FOR)

    today = context.today
    version = newest(session)
    assert (version.label, version.effective_from) == ("Statuts changés", today + timedelta(days=1))
    assert (version.origin.kind, version.origin.resolution_id) == (OriginKind.ADOPTED, resolution.id)
    assert version.reason == f"AGE, 1: {TITLE}"
    assert draft.state is DraftState.RECORDED
    assert str(rules_of(version).weight("A")) == "7/20"


def test_the_assembly_keeps_the_statutes_of_its_own_day(put, meeting, hold, session, context):
    put()
    hold(meeting, Choice.FOR)

    today = context.today

    assert meeting.statutes.version == 1
    assert statutes_on(session, today).version == 1
    assert statutes_on(session, today + timedelta(days=1)).version == 2


def test_a_draft_asks_for_its_own_first_day(put, meeting, hold, draft, session, context):
    day = date(2027, 7, 1)
    save_draft(context, draft, draft.document, effective_from=day, revision=1)
    put()

    hold(meeting, Choice.FOR)

    assert newest(session).effective_from == day


@pytest.mark.parametrize("choice", [Choice.AGAINST, Choice.ABSTAIN])
def test_a_draft_that_is_not_adopted_stays_as_refused(put, meeting, hold, draft, session, choice):
    put()

    hold(meeting, choice)

    assert (draft.state, versions(session)) == (DraftState.REFUSED, 1)
    assert "statutes.draft_refused" in events(session)


def test_result_and_statutes_are_kept_together(put, meeting, hold, session, monkeypatch):
    """What is raised by the recording undoes the closing: no adopted resolution without its statutes."""
    put()
    session.commit()

    def fail(*_arguments, **_options):
        raise RuntimeError("power cut")

    monkeypatch.setattr("collegial.assemblies.services.amending.adopt_draft", fail)
    with pytest.raises(RuntimeError, match="power cut"):
        hold(meeting, Choice.FOR)
    session.rollback()

    assert versions(session) == 1
    assert "votes.decided" not in events(session)


@pytest.mark.parametrize("kind", [AssemblyKind.ORDINARY])
def test_an_ordinary_assembly_cannot_change_the_statutes(context, draft, prepare, kind, session):
    with pytest.raises(Invalid) as refusal:
        put_to_vote(context, draft, prepare(kind), title=TITLE, text=TEXT)

    assert (refusal.value.code, refusal.value.field) == ("amending.wrong_kind", "assembly")
    assert draft.state is DraftState.EDITING


def test_one_assembly_decides_on_one_draft(context, put, meeting, session):
    put()
    other = start_draft(context, statutes_document(label="Encore d’autres"), base=newest(session))

    with pytest.raises(Refused, match=r"amending\.another"):
        put_to_vote(context, other, meeting, title=TITLE, text=TEXT)

    assert (other.state, len(meeting.resolutions)) == (DraftState.EDITING, 1)


def test_a_convened_assembly_takes_no_draft(context, put, meeting, session, prepare):
    put()
    convene(context, meeting)
    other = start_draft(context, statutes_document(label="Encore d’autres"), base=newest(session))

    with pytest.raises(Refused, match=r"assemblies\.already_convened"):
        put_to_vote(context, other, meeting, title=TITLE, text=TEXT)


def test_members_put_nothing_to_the_vote(as_role, draft, meeting):
    with pytest.raises(Forbidden):
        put_to_vote(as_role("member", "chair"), draft, meeting, title=TITLE, text=TEXT)

    assert draft.state is DraftState.EDITING


def test_only_assemblies_that_can_decide_are_offered(prepare, session, draft):
    extraordinary, mixed = prepare(days=30), prepare(AssemblyKind.MIXED)
    prepare(AssemblyKind.ORDINARY)

    assert list(assemblies_to_amend(session)) == [mixed, extraordinary]


def test_a_draft_is_taken_back_before_members_are_convened(context, put, meeting, draft, session):
    (change,) = [put() and amendments_in(session, meeting.id)[0]]

    take_back(context, change)

    assert (draft.state, list(meeting.resolutions)) == (DraftState.EDITING, [])
    assert session.scalar(select(func.count()).select_from(Amendment)) == 0
    assert events(session)[-1] == "assemblies.amendment_taken_back"


def test_a_draft_is_not_taken_back_once_members_are_convened(context, put, meeting, draft, session):
    put()
    convene(context, meeting)

    with pytest.raises(Refused, match=r"amending\.before_members"):
        take_back(context, amendments_in(session, meeting.id)[0])

    assert draft.state is DraftState.PROPOSED


def test_the_resolution_is_not_removed_under_its_draft(context, put, session):
    resolution = put()

    with pytest.raises(Refused, match=r"agenda\.depended_on"):
        remove_resolution(context, resolution)


def test_a_change_of_the_statutes_stays_an_extraordinary_decision(context, prepare, draft, session):
    resolution = put_to_vote(context, draft, prepare(AssemblyKind.MIXED), title=TITLE, text=TEXT)

    with pytest.raises(Refused, match=r"amending\.stays_extraordinary"):
        edit_resolution(
            context, resolution, title=TITLE, text=TEXT, kind=DecisionKind.ORDINARY, is_backed=True
        )
    with pytest.raises(DatabaseError, match="extraordinary decision"), session.begin_nested():
        session.execute(text("UPDATE resolution SET kind = 'ordinary'"))


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM resolution_statutes", "UPDATE resolution_statutes SET digest = 'other'"],
)
def test_what_members_were_convened_to_decide_cannot_be_rewritten(context, put, meeting, session, statement):
    put()
    convene(context, meeting)
    session.flush()

    with pytest.raises(DatabaseError, match=r"never changes|written once"), session.begin_nested():
        session.execute(text(statement))


def test_the_second_convocation_decides_on_the_same_draft(context, put, meeting, draft, clock, session, hold):
    put()
    convene(context, meeting)
    clock.move(days=21)
    open_assembly(context, meeting, chair="Ch. Air", scrutineers="S. Un, S. Deux", secretary="S. Taire")
    declare_inquorate(context, meeting)
    second = convene_again(context, meeting, starts_at=clock.now() + timedelta(days=21))
    session.flush()

    with pytest.raises(Refused, match=r"amending\.before_members"):
        take_back(context, amendments_in(session, meeting.id)[0])
    hold(second, Choice.FOR)

    assert newest(session).origin.resolution_id == second.resolutions[0].id
    assert draft.state is DraftState.RECORDED


def test_a_draft_is_free_again_after_an_assembly_that_did_not_decide(
    context, put, meeting, draft, clock, session
):
    put()
    convene(context, meeting)
    clock.move(days=21)
    open_assembly(context, meeting, chair="Ch. Air", scrutineers="S. Un, S. Deux", secretary="S. Taire")
    close_assembly(context, meeting)

    take_back(context, amendments_in(session, meeting.id)[0])

    assert draft.state is DraftState.EDITING
    assert len(amendments_in(session, meeting.id)) == 1, "what members were convened to stays on record"


def test_other_resolutions_change_no_statutes(context, session, clock):
    from collegial.testing.factories import convened

    world = convened(context, {"A": 4, "B": 4, "C": 4, "D": 4}, kinds=(DecisionKind.EXTRAORDINARY,))
    world.arrive(*[entry for college in world.entries.values() for entry in college])
    world.open()
    vote = open_next_vote(context, world.assembly)
    close_vote(context, vote.id)

    assert versions(session) == 1
    assert session.get_one(Assembly, world.assembly.id).state is AssemblyState.OPEN
