"""Read and write what administrators set for modules: typed, checked when saved and when read."""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, get_type_hints

import structlog
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.hooks.extensions import SettingsSection
from collegial.hosting.models import PluginSetting
from collegial.hosting.permissions import MANAGE
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context, Event
from collegial.kernel.holding import held_row
from collegial.kernel.permissions import require
from collegial.kernel.text import Text, t

Values = TypeVar("Values")
log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class SettingsChanged(Event):
    """An administrator set something for a module; the values stay out of the journal."""

    key = "modules.settings_changed"
    sentence = t("The settings %(section)s were changed: %(names)s.")
    section: str
    names: str


def settings_of(session: Session, section: SettingsSection[Values]) -> Values:
    """Return what is set in a section, its defaults where nothing is.

    Raises Refused when what was stored no longer fits its types: a rule must not go on with a guess.
    """
    stored = session.scalar(select(PluginSetting.values).where(PluginSetting.key == section.key))
    if stored is None:
        return section.values()
    try:
        return _read(section, stored)
    except ValidationError as error:
        log.warning("settings.unreadable", section=section.key, errors=error.error_count())
        raise Refused(
            "settings.unreadable",
            t(
                "The settings “%(title)s” no longer fit their module. An administrator must save them again.",
                title=section.title,
            ),
        ) from None


def save_settings(context: Context, section: SettingsSection[Values], given: Mapping[str, Any]) -> Values:
    """Keep what an administrator set. Raises Invalid naming the field that is of a wrong type."""
    require(context.by, MANAGE)
    unknown = set(given) - _names(section)
    if unknown:
        raise Invalid("settings.unknown", t("There is no setting “%(name)s”.", name=min(unknown)))
    kinds = get_type_hints(section.values)
    values = section.values(**{name: _fitting(name, kinds[name], value) for name, value in given.items()})
    _keep(context, section, TypeAdapter(section.values).dump_python(values, mode="json"))
    return values


def section_fault(section: SettingsSection[Any]) -> Text | None:
    """Return what is wrong with a section: a field without a default, or without a place in the form."""
    if not (isinstance(section.values, type) and dataclasses.is_dataclass(section.values)):
        return t("The values of its settings “%(key)s” are not a dataclass.", key=section.key)
    try:
        section.values()
        TypeAdapter(section.values)
    except Exception as error:  # noqa: BLE001 (a wrong declaration may raise anything)
        return t(
            "Its settings “%(key)s” need a type and a default for each value: %(error)s",
            key=section.key,
            error=f"{error}"[:200],
        )
    for name in sorted(_names(section)):
        if not hasattr(section.form, name):
            return t(
                "The form of its settings “%(key)s” has no field “%(name)s”.", key=section.key, name=name
            )
    return None


def _names(section: SettingsSection[Any]) -> set[str]:
    return {one.name for one in dataclasses.fields(section.values)}


def _read(section: SettingsSection[Values], stored: Mapping[str, Any]) -> Values:
    """Read stored values; what the module no longer has is left out, what it newly has takes its default."""
    known = {name: value for name, value in stored.items() if name in _names(section)}
    return TypeAdapter(section.values).validate_json(json.dumps(known), strict=True)


def _fitting(name: str, kind: Any, value: object) -> Any:
    try:
        return TypeAdapter(kind).validate_python(value, strict=True)
    except ValidationError:
        raise Invalid(
            "settings.wrong_type", t("This value does not fit the setting “%(name)s”.", name=name), field=name
        ) from None


def _keep(context: Context, section: SettingsSection[Any], values: dict[str, Any]) -> None:
    stored = held_row(context.session, PluginSetting, section.key)
    before = (
        stored.values if stored else TypeAdapter(section.values).dump_python(section.values(), mode="json")
    )
    changed = sorted(name for name, value in values.items() if before.get(name) != value)
    if stored is None:
        stored = PluginSetting(key=section.key, values=values, changed_at=context.clock.now())
        context.session.add(stored)
    stored.values, stored.changed_at = values, context.clock.now()
    context.session.flush()
    if changed:
        context.emit(SettingsChanged(section=section.key, names=", ".join(changed)))
