"""The directory: persons and organisations, whoever they are."""

from collections.abc import Mapping, Sequence

from collegial.actors.permissions import MANAGE
from collegial.actors.queries import families
from collegial.actors.rules import fold
from collegial.imports.kinds.contract import ImportKind, Planned
from collegial.imports.kinds.directory import load_directory
from collegial.imports.kinds.titles import TITLES
from collegial.imports.kinds.writing import write_actors
from collegial.imports.rules import (
    Fault,
    ImportField,
    Known,
    Outcome,
    Reading,
    RowActor,
    doubles,
    match,
    only_causes,
)
from collegial.imports.rules.cells import (
    read_email,
    read_kind,
    read_mobile,
    read_postcode,
    read_siren,
    read_siret,
)
from collegial.imports.rules.fields import words
from collegial.imports.rules.identity import Directory
from collegial.imports.rules.naming import row_actor
from collegial.kernel.errors import Invalid
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.tables.reading.cells import parse_date, parse_flag

NAMES = ("name", "family_name")
ACTOR_FIELDS = (
    ImportField(
        key="reference",
        label=t("Reference in your list"),
        read=words(100),
        names=TITLES["reference"],
        example="A-0042",
        hint=t("A number or a code of your own: with it, the same row is known again next time."),
    ),
    ImportField(
        key="kind",
        label=t("Person or organisation"),
        read=read_kind,
        names=TITLES["kind"],
        example="personne",
        has_default=True,
    ),
    ImportField(
        key="is_organisation",
        label=t("Is an organisation (yes or no)"),
        read=parse_flag,
        names=TITLES["is_organisation"],
        names_if_read=("organisation", "structure", "association", "company"),
        example="non",
    ),
    ImportField(
        key="name",
        label=t("Name or company name"),
        read=words(200),
        names=TITLES["name"],
        example="Nolwenn Kerbrazan",
    ),
    ImportField(
        key="given_name",
        label=t("Given name"),
        read=words(100),
        names=TITLES["given_name"],
        example="Nolwenn",
    ),
    ImportField(
        key="family_name",
        label=t("Family name"),
        read=words(100),
        names=TITLES["family_name"],
        example="Kerbrazan",
    ),
    ImportField(
        key="email",
        label=t("E-mail address"),
        read=read_email,
        names=TITLES["email"],
        example="nolwenn@example.org",
    ),
    ImportField(
        key="phone",
        label=t("Telephone"),
        read=read_mobile,
        names=TITLES["phone"],
        example="02 99 00 00 00",
    ),
    ImportField(
        key="address",
        label=t("Address"),
        read=words(400),
        names=TITLES["address"],
        example="3 rue des Carmes",
    ),
    ImportField(
        key="postcode",
        label=t("Postcode"),
        read=read_postcode,
        names=TITLES["postcode"],
        example="35000",
    ),
    ImportField(
        key="locality",
        label=t("Locality"),
        read=words(100),
        names=TITLES["locality"],
        example="Rennes",
    ),
    ImportField(
        key="born_on",
        label=t("Day of birth"),
        read=parse_date,
        names=TITLES["born_on"],
        hint=t("Only where it matters to know who is of age."),
    ),
    ImportField(key="siren", label=t("SIREN"), read=read_siren, names=TITLES["siren"]),
    ImportField(key="siret", label=t("SIRET"), read=read_siret, names=TITLES["siret"]),
)
FAMILY = ImportField(
    key="family",
    label=t("Family of actors"),
    read=words(200),
    names=TITLES["family"],
    has_default=True,
)


def plan_actors(context: Context, readings: Sequence[Reading]) -> list[Planned]:
    """Tell of each row whom it means, and whether it brings someone new, other contacts, or nothing."""
    found = [_row(reading) for reading in readings]
    facts = [one for one, _ in found]
    directory = load_directory(context.session, [one for one in facts if one])
    first = dict(doubles(facts))
    planned = []
    claimed: dict[int, int] = {}
    for place, (one, faults) in enumerate(found):
        if one is None:
            planned.append(Planned(outcome=Outcome.WRONG, faults=tuple(faults)))
        elif place in first:
            planned.append(_double())
        else:
            planned.append(_planned(one, directory, claimed, place))
    return planned


def _row(reading: Reading) -> tuple[RowActor | None, list[Fault]]:
    """Read the actor even when another cell is wrong, so that all that is wrong is said at once."""
    row, faults = row_actor(reading.values)
    every = [*reading.faults, *only_causes(reading.faults, faults)]
    return (None if every else row), every


def _planned(facts: RowActor, directory: Directory, claimed: dict[int, int], place: int) -> Planned:
    try:
        known = match(facts, directory)
    except Invalid as error:
        fault = Fault(code=error.code, text=error.text, field=error.field)
        return Planned(outcome=Outcome.WRONG, faults=(fault,))
    if known is None:
        return Planned(outcome=Outcome.NEW, row=facts)
    if claimed.setdefault(known.id, place) != place:
        return _double()
    return Planned(outcome=_against(known, facts), row=facts, known=known)


def _against(known: Known, facts: RowActor) -> Outcome:
    return Outcome.CHANGED if known.news(facts) else Outcome.SAME


def _double() -> Planned:
    text = t(
        "Another row above means the same actor: keep one of them, or tell them apart by a reference or "
        "an e-mail."
    )
    return Planned(outcome=Outcome.WRONG, faults=(Fault(code="imports.double", text=text, field="name"),))


def _plan(context: Context, readings: Sequence[Reading]) -> list[Planned]:
    by_word = {
        word: family.key
        for family in families(context.session)
        for word in (fold(family.key), fold(family.label))
    }
    return plan_actors(context, [_with_family(reading, by_word) for reading in readings])


def _with_family(reading: Reading, by_word: Mapping[str, str]) -> Reading:
    written = reading.values.get("family")
    if written is None:
        return reading
    key = by_word.get(fold(str(written)))
    if key is not None:
        return Reading(values={**reading.values, "family": key}, faults=reading.faults)
    fault = Fault(
        code="actors.unknown_family",
        text=t("There is no family of actors “%(key)s”.", key=str(written)),
        field="family",
    )
    return Reading(values=reading.values, faults=(*reading.faults, fault))


def _apply(context: Context, planned: Sequence[Planned]) -> None:
    write_actors(context, planned)


ACTORS = ImportKind(
    key="actors",
    label=t("Actors of the directory"),
    lead=t(
        "Persons and organisations of the territory, members or not. Nobody becomes a member by this list."
    ),
    permissions=(MANAGE,),
    fields=(*ACTOR_FIELDS, FAMILY),
    needs=(NAMES,),
    plan=_plan,
    apply=_apply,
)
