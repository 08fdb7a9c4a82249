"""Who votes for an organisation of a list: a person of the directory, or one whom the row adds (L6)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.actors.models import Actor, ActorKind, Representative
from collegial.actors.queries import is_representing
from collegial.actors.rules import fold
from collegial.actors.services import add_actor, name_representative
from collegial.imports.kinds.contract import Planned, Voice
from collegial.imports.kinds.directory import chunks
from collegial.imports.kinds.titles import TITLES
from collegial.imports.rules import Fault, ImportField, Outcome, Reading
from collegial.imports.rules.cells import read_email
from collegial.imports.rules.fields import words
from collegial.imports.rules.naming import ORGANISATION
from collegial.kernel.errors import Invalid
from collegial.kernel.events import Context
from collegial.kernel.text import Text, t

_SEVERAL = t(
    "Several persons of the directory have this name: write the e-mail address of the one that is meant."
)
VOICE_FIELDS = (
    ImportField(
        key="representative",
        label=t("Who votes for the organisation"),
        read=words(200),
        names=TITLES["representative"],
        example="Anne Le Goff",
        hint=t("Given name and family name. Named where nobody represents the organisation yet."),
    ),
    ImportField(
        key="representative_email",
        label=t("E-mail address of who votes for it"),
        read=read_email,
        names=TITLES["representative_email"],
        example="anne@example.org",
    ),
)


def plan_voices(context: Context, planned: Sequence[Planned], readings: Sequence[Reading]) -> list[Planned]:
    """Add to what is planned who is to vote for each organisation for which nobody does yet."""
    known = [one.known.id for one in planned if one.known]
    represented = _represented(context.session, known, context.today)
    return [
        _with_voice(context.session, one, reading, represented)
        for one, reading in zip(planned, readings, strict=True)
    ]


def name_voices(context: Context, planned: Sequence[Planned], actors: Sequence[Actor]) -> None:
    """Name who votes for the organisations, from the day of their admission on, or from today."""
    for one, actor in zip(planned, actors, strict=True):
        if one.voice:
            day = one.joining.admitted_on if one.joining else context.today
            name_representative(context, actor, _person(context, one.voice), day)


def _with_voice(session: Session, one: Planned, reading: Reading, represented: set[int]) -> Planned:
    name, email = (reading.values.get(key) for key in ("representative", "representative_email"))
    if one.row is None or one.outcome is Outcome.WRONG or not (name or email):
        return one
    if one.row.kind != ORGANISATION:
        return _wrong(one, t("A person votes alone: leave this cell empty."))
    if not name:
        return _wrong(one, t("Write the name of the person too."))
    if one.known and one.known.id in represented:
        return one
    voice = Voice(name=str(name), email=str(email) if email else None)
    if len(_persons(session, voice)) > 1:
        return _wrong(one, _SEVERAL)
    outcome = Outcome.CHANGED if one.outcome is Outcome.SAME else one.outcome
    return replace(one, voice=voice, outcome=outcome)


def _wrong(one: Planned, text: Text) -> Planned:
    fault = Fault(code="imports.representative", text=text, field="representative")
    return replace(one, outcome=Outcome.WRONG, joining=None, faults=(*one.faults, fault))


def _represented(session: Session, actor_ids: Sequence[int], today: date) -> set[int]:
    found: set[int] = set()
    for some in chunks(actor_ids):
        wanted = (Representative.organisation_id.in_(some), is_representing(today))
        found.update(session.scalars(select(Representative.organisation_id).where(*wanted)))
    return found


def _persons(session: Session, voice: Voice) -> Sequence[Actor]:
    """Return whom a name means: those with the address, else those of whom none is known, else nobody yet."""
    named = (
        Actor.kind == ActorKind.PERSON,
        Actor.search_name == fold(voice.name),
        Actor.merged_into_id.is_(None),
    )
    found = session.scalars(select(Actor).where(*named)).all()
    if voice.email is None:
        return found
    return [one for one in found if one.email == voice.email] or [one for one in found if not one.email]


def _person(context: Context, voice: Voice) -> Actor:
    found = _persons(context.session, voice)
    if len(found) > 1:
        raise Invalid("imports.representative", _SEVERAL, field="representative")
    if not found:
        return add_actor(context, kind=ActorKind.PERSON, name=voice.name, email=voice.email)
    found[0].email = found[0].email or voice.email
    return found[0]
