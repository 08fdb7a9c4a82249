"""Who a row is of: a person or an organisation, and its name, from whichever columns the list has."""

from collections.abc import Mapping
from typing import Any

from collegial.actors.rules import fold
from collegial.imports.rules.fields import Fault
from collegial.imports.rules.identity import Details, KeyScheme, RowActor
from collegial.kernel.text import t

PERSON, ORGANISATION = "person", "organisation"
_LONGEST = 200


def row_actor(values: Mapping[str, Any]) -> tuple[RowActor | None, list[Fault]]:
    """Return what a row says of an actor, or what keeps it from saying it."""
    faults = [*_check_numbers(values), *_check_address(values)]
    kind = _kind(values)
    if kind is None:
        faults.append(_kind_missing())
    name = _name(kind, values)
    if not name:
        faults.append(Fault(code="imports.name_missing", text=t("This row has no name."), field="name"))
    elif len(name) > _LONGEST:
        faults.append(_too_long())
    if faults or kind is None:
        return None, faults
    return _row_actor(kind, name, values), []


def _row_actor(kind: str, name: str, values: Mapping[str, Any]) -> RowActor:
    given, family = (values.get("given_name"), _family_name(values)) if kind == PERSON else (None, None)
    return RowActor(
        kind=kind,
        name=name,
        given_name=given,
        family_name=family,
        family_key=values.get("family"),
        keys=_keys(values),
        siret=values.get("siret"),
        details=Details(
            email=values.get("email"),
            phone=values.get("phone"),
            lines=values.get("address"),
            postcode=values.get("postcode") if values.get("address") else None,
            locality=values.get("locality"),
            born_on=values.get("born_on") if kind == PERSON else None,
        ),
    )


def _kind(values: Mapping[str, Any]) -> str | None:
    """Return what the row says; else a given name makes a person, a SIREN an organisation."""
    if "kind" in values:
        return str(values["kind"])
    if "is_organisation" in values:
        return ORGANISATION if values["is_organisation"] else PERSON
    if values.get("given_name"):
        return PERSON
    if values.get("siren") or values.get("siret"):
        return ORGANISATION
    return PERSON if values.get("family_name") and not values.get("name") else None


def _name(kind: str | None, values: Mapping[str, Any]) -> str:
    whole, given = str(values.get("name", "")), str(values.get("given_name", ""))
    if kind != PERSON:
        return whole or str(values.get("family_name", ""))
    family = _family_name(values)
    if family and given:
        return f"{given} {family}"
    return whole or family or ""


def _family_name(values: Mapping[str, Any]) -> str | None:
    """Return the family name of a person; beside a given name, a column “Name” holds the rest of it."""
    whole, given = values.get("name"), values.get("given_name")
    if values.get("family_name") or not given or not whole:
        return values.get("family_name")
    parts, extra = str(whole).split(), fold(given).split()
    if [fold(part) for part in parts[: len(extra)]] == extra:
        return " ".join(parts[len(extra) :]) or None
    if [fold(part) for part in parts[-len(extra) :]] == extra:
        return " ".join(parts[: -len(extra)]) or None
    return str(whole)


def _keys(values: Mapping[str, Any]) -> dict[KeyScheme, str]:
    siret = values.get("siret")
    found = {
        KeyScheme.REFERENCE: values.get("reference"),
        KeyScheme.SIREN: values.get("siren") or (siret[:9] if siret else None),
    }
    return {scheme: value for scheme, value in found.items() if value}


def _check_numbers(values: Mapping[str, Any]) -> list[Fault]:
    siren, siret = values.get("siren"), values.get("siret")
    if siren and siret and not siret.startswith(siren):
        text = t("The SIRET does not begin with the SIREN of this row: one of the two is of someone else.")
        return [Fault(code="imports.siret_of_another", text=text, field="siret")]
    return []


def _check_address(values: Mapping[str, Any]) -> list[Fault]:
    if values.get("address") and not values.get("locality"):
        text = t("An address needs its locality.")
        return [Fault(code="imports.locality_missing", text=text, field="locality")]
    return []


def _kind_missing() -> Fault:
    return Fault(
        code="imports.kind_missing",
        text=t("Nothing says whether this row is a person or an organisation: fill in its kind."),
        field="kind",
    )


def _too_long() -> Fault:
    return Fault(
        code="imports.too_long",
        text=t("This is too long: keep it under %(most)s characters.", most=_LONGEST),
        field="name",
    )
