"""Members are admitted under the next number; changes are dated and the past stays as it was."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError

from collegial.actors.models import Actor, ActorKind
from collegial.actors.services import NewActor, add_actors
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Forbidden, Invalid, Missing, Refused
from collegial.kernel.permissions import program as program_viewer
from collegial.membership import services
from collegial.membership.models import CategoryAssignment, CollegeAssignment, Member
from collegial.membership.queries import (
    count_by_college,
    member,
    member_of_actor,
    placings,
    standings,
)
from collegial.membership.services import Admission, admit_member, admit_members
from collegial.statutes.rules.origins import Override
from collegial.statutes.services import record_statutes

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("statutes")]

SPRING, SUMMER, AUTUMN = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)
EVE = timedelta(days=1)
COURT = Override(reason="Jugement du tribunal")

# Most tests have one employee, and the statutes need one: these acts accept that nobody is left.
change_college = partial(services.change_college, decision="Conseil du 2 mars 2026")
change_category = partial(services.change_category, accept_empty=True)
leave = partial(services.leave, accept_empty=True)


@pytest.fixture
def admitted(context, new_actor):
    return admit_member(context, new_actor(), category_key="employees", admitted_on=SPRING)


def colleges_on(session, day):
    return {one.id: college.key if college else None for one, college, _ in session.execute(standings(day))}


def members_on(session, day):
    return list(colleges_on(session, day))


def college_of(session, one, day):
    return colleges_on(session, day)[one.id]


def number_of(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_a_member_joins_the_college_of_the_category(session, admitted):
    place = placings(session, [admitted.id], SPRING)[admitted.id]

    assert (admitted.number, place.college.key, place.category.key) == (1, "A", "employees")


def test_a_member_joins_the_college_that_is_chosen(context, session, new_actor):
    chosen = admit_member(context, new_actor(), category_key="employees", college_key="C", admitted_on=SPRING)

    assert college_of(session, chosen, SPRING) == "C"


def test_without_colleges_nobody_is_in_one(context, session, new_actor, document):
    plain = document | {"colleges": [], "votes": {"carry": "heads"}}
    plain["categories"] = [one | {"college": None} for one in document["categories"]]
    record_statutes(context, plain, effective_from=SUMMER, reason="Sans collèges", origin=COURT)

    one = admit_member(context, new_actor(), category_key="employees", admitted_on=SUMMER)

    assert college_of(session, one, SUMMER) is None
    assert [(count.college, count.count) for count in count_by_college(session, SUMMER)][-1] == (None, 1)


def test_numbers_follow_one_another_and_are_never_used_again(context, new_actor, admitted):
    leave(context, admitted, left_on=SUMMER)

    again = admit_member(context, admitted.actor, category_key="employees", admitted_on=SUMMER)
    other = admit_member(context, new_actor("Samuel"), category_key="employees", admitted_on=SPRING)

    assert [admitted.number, again.number, other.number] == [1, 2, 3]


@pytest.mark.parametrize("day", [SPRING, SUMMER, date(2026, 2, 1)])
def test_nobody_is_a_member_twice(context, session, admitted, day):
    with pytest.raises(Refused) as refusal:
        admit_member(context, admitted.actor, category_key="employees", admitted_on=day)

    assert (refusal.value.code, refusal.value.field) == ("members.already", "actor")
    assert number_of(session, Member) == 1


def test_nobody_comes_back_before_having_left(context, session, admitted):
    leave(context, admitted, left_on=AUTUMN)

    with pytest.raises(Refused, match=r"members\.already"):
        admit_member(context, admitted.actor, category_key="employees", admitted_on=SUMMER)

    assert number_of(session, Member) == 1


def test_the_same_actor_twice_in_one_batch_is_refused(context, session, new_actor):
    twice = [Admission(actor=actor, category_key="employees") for actor in [new_actor()] * 2]

    with pytest.raises(Refused, match=r"members\.already"):
        admit_members(context, twice, admitted_on=SPRING)

    assert number_of(session, Member) == 0


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"category_key": "nobody"}, ("members.unknown_category", "category")),
        ({"category_key": "employees", "college_key": "Z"}, ("members.unknown_college", "college")),
        ({"category_key": "partners"}, ("members.college_missing", "college")),
    ],
)
def test_what_the_statutes_do_not_name_is_refused(context, session, new_actor, facts, expected):
    with pytest.raises((Invalid, Refused)) as refusal:
        admit_member(context, new_actor(), admitted_on=SPRING, **facts)

    assert (refusal.value.code, refusal.value.field) == expected
    assert str(refusal.value.text).endswith(".")
    assert number_of(session, Member) == number_of(session, CategoryAssignment) == 0


def test_a_college_of_former_statutes_is_no_longer_open(context, session, new_actor, document):
    document["colleges"][2] |= {"key": "E", "name": "Autres"}
    record_statutes(context, document, effective_from=SUMMER, reason="Nouveau collège", origin=COURT)

    with pytest.raises(Invalid, match=r"members\.unknown_college"):
        admit_member(context, new_actor(), category_key="partners", college_key="C", admitted_on=SUMMER)

    assert admit_member(context, new_actor("B"), category_key="partners", college_key="C", admitted_on=SPRING)


def test_nobody_is_admitted_before_the_statutes(context, session, new_actor):
    with pytest.raises(Refused, match=r"members\.no_statutes"):
        admit_member(context, new_actor(), category_key="employees", admitted_on=date(2025, 12, 31))

    assert number_of(session, Member) == 0


def test_a_batch_is_one_entry_of_the_journal(context, session, new_actor):
    admissions = [Admission(actor=new_actor(name), category_key="beneficiaries") for name in ("A", "B", "C")]

    members = admit_members(context, admissions, admitted_on=SPRING)

    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.sequence.desc())).first()
    assert [one.number for one in members] == [1, 2, 3]
    assert entry.payload == {"count": 3, "first": 1, "last": 3, "admitted_on": "2026-03-01"}
    assert admit_members(context, [], admitted_on=SPRING) == []


def test_many_are_admitted_with_as_many_reads_as_few(program, context, session):
    statements = []
    event.listen(program.database.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    session.connection()

    def admit(some):
        new = [NewActor(kind=ActorKind.PERSON, name=f"Member {number}") for number in range(some)]
        admissions = [Admission(actor=actor, category_key="employees") for actor in add_actors(context, new)]
        statements.clear()
        admit_members(context, admissions, admitted_on=SPRING)
        return sum(one.startswith("SELECT") for one in statements)

    assert admit(300) == admit(30)
    assert [(one.college.key, one.count) for one in count_by_college(session, SPRING)] == [
        ("A", 330), ("B", 0), ("C", 0),
    ]  # fmt: skip


def test_two_admissions_at_the_same_moment_take_two_numbers(program, context, session, new_actor, admitted):
    ids = [new_actor(name).id for name in ("Awena", "Samuel")]
    session.commit()
    together = Barrier(2)

    def admit(actor_id):
        together.wait(timeout=10)
        with program.database.unit_of_work() as own:
            acting = program.context(own, program_viewer("test"))
            actor = own.get_one(Actor, actor_id)
            return admit_member(acting, actor, category_key="employees", admitted_on=SPRING).number

    with ThreadPoolExecutor(2) as pool:
        numbers = list(pool.map(admit, ids))

    assert sorted(numbers) == [2, 3]


def test_a_number_is_held_by_the_database_too(context, session, new_actor, admitted, monkeypatch):
    monkeypatch.setattr("collegial.membership.services.admitting._next_number", lambda _session: 1)

    with pytest.raises(Refused, match=r"members\.admitted_meanwhile"):
        admit_member(context, new_actor("Samuel"), category_key="employees", admitted_on=SPRING)

    assert number_of(session, Member) == 1


def test_the_database_holds_one_college_at_a_time(context, session, admitted):
    college = placings(session, [admitted.id], SPRING)[admitted.id].college

    session.add(CollegeAssignment(member=admitted, college=college, starts_on=SUMMER))

    with pytest.raises(IntegrityError):
        session.flush()


def test_a_change_of_college_counts_from_its_day(context, session, admitted):
    change_college(context, admitted, college_key="C", starts_on=SUMMER)

    days = (SPRING, SUMMER - EVE, SUMMER, AUTUMN)
    assert [college_of(session, admitted, day) for day in days] == ["A", "A", "C", "C"]
    assert [(one.college.key, one.count) for one in count_by_college(session, SUMMER)] == [
        ("A", 0), ("B", 0), ("C", 1),
    ]  # fmt: skip


def test_a_change_of_category_leaves_the_college(context, session, admitted):
    change_category(context, admitted, category_key="partners", starts_on=SUMMER)

    before, after = (placings(session, [admitted.id], day)[admitted.id] for day in (SPRING, SUMMER))
    assert (before.category.key, after.category.key) == ("employees", "partners")
    assert (before.college.key, after.college.key) == ("A", "A")


def test_a_change_on_the_very_day_corrects_it(context, session, admitted):
    change_college(context, admitted, college_key="C", starts_on=SPRING)
    change_category(context, admitted, category_key="partners", starts_on=SPRING)

    place = placings(session, [admitted.id], SPRING)[admitted.id]
    assert (place.college.key, place.category.key) == ("C", "partners")
    assert number_of(session, CollegeAssignment) == number_of(session, CategoryAssignment) == 1


CHANGES = {
    "college": (change_college, {"college_key": "C"}, {"college_key": "A"}, {"college_key": "Z"}),
    "category": (
        change_category,
        {"category_key": "partners"},
        {"category_key": "employees"},
        {"category_key": "nobody"},
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_that_changes_nothing_is_refused(context, session, admitted, what):
    change, _, same, _ = CHANGES[what]

    with pytest.raises(Refused, match=r"members\.same_place"):
        change(context, admitted, **same, starts_on=SUMMER)

    assert number_of(session, CollegeAssignment) == number_of(session, CategoryAssignment) == 1


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_to_what_the_statutes_do_not_name_is_refused(context, session, admitted, what):
    change, _, _, unknown = CHANGES[what]

    with pytest.raises(Invalid, match=rf"members\.unknown_{what}"):
        change(context, admitted, **unknown, starts_on=SUMMER)

    assert college_of(session, admitted, SUMMER) == "A"


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_cannot_rewrite_the_past(context, session, admitted, what):
    change, other, same, _ = CHANGES[what]
    change(context, admitted, **other, starts_on=AUTUMN)

    with pytest.raises(Refused) as refusal:
        change(context, admitted, **same, starts_on=SUMMER)

    assert (refusal.value.code, refusal.value.field) == ("members.too_early", "starts_on")
    assert "2026-09-01" in str(refusal.value.text)
    assert college_of(session, admitted, SUMMER) == "A"


@pytest.mark.parametrize("what", CHANGES)
def test_who_has_left_does_not_move(context, session, admitted, what):
    change, other, _, _ = CHANGES[what]
    leave(context, admitted, left_on=SUMMER)

    with pytest.raises(Refused, match=r"members\.has_left"):
        change(context, admitted, **other, starts_on=AUTUMN)

    assert number_of(session, CollegeAssignment) == number_of(session, CategoryAssignment) == 1


def test_who_leaves_is_a_member_until_the_eve(context, session, admitted):
    leave(context, admitted, left_on=SUMMER, reason="Démission")

    days = (SPRING - EVE, SPRING, SUMMER - EVE, SUMMER)
    assert [members_on(session, day) for day in days] == [[], [admitted.id], [admitted.id], []]
    assert member_of_actor(session, admitted.actor_id, SUMMER) is None
    assert placings(session, [admitted.id], SUMMER)[admitted.id].college is None
    assert admitted.leaving_reason == "Démission"


def test_one_does_not_leave_twice(context, session, admitted):
    leave(context, admitted, left_on=AUTUMN)

    with pytest.raises(Refused, match=r"members\.has_left"):
        leave(context, admitted, left_on=SUMMER)

    assert admitted.left_on == AUTUMN


def test_one_does_not_leave_before_the_last_change(context, session, admitted):
    change_college(context, admitted, college_key="C", starts_on=AUTUMN)

    with pytest.raises(Refused, match=r"members\.too_early"):
        leave(context, admitted, left_on=SUMMER)

    assert admitted.left_on is None
    assert college_of(session, admitted, AUTUMN) == "C"


def test_the_journal_names_members_by_their_numbers(context, session, admitted):
    leave(context, admitted, left_on=SUMMER, reason="Santé")

    last = session.scalars(select(JournalEntry).order_by(JournalEntry.sequence.desc())).first()

    assert last.payload == {
        "member": admitted.id, "number": 1, "left_on": "2026-06-01", "cause": "resignation",
    }  # fmt: skip


def test_only_staff_and_administrators_change_the_register(as_role, session, new_actor, admitted):
    acting = as_role("member", "chair", "pilot")

    with pytest.raises(Forbidden):
        admit_member(acting, new_actor("Autre"), category_key="employees", admitted_on=SPRING)
    with pytest.raises(Forbidden):
        change_college(acting, admitted, college_key="C", starts_on=SUMMER)
    with pytest.raises(Forbidden):
        change_category(acting, admitted, category_key="partners", starts_on=SUMMER)
    with pytest.raises(Forbidden):
        leave(acting, admitted, left_on=SUMMER)

    assert number_of(session, Member) == 1
    assert college_of(session, admitted, AUTUMN) == "A"


def test_an_unknown_member_is_missing(session):
    with pytest.raises(Missing, match=r"members\.unknown"):
        member(session, 99)
