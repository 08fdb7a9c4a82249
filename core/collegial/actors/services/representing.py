"""Name who votes for an organisation, and end it; one person at a time, held by the database too."""

from datetime import date

from collegial.actors.events import RepresentativeEnded, RepresentativeNamed
from collegial.actors.models import Actor, ActorKind, Representative
from collegial.actors.queries import count_holders
from collegial.actors.services.checking import check_may_change, hold_named
from collegial.actors.services.terms import current, end, hold, make_room, write
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.text import t

FEWEST_HOLDERS = 2


def name_representative(
    context: Context, organisation: Actor, person: Actor, starts_on: date
) -> Representative:
    """Let a person vote for an organisation from a day on; whoever did so until then ends that day (L6).

    For joint holders, the person is their manager. Raises Invalid when it is not a person for an
    organisation, Refused when another one is named for that day or later, or when fewer than two hold.
    """
    check_may_change(context, organisation, person)
    _check_kinds(organisation, person)
    hold_named(context.session, (organisation, person), field="person")
    _check_holders(context, organisation, starts_on)
    belongs = Representative.organisation_id == organisation.id
    former = make_room(context.session, Representative, belongs, starts_on, _named_meanwhile())
    if former:
        _tell_ended(context, former)
    new = Representative(organisation=organisation, person=person, starts_on=starts_on)
    representative = write(context.session, new, _named_meanwhile())
    context.emit(
        RepresentativeNamed(organisation=organisation.id, person=person.id, starts_on=starts_on.isoformat())
    )
    return representative


def end_representative(context: Context, organisation: Actor, ends_on: date) -> Representative:
    """End the current representation; `ends_on` is the first day that no longer counts.

    Raises Refused when there is none, Invalid when it would end before it started.
    """
    check_may_change(context, organisation)
    hold(context.session, organisation)
    belongs = Representative.organisation_id == organisation.id
    present = current(context.session, Representative, belongs)
    if present is None:
        raise Refused("actors.no_representative", t("This organisation has no representative to end."))
    end(context.session, present, ends_on)
    _tell_ended(context, present)
    return present


def _check_kinds(organisation: Actor, person: Actor) -> None:
    if organisation.kind is not ActorKind.ORGANISATION:
        raise Invalid("actors.not_an_organisation", t("Only an organisation has a representative."))
    if not person.is_person:
        raise Invalid(
            "actors.not_a_person", t("Only a natural person can represent an organisation."), field="person"
        )


def _check_holders(context: Context, organisation: Actor, day: date) -> None:
    if organisation.is_joint and count_holders(context.session, organisation.id, day) < FEWEST_HOLDERS:
        raise Refused(
            "actors.holders_missing",
            t("Joint holders are at least two on that day. Record who they are, then name their manager."),
        )


def _tell_ended(context: Context, ended: Representative) -> None:
    day = ended.ends_on.isoformat() if ended.ends_on else ""
    context.emit(RepresentativeEnded(organisation=ended.organisation_id, person=ended.person_id, ends_on=day))


def _named_meanwhile() -> Refused:
    return Refused(
        "actors.representative_named",
        t("A representative is already named for that day or later. Choose a later day."),
        field="starts_on",
    )
