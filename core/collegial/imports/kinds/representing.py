"""Who votes for an organisation of a list: a person of the directory, or one whom the row adds (L6)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

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
from collegial.imports.rules.naming import ORGANISATION, PERSON
from collegial.kernel.errors import Invalid
from collegial.kernel.events import Context
from collegial.kernel.text import Text, t

# A person as the directory has it, or, while nothing is written, as it will have it.
Person = TypeVar("Person", Actor, Voice)
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
    people = _people_after(context.session, planned, readings)
    return [
        _with_voice(one, reading, represented, people) for one, reading in zip(planned, readings, strict=True)
    ]


def name_voices(context: Context, planned: Sequence[Planned], actors: Sequence[Actor]) -> None:
    """Name who votes for the organisations, from the day of their admission on, or from today."""
    people = _by_name(_people(context.session, {one.voice.name for one in planned if one.voice}))
    for one, actor in zip(planned, actors, strict=True):
        if one.voice:
            day = one.joining.admitted_on if one.joining else context.today
            name_representative(context, actor, _person(context, one.voice, people), day)


def _with_voice(
    one: Planned, reading: Reading, represented: set[int], people: dict[str, list[Voice]]
) -> Planned:
    name, email = _cells(reading)
    if one.row is None or one.outcome is Outcome.WRONG or not (name or email):
        return one
    if one.row.kind != ORGANISATION:
        return _wrong(one, _fault(t("A person votes alone: leave this cell empty.")))
    if not name:
        return _wrong(one, _fault(t("Write the name of the person too.")))
    if one.known and one.known.id in represented:
        return one
    return _planned(one, Voice(name=name, email=email), people)


def _planned(one: Planned, voice: Voice, people: dict[str, list[Voice]]) -> Planned:
    namesakes = people[fold(voice.name)]
    try:
        if _meant(voice, namesakes) is None:
            namesakes.append(voice)
    except Invalid as error:
        return _wrong(one, error)
    return replace(one, voice=voice, outcome=Outcome.CHANGED if one.outcome is Outcome.SAME else one.outcome)


def _cells(reading: Reading) -> tuple[str | None, str | None]:
    name, email = (reading.values.get(key) for key in ("representative", "representative_email"))
    return str(name) if name else None, str(email) if email else None


def _fault(text: Text, field: str = "representative") -> Invalid:
    return Invalid("imports.representative", text, field=field)


def _wrong(one: Planned, error: Invalid) -> Planned:
    fault = Fault(code=error.code, text=error.text, field=error.field)
    return replace(one, outcome=Outcome.WRONG, joining=None, faults=(*one.faults, fault))


def _represented(session: Session, actor_ids: Sequence[int], today: date) -> set[int]:
    found: set[int] = set()
    for some in chunks(actor_ids):
        wanted = (Representative.organisation_id.in_(some), is_representing(today))
        found.update(session.scalars(select(Representative.organisation_id).where(*wanted)))
    return found


def _people(session: Session, names: Iterable[str]) -> list[Actor]:
    """Return the persons of the directory who have one of these names."""
    persons = (Actor.kind == ActorKind.PERSON, Actor.merged_into_id.is_(None))
    return [
        one
        for some in chunks(sorted({fold(name) for name in names}))
        for one in session.scalars(select(Actor).where(*persons, Actor.search_name.in_(some)))
    ]


def _people_after(
    session: Session, planned: Sequence[Planned], readings: Sequence[Reading]
) -> dict[str, list[Voice]]:
    """Return the persons whom the list may name, as the directory has them once its rows are written."""
    names = {name for name, _ in map(_cells, readings) if name}
    written = {one.known.id: one.row.details.email for one in planned if one.known and one.row}
    known = [Voice(name=one.name, email=written.get(one.id) or one.email) for one in _people(session, names)]
    rows = [one.row for one in planned if one.row and not one.known and one.outcome is not Outcome.WRONG]
    new = [Voice(name=row.name, email=row.details.email) for row in rows if row.kind == PERSON]
    return _by_name([*known, *new])


def _by_name(people: Iterable[Person]) -> dict[str, list[Person]]:
    named: dict[str, list[Person]] = defaultdict(list)
    for one in people:
        named[fold(one.name)].append(one)
    return named


def _meant(voice: Voice, namesakes: Sequence[Person]) -> Person | None:
    """Return the person who is meant, None for somebody new.

    Whoever reads the mails of an address signs in and votes by it: nobody known is given another one here.
    """
    wanted = (voice.email or "").casefold()
    found = [one for one in namesakes if wanted in ("", (one.email or "").casefold())]
    if len(found) > 1:
        raise _fault(
            t(
                "Several persons of the directory have this name: write the e-mail address of the one that is "
                "meant."
            )
        )
    if namesakes and not found:
        raise _fault(
            t(
                "There is already a person called “%(name)s”, without this e-mail address. To mean that person, "
                "leave the address out, or write it on that person’s page first. For somebody else of that "
                "name, add that person to the directory first, with the address.",
                name=voice.name,
            ),
            "representative_email",
        )
    return found[0] if found else None


def _person(context: Context, voice: Voice, people: dict[str, list[Actor]]) -> Actor:
    namesakes = people[fold(voice.name)]
    person = _meant(voice, namesakes)
    if person is None:
        person = add_actor(context, kind=ActorKind.PERSON, name=voice.name, email=voice.email)
        namesakes.append(person)
    return person
