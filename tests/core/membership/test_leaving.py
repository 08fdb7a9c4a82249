"""A leaving has a cause and its decision; the last member of a mandatory category never goes silently (L2, L15)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from collegial.actors.models import ActorKind
from collegial.actors.services import add_actor
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.permissions import program as program_viewer
from collegial.membership.models import Member, MemberDecision, MoveKind
from collegial.membership.queries import decisions_of, periods_of, placings
from collegial.membership.rules import LeavingCause
from collegial.membership.services import admit_member, change_category, change_college, leave

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("statutes")]

SPRING, SUMMER, AUTUMN = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)
BOARD = "Conseil du 2 mars 2026"


@pytest.fixture
def admitted(context, new_actor):
    return admit_member(context, new_actor(), category_key="employees", admitted_on=SPRING)


@pytest.fixture
def colleague(context, new_actor, admitted):
    return admit_member(context, new_actor("Samuel"), category_key="employees", admitted_on=SPRING)


def events_of(session):
    return session.scalars(select(JournalEntry.event).order_by(JournalEntry.sequence)).all()


def test_a_leaving_keeps_its_cause_and_its_decision(context, session, admitted, colleague):
    leave(context, admitted, left_on=SUMMER, cause=LeavingCause.EXCLUSION, decision="AGE du 30 mai 2026")

    (decision,) = decisions_of(session, admitted.id)
    assert (decision.kind, decision.cause, decision.reference, decision.effective_on) == (
        MoveKind.LEAVING, LeavingCause.EXCLUSION, "AGE du 30 mai 2026", SUMMER,
    )  # fmt: skip


@pytest.mark.parametrize("decision", [None, "", "   "])
def test_nobody_is_excluded_without_the_assembly(context, session, admitted, colleague, decision):
    with pytest.raises(Invalid) as refusal:
        leave(context, admitted, left_on=SUMMER, cause=LeavingCause.EXCLUSION, decision=decision)

    assert (refusal.value.code, refusal.value.field) == ("members.exclusion_undecided", "decision")
    assert admitted.left_on is None


@pytest.mark.parametrize(
    ("kind", "cause"),
    [(ActorKind.PERSON, LeavingCause.DISSOLUTION), (ActorKind.ORGANISATION, LeavingCause.DEATH)],
)
def test_a_cause_fits_who_leaves(context, kind, cause):
    actor = add_actor(context, kind=kind, name="Kan ar Mor")
    one = admit_member(context, actor, category_key="beneficiaries", admitted_on=SPRING)

    with pytest.raises(Invalid) as refusal:
        leave(context, one, left_on=SUMMER, cause=cause, accept_empty=True)

    assert (refusal.value.code, refusal.value.field) == ("members.cause_unfit", "cause")
    assert one.left_on is None


def test_the_last_of_a_mandatory_category_does_not_leave_silently(context, session, admitted):
    with pytest.raises(Refused) as refusal:
        leave(context, admitted, left_on=SUMMER)

    assert (refusal.value.code, refusal.value.field) == ("members.last_of_category", "accept_empty")
    assert "Salariés du pôle" in str(refusal.value.text)
    assert admitted.left_on is None
    assert placings(session, [admitted.id], SUMMER)[admitted.id].category.key == "employees"


def test_once_accepted_the_empty_category_stands_in_the_journal(context, session, admitted):
    leave(context, admitted, left_on=SUMMER, accept_empty=True)

    emptied = session.scalars(
        select(JournalEntry).where(JournalEntry.event == "members.category_emptied")
    ).one()
    assert emptied.payload == {"category": "employees", "from_on": "2026-06-01"}


def test_where_others_stay_nobody_is_warned(context, session, admitted, colleague):
    leave(context, admitted, left_on=SUMMER)

    assert "members.category_emptied" not in events_of(session)


def test_a_colleague_who_leaves_earlier_does_not_count(context, admitted, colleague):
    leave(context, colleague, left_on=SUMMER)

    with pytest.raises(Refused, match=r"members\.last_of_category"):
        leave(context, admitted, left_on=AUTUMN)


def test_a_category_that_the_statutes_do_not_need_may_empty(context, session, new_actor):
    one = admit_member(context, new_actor(), category_key="partners", college_key="C", admitted_on=SPRING)

    leave(context, one, left_on=SUMMER)

    assert one.left_on == SUMMER
    assert "members.category_emptied" not in events_of(session)


def test_the_last_of_a_mandatory_category_does_not_move_away_silently(context, session, admitted):
    with pytest.raises(Refused, match=r"members\.last_of_category"):
        change_category(context, admitted, category_key="partners", starts_on=SUMMER)
    assert placings(session, [admitted.id], SUMMER)[admitted.id].category.key == "employees"

    change_category(context, admitted, category_key="partners", starts_on=SUMMER, accept_empty=True)

    assert "members.category_emptied" in events_of(session)


def test_two_last_members_who_leave_at_once_do_not_count_on_each_other(program, session, admitted, colleague):
    ids = [admitted.id, colleague.id]
    session.commit()
    together = Barrier(2)

    def go(member_id):
        together.wait(timeout=10)
        try:
            with program.database.unit_of_work() as own:
                acting = program.context(own, program_viewer("test"))
                leave(acting, own.get_one(Member, member_id), left_on=SUMMER)
        except Refused as refusal:
            return refusal.code
        return "left"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(go, ids))

    assert outcomes == ["left", "members.last_of_category"]


def test_the_college_that_follows_is_taken_with_the_category(context, session, admitted, colleague):
    change_category(
        context, admitted, category_key="beneficiaries", starts_on=SUMMER, follow=True, decision=BOARD
    )

    place = placings(session, [admitted.id], SUMMER)[admitted.id]
    assert (place.category.key, place.college.key) == ("beneficiaries", "B")
    said = [(one.kind, one.place, one.reference) for one in decisions_of(session, admitted.id)]
    assert said == [
        (MoveKind.CATEGORY, "beneficiaries", BOARD), (MoveKind.COLLEGE, "B", BOARD),
    ]  # fmt: skip


def test_a_college_that_is_there_already_is_no_obstacle(context, session, admitted, colleague):
    change_college(context, admitted, college_key="B", starts_on=SPRING, decision=BOARD)

    change_category(context, admitted, category_key="beneficiaries", starts_on=SUMMER, follow=True)

    assert placings(session, [admitted.id], SUMMER)[admitted.id].college.key == "B"


def test_no_college_follows_where_the_statutes_name_none(context, session, admitted, colleague):
    with pytest.raises(Refused) as refusal, session.begin_nested():
        change_category(
            context, admitted, category_key="partners", starts_on=SUMMER, follow=True, decision=BOARD
        )

    assert (refusal.value.code, refusal.value.field) == ("members.college_missing", "follow")
    assert placings(session, [admitted.id], SUMMER)[admitted.id].category.key == "employees"


def move_without_a_decision(context, member):
    change_college(context, member, college_key="B", starts_on=SUMMER, decision=" ")


def follow_without_a_decision(context, member):
    change_category(context, member, category_key="beneficiaries", starts_on=SUMMER, follow=True)


@pytest.mark.parametrize("move", [move_without_a_decision, follow_without_a_decision])
def test_another_college_needs_its_decision(context, session, admitted, colleague, move):
    with pytest.raises(Invalid) as refusal, session.begin_nested():
        move(context, admitted)

    assert (refusal.value.code, refusal.value.field) == ("members.no_decision", "decision")
    place = placings(session, [admitted.id], SUMMER)[admitted.id]
    assert (place.college.key, place.category.key) == ("A", "employees")


def test_a_decision_is_named_not_copied(context, admitted, colleague):
    with pytest.raises(Invalid) as refusal:
        change_college(context, admitted, college_key="B", starts_on=SUMMER, decision="x" * 501)

    assert (refusal.value.code, refusal.value.field) == ("members.decision_too_long", "decision")


def test_the_history_has_each_period_with_its_decision(context, session, admitted, colleague):
    change_college(context, admitted, college_key="C", starts_on=SUMMER, decision=BOARD)
    leave(context, admitted, left_on=AUTUMN)

    found = [
        (one.kind.value, one.name, one.starts_on, one.ends_on, one.reference)
        for one in periods_of(session, admitted.id)
    ]

    assert found == [
        ("category", "Salariés du pôle", SPRING, AUTUMN, None),
        ("college", "Salariés", SPRING, SUMMER, None),
        ("college", "Partenaires", SUMMER, AUTUMN, BOARD),
    ]


def test_an_admission_keeps_the_decision_that_allowed_it(context, session, new_actor):
    one = admit_member(
        context, new_actor(), category_key="employees", admitted_on=SPRING, decision=f" {BOARD} "
    )

    (decision,) = decisions_of(session, one.id)
    assert (decision.kind, decision.place, decision.reference) == (MoveKind.ADMISSION, "employees", BOARD)


@pytest.mark.parametrize(
    "statement", ["UPDATE member_decision SET reference = 'other'", "DELETE FROM member_decision"]
)
def test_a_decision_is_written_once(context, session, admitted, colleague, statement):
    change_college(context, admitted, college_key="B", starts_on=SUMMER, decision=BOARD)
    session.flush()

    with pytest.raises(DatabaseError, match="written once"), session.begin_nested():
        session.execute(text(statement))


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": MoveKind.COLLEGE},
        {"kind": MoveKind.LEAVING},
        {"kind": MoveKind.CATEGORY, "cause": LeavingCause.DEATH},
        {"kind": MoveKind.LEAVING, "cause": LeavingCause.EXCLUSION},
    ],
)
def test_the_database_wants_cause_and_decision_too(context, session, admitted, facts):
    session.add(
        MemberDecision(
            member_id=admitted.id, effective_on=SUMMER, recorded_at=context.clock.now(), **facts
        )
    )  # fmt: skip

    with pytest.raises(IntegrityError):
        session.flush()
