"""Keep the numbers that tell an actor from any other, and those of its bank while they are needed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.actors.events import IdentifierEnded, IdentifierRead, IdentifierRecorded
from collegial.actors.models import Actor, Identifier
from collegial.actors.rules import BANK, IdentifierKind, read_identifier, siren_of
from collegial.actors.services.checking import check_may_change, hold_named
from collegial.actors.services.terms import hold
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t


def record_identifier(
    context: Context, actor: Actor, *, kind: IdentifierKind, value: str, purpose: str | None = None
) -> Identifier:
    """Keep a number of an actor; a SIRET also says its SIREN, and must agree with the one that is known.

    Raises Invalid for a wrong key, for an association's number of a person, or for a bank's number without
    the purpose it is kept for; Refused for a second one where there can be one.
    """
    check_may_change(context, actor)
    read = read_identifier(kind, value)
    _check_kind(actor, kind, purpose)
    hold_named(context.session, (actor,), field="value")
    if kind is IdentifierKind.SIRET:
        _agree_on_siren(context, actor, siren_of(read))
    elif _known(context.session, actor, kind):
        raise _known_already()
    return _write(context, actor, kind, read, (purpose or "").strip() or None)


def end_identifier(context: Context, actor: Actor, identifier: Identifier) -> None:
    """Let a number hold no longer; that of a bank is forgotten at once, the others stay in the past.

    Raises Refused for a SIREN of which an establishment is still there.
    """
    check_may_change(context, actor)
    hold(context.session, actor)
    if identifier.kind is IdentifierKind.SIREN and _known(context.session, actor, IdentifierKind.SIRET):
        raise Refused(
            "actors.siren_in_use",
            t("This SIREN is part of a SIRET that is still there. Remove the SIRET first."),
        )
    if identifier.kind in BANK:
        context.session.delete(identifier)
    else:
        identifier.ends_on = context.today
    context.session.flush()  # the place of its kind is free from now on
    context.emit(IdentifierEnded(actor=actor.id, kind=identifier.kind.value))


def read_bank_number(context: Context, actor: Actor, identifier: Identifier) -> str:
    """Return a number whole, for someone who is about to pay; the journal keeps that it was looked at."""
    check_may_change(context, actor)
    context.emit(IdentifierRead(actor=actor.id, kind=identifier.kind.value))
    return identifier.value


def _check_kind(actor: Actor, kind: IdentifierKind, purpose: str | None) -> None:
    if kind is IdentifierKind.RNA and actor.is_person:
        raise Invalid("actors.rna_of_a_person", t("Only an association has an RNA number."), field="kind")
    if kind in BANK and not (purpose or "").strip():
        raise Invalid(
            "actors.purpose_missing",
            t("A bank account is asked for only when money must go back: say which money."),
            field="purpose",
        )


def _agree_on_siren(context: Context, actor: Actor, siren: str) -> None:
    known = _known(context.session, actor, IdentifierKind.SIREN)
    if known is None:
        _write(context, actor, IdentifierKind.SIREN, siren, None)
    elif known.value != siren:
        raise Invalid(
            "actors.siret_of_another",
            t("This SIRET belongs to another SIREN than the one known of this actor: one of them is wrong."),
            field="value",
        )


def _known(session: Session, actor: Actor, kind: IdentifierKind) -> Identifier | None:
    found = select(Identifier).where(
        Identifier.actor_id == actor.id, Identifier.kind == kind, Identifier.ends_on.is_(None)
    )
    return session.scalars(found.limit(1)).one_or_none()


def _write(
    context: Context, actor: Actor, kind: IdentifierKind, value: str, purpose: str | None
) -> Identifier:
    today = context.today
    identifier = Identifier(actor_id=actor.id, kind=kind, value=value, purpose=purpose, starts_on=today)
    with or_refuse(context.session, _known_already()):
        context.session.add(identifier)
    context.emit(IdentifierRecorded(actor=actor.id, kind=kind.value))
    return identifier


def _known_already() -> Refused:
    return Refused(
        "actors.identifier_known",
        t("A number of this kind is already known. Remove it first if it is no longer right."),
        field="value",
    )
