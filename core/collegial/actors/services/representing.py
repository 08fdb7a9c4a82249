"""Name who votes for an organisation, and end it; one person at a time, held by the database too."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from collegial.actors.events import RepresentativeEnded, RepresentativeNamed
from collegial.actors.models import Actor, ActorKind, Representative
from collegial.actors.permissions import MANAGE
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t


def name_representative(
    context: Context, organisation: Actor, person: Actor, starts_on: date
) -> Representative:
    """Let a person vote for an organisation from a day on; whoever did so until then ends that day.

    Raises Invalid when it is not a person for an organisation, Refused when another one is named for
    that day or later.
    """
    require(context.by, MANAGE)
    _check_kinds(organisation, person)
    _lock(context.session, organisation)
    former = _named_after(context.session, organisation, starts_on)
    if former and (former.ends_on is not None or former.starts_on > starts_on):
        raise _named_meanwhile()
    if former:
        _end(context, former, starts_on)
    representative = _write(context, organisation, person, starts_on)
    context.emit(
        RepresentativeNamed(organisation=organisation.id, person=person.id, starts_on=starts_on.isoformat())
    )
    return representative


def end_representative(context: Context, organisation: Actor, ends_on: date) -> Representative:
    """End the current representation; `ends_on` is the first day that no longer counts.

    Raises Refused when there is none, Invalid when it would end before it started.
    """
    require(context.by, MANAGE)
    _lock(context.session, organisation)
    current = _current(context.session, organisation)
    if current is None:
        raise Refused("actors.no_representative", t("This organisation has no representative to end."))
    if ends_on < current.starts_on:
        raise Invalid(
            "actors.ends_before_start",
            t(
                "The representation started on %(day)s: it cannot end before.",
                day=current.starts_on.isoformat(),
            ),
            field="ends_on",
        )
    _end(context, current, ends_on)
    return current


def _check_kinds(organisation: Actor, person: Actor) -> None:
    if organisation.kind is not ActorKind.ORGANISATION:
        raise Invalid("actors.not_an_organisation", t("Only an organisation has a representative."))
    if person.kind is not ActorKind.PERSON:
        raise Invalid(
            "actors.not_a_person", t("Only a natural person can represent an organisation."), field="person"
        )


def _lock(session: Session, organisation: Actor) -> None:
    """Let one act at a time change who represents an organisation."""
    session.execute(select(Actor.id).where(Actor.id == organisation.id).with_for_update())


def _current(session: Session, organisation: Actor) -> Representative | None:
    return session.scalars(
        select(Representative).where(
            Representative.organisation_id == organisation.id, Representative.ends_on.is_(None)
        )
    ).one_or_none()


def _named_after(session: Session, organisation: Actor, day: date) -> Representative | None:
    """Return the last representation that would run on or after a day; a closed one cannot be cut."""
    running = or_(Representative.ends_on.is_(None), Representative.ends_on > day)
    return session.scalars(
        select(Representative)
        .where(Representative.organisation_id == organisation.id, running)
        .order_by(Representative.starts_on.desc(), Representative.id.desc())
        .limit(1)
    ).one_or_none()


def _end(context: Context, current: Representative, day: date) -> None:
    current.ends_on = day
    context.session.flush()  # the place of the current one must be free before the next takes it
    context.emit(
        RepresentativeEnded(
            organisation=current.organisation_id, person=current.person_id, ends_on=day.isoformat()
        )
    )


def _write(context: Context, organisation: Actor, person: Actor, starts_on: date) -> Representative:
    representative = Representative(organisation=organisation, person=person, starts_on=starts_on)
    try:
        with context.session.begin_nested():
            context.session.add(representative)
    except IntegrityError:
        raise _named_meanwhile() from None
    return representative


def _named_meanwhile() -> Refused:
    return Refused(
        "actors.representative_named",
        t("A representative is already named for that day or later. Choose a later day."),
        field="starts_on",
    )
