"""Know who is a minor, and who votes for a minor: one person at a time (L6)."""

from datetime import date

from sqlalchemy.orm import Session

from collegial.actors.events import BirthRecorded, GuardianEnded, GuardianNamed
from collegial.actors.models import Actor, Birth, Guardian, GuardianKind
from collegial.actors.queries import born_on as birth_of
from collegial.actors.rules import is_of_age
from collegial.actors.services.checking import check_may_change, hold_named
from collegial.actors.services.terms import current, end, hold, make_room, write
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.text import t

_EARLIEST = date(1880, 1, 1)


def record_birth(context: Context, person: Actor, born_on: date | None) -> None:
    """Keep when a person was born, or forget it; raises Invalid for a day to come or too far away.

    Only worth keeping where it decides who votes: for minors, and for those who were.
    """
    check_may_change(context, person)
    if not person.is_person:
        raise Invalid("actors.birth_of_a_person", t("Only a natural person was born."), field="born_on")
    today = context.today
    if born_on is not None and not _EARLIEST <= born_on <= today:
        raise Invalid("actors.bad_birth", t("Nobody alive was born on that day."), field="born_on")
    known = context.session.get(Birth, person.id)
    if (known.born_on if known else None) == born_on:
        return
    _keep_birth(context.session, person, known, born_on)
    context.emit(BirthRecorded(actor=person.id, is_known=born_on is not None))


def name_guardian(
    context: Context, minor: Actor, person: Actor, *, kind: GuardianKind, starts_on: date
) -> Guardian:
    """Let a person vote for a minor from a day on; whoever did so until then ends that day (L6).

    It counts until the minor comes of age. Raises Invalid when the birth says otherwise, or is not known,
    or when the guardian is a minor too; Refused when another one is named for that day or later.
    """
    check_may_change(context, minor, person)
    _check_guardian(context.session, minor, person, starts_on)
    hold_named(context.session, (minor, person), field="person")
    former = make_room(context.session, Guardian, Guardian.minor_id == minor.id, starts_on, _named())
    if former:
        _tell_ended(context, former)
    new = Guardian(minor=minor, person=person, kind=kind, starts_on=starts_on)
    guardian = write(context.session, new, _named())
    context.emit(
        GuardianNamed(minor=minor.id, person=person.id, kind=kind.value, starts_on=starts_on.isoformat())
    )
    return guardian


def end_guardian(context: Context, minor: Actor, ends_on: date) -> Guardian:
    """End what a guardian may do; `ends_on` is the first day that no longer counts.

    Raises Refused when there is none, Invalid when it would end before it started.
    """
    check_may_change(context, minor)
    hold(context.session, minor)
    present = current(context.session, Guardian, Guardian.minor_id == minor.id)
    if present is None:
        raise Refused("actors.no_guardian", t("This person has no legal representative to end."))
    end(context.session, present, ends_on)
    _tell_ended(context, present)
    return present


def _keep_birth(session: Session, person: Actor, known: Birth | None, born_on: date | None) -> None:
    if known is None and born_on is not None:
        session.add(Birth(actor_id=person.id, born_on=born_on))
    elif known is not None and born_on is not None:
        known.born_on = born_on
    elif known is not None:
        session.delete(known)
    session.flush()  # whoever is asked next who votes must find it


def _check_guardian(session: Session, minor: Actor, person: Actor, day: date) -> None:
    if not person.is_person or person.id == minor.id:
        raise Invalid(
            "actors.no_such_guardian",
            t("The legal representative is another natural person."),
            field="person",
        )
    born, guardian_born = birth_of(session, minor.id), birth_of(session, person.id)
    if born is None or is_of_age(born, day):
        raise Invalid(
            "actors.not_a_minor",
            t("Only a minor has a legal representative: record a date of birth that says so first."),
            field="starts_on",
        )
    if guardian_born is not None and not is_of_age(guardian_born, day):
        raise Invalid(
            "actors.guardian_is_a_minor", t("A minor cannot vote for another minor."), field="person"
        )


def _tell_ended(context: Context, ended: Guardian) -> None:
    day = ended.ends_on.isoformat() if ended.ends_on else ""
    context.emit(GuardianEnded(minor=ended.minor_id, person=ended.person_id, ends_on=day))


def _named() -> Refused:
    return Refused(
        "actors.guardian_named",
        t("A legal representative is already named for that day or later. Choose a later day."),
        field="starts_on",
    )
