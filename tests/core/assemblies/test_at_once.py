"""Who comes in, or gives something, at the moment in which an assembly opens, closes or is called off."""

from dataclasses import dataclass, replace
from datetime import datetime

import pytest
from sqlalchemy import func, select

from collegial.assemblies.models import (
    Assembly,
    Attendance,
    AttendanceMode,
    Mandate,
    RollEntry,
    WrittenQuestion,
)
from collegial.assemblies.services.attending import check_in
from collegial.assemblies.services.blanks import give_blank
from collegial.assemblies.services.conducting import close_assembly, open_assembly
from collegial.assemblies.services.corresponding import enter_form
from collegial.assemblies.services.proxies import give_proxy
from collegial.assemblies.services.questions import ask_question
from collegial.calling_off.services import call_off, move
from collegial.kernel.permissions import Viewer
from collegial.testing.factories import convened

pytestmark = pytest.mark.both_databases


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """Where each transaction finds the assembly and its roll by itself."""

    assembly: int
    starts_at: datetime
    entries: list[int]


@pytest.fixture
def world(context, session):
    """Give an assembly that is convened for today, for other transactions to find."""
    made = convened(context, {"A": 3, "B": 3})
    found = Numbers(
        assembly=made.assembly.id,
        starts_at=made.assembly.starts_at,
        entries=[one.id for one in made.entries["A"]],
    )
    session.commit()
    return found


def entry(world, context, place=0):
    return context.session.get_one(RollEntry, world.entries[place])


def meeting(world, context):
    return context.session.get_one(Assembly, world.assembly)


def come(world):
    return lambda context: check_in(context, entry(world, context), mode=AttendanceMode.ROOM)


def end(world, act, **named):
    return lambda context: act(context, meeting(world, context), **named)


def calling_off(world):
    return end(world, call_off, reason="La salle a brûlé.")


def closing(world):
    return end(world, close_assembly)


def opening(world):
    return end(world, open_assembly, chair="A", scrutineers="B, C", secretary="D")


def there(program):
    with program.database.reading() as session:
        return session.scalar(select(func.count()).where(Attendance.left_at.is_(None)))


@pytest.mark.parametrize("ending", [calling_off, closing])
def test_whoever_comes_in_as_it_ends_does_not_stay_behind(program, world, at_once, ending):
    if ending is closing:
        at_once(opening(world))

    assert at_once(come(world), ending(world)) == ("done", "done")
    assert there(program) == 0


@pytest.mark.parametrize("ending", [calling_off, closing])
def test_whoever_comes_in_after_it_ended_is_told_so(program, world, at_once, ending):
    if ending is closing:
        at_once(opening(world))

    assert at_once(ending(world), come(world)) == ("done", "attendance.not_held")
    assert there(program) == 0


def proxy(world, context):
    give_proxy(context, entry(world, context), entry(world, context, 1))


def blank(world, context):
    give_blank(context, entry(world, context))


def form(world, context):
    number = meeting(world, context).resolutions[0].id
    enter_form(context, entry(world, context), {number: "for"}, received_on=context.today)


def question(world, context):
    asker = entry(world, context)
    voter = Viewer(actor_id=asker.voter_id, grants=frozenset({"assemblies.attend"}))
    ask_question(replace(context, by=voter), asker, "Pourquoi ?")


LATE = {
    proxy: "proxy.not_held", blank: "proxy.not_held", form: "correspondence.not_now",
    question: "questions.too_late",
}  # fmt: skip


@pytest.mark.parametrize("give", LATE)
def test_what_is_given_as_it_is_called_off_is_refused_in_words(program, world, at_once, give):
    answers = at_once(calling_off(world), lambda context: give(world, context))

    assert answers == ("done", LATE[give])


def test_a_question_is_not_asked_in_an_assembly_that_opens(program, world, at_once):
    assert at_once(opening(world), lambda context: question(world, context)) == ("done", "questions.too_late")
    with program.database.reading() as reading:
        assert reading.scalar(select(func.count()).select_from(WrittenQuestion)) == 0


def test_two_who_move_it_do_so_one_after_the_other(program, world, at_once):
    def to(place):
        later = world.starts_at.replace(minute=45)
        return end(world, move, starts_at=later, place=place, online_address=None, reason="Fuite d’eau.")

    assert at_once(to("Salle A"), to("Salle B")) == ("done", "done")
    with program.database.reading() as reading:
        changes = reading.get_one(Assembly, world.assembly).changes
        assert [(one.number, one.former_place) for one in changes] == [(1, "Rennes"), (2, "Salle A")]


def test_a_proxy_given_as_its_giver_comes_in_ends_or_is_refused(program, world, at_once):
    given = lambda context: proxy(world, context)  # noqa: E731

    assert at_once(given, come(world)) == ("done", "done")
    with program.database.reading() as reading:
        assert (
            reading.scalar(select(func.count()).where(Mandate.revoked_at.is_(None), Mandate.kind == "proxy"))
            == 0
        )
