"""What a plugin must keep to before it may run beside others."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any, TypeVar

from sqlalchemy import Table

from collegial.hooks.contracts import CapabilityOffer, PluginMeta
from collegial.hosting.settings import section_fault
from collegial.kernel.text import Text, t

T = TypeVar("T")
Declared = Mapping[str, list[Any]]
KEYED = (
    "permissions",
    "event_types",
    "subscriptions",
    "jobs",
    "stage_gates",
    "contribution_kinds",
    "pipeline_stages",
    "pipeline_presets",
    "statutes_presets",
    "capability_offers",
    "vote_methods",
    "work_kinds",
    "exchange_kinds",
    "notice_kinds",
    "decision_rules",
    "quorum_rules",
    "demo_steps",
    "settings_sections",
    "exporters",
    "api_resources",
    "search_sources",
    "public_sources",
    "access_rules",
    "document_templates",
    "lifecycle",
    "personal_data",
)
# No underscore: the prefixes of “fund” and “fund_plus” could not be told apart.
_NAME = re.compile(r"[a-z][a-z0-9]{1,29}")


class DuplicateKey(Exception):
    """Two owners offer the same key: the program does not start, since either could be meant."""

    def __init__(self, kind: str, key: str, first: str, second: str) -> None:
        super().__init__(
            f"The {kind} {key!r} is offered by both {first!r} and {second!r}. "
            "Uninstall one of them, or name it in the setting plugins.blocked."
        )


def by_key(kind: str, offers: Iterable[tuple[str, T]], key: Callable[[T], str]) -> dict[str, tuple[str, T]]:
    """Index offers by their key; raises DuplicateKey naming both owners."""
    index: dict[str, tuple[str, T]] = {}
    for owner, item in offers:
        name = key(item)
        if name in index:
            raise DuplicateKey(kind, name, index[name][0], owner)
        index[name] = (owner, item)
    return index


def name_fault(name: str, reserved: Collection[str]) -> Text | None:
    """Return what is wrong with a plugin's name."""
    if not _NAME.fullmatch(name):
        return t("Its name “%(name)s” is not made of small letters and digits.", name=name)
    if name in reserved:
        return t("Its name “%(name)s” is taken by the core.", name=name)
    return None


def first_fault(name: str, declared: Declared, plugins: Collection[str]) -> Text | None:
    """Return the first rule on its declarations that the plugin `name` breaks, None when it keeps to all."""
    keys = [one.key for hook in KEYED for one in declared[hook]]
    tables = [model.__table__ for model in declared["models"]]
    return (
        first_table_fault(name, tables, plugins)
        or first_key_fault(name, keys)
        or _migration_fault(declared)
        or _page_fault(name, declared)
        or next(filter(None, map(section_fault, declared["settings_sections"])), None)
    )


def first_table_fault(name: str, tables: Iterable[Table], plugins: Collection[str]) -> Text | None:
    """Return the first rule on tables that the plugin `name` breaks, None when it keeps to all."""
    return next(_table_faults(name, tables, set(plugins) - {name}), None)


def _table_faults(name: str, tables: Iterable[Table], others: set[str]) -> Iterator[Text]:
    for table in tables:
        if not table.name.startswith(f"{name}_"):
            yield t("Its table “%(table)s” does not start with its name.", table=table.name)
        for key in table.foreign_keys:
            target = key.target_fullname.split(".")[0]
            if any(target.startswith(f"{other}_") for other in others):
                yield t("Its table points into another plugin's table “%(table)s”.", table=target)


def first_key_fault(name: str, keys: Iterable[str]) -> Text | None:
    """Return what is wrong with the first key that does not start with the plugin's name."""
    for key in keys:
        if not key.startswith(f"{name}."):
            return t("Its key “%(key)s” does not start with its name.", key=key)
    return None


def _migration_fault(declared: Declared) -> Text | None:
    sources = declared["migrations"]
    if len(sources) > 1:
        return t("It has more than one history of migrations.")
    if declared["models"] and not sources:
        return t("It has tables and no migrations.")
    for source in sources:
        if not source.folder.is_dir():
            return t("The folder of its migrations, %(folder)s, is not there.", folder=source.folder)
    return None


def _page_fault(name: str, declared: Declared) -> Text | None:
    for blueprint in declared["blueprints"]:
        if blueprint.name != name and not blueprint.name.startswith(f"{name}_"):
            return t("Its pages “%(pages)s” are not named after it.", pages=blueprint.name)
    return None


def offer_fault(meta: PluginMeta, offers: Iterable[CapabilityOffer]) -> Text | None:
    """Return what is wrong with a part or a service: its capability is not provided, or given a service already."""
    for capability in sorted(meta.parts.keys() - set(meta.provides)):
        return t("It has parts of “%(capability)s”, which its META does not provide.", capability=capability)
    seen: set[str] = set()
    for one in offers:
        if one.capability not in meta.provides:
            return t(
                "It has a service for “%(capability)s”, which its META does not provide.",
                capability=one.capability,
            )
        if one.capability in seen:
            return t("It has two services for “%(capability)s”.", capability=one.capability)
        seen.add(one.capability)
    return None


def unmet_dependency(metas: Mapping[str, PluginMeta]) -> tuple[str, Text] | None:
    """Return the first plugin that depends on one that is not usable, or on itself, and why."""
    for name, meta in metas.items():
        for other in meta.depends:
            if other not in metas:
                return name, t("It needs the module “%(other)s”, which is not usable here.", other=other)
    try:
        TopologicalSorter({name: meta.depends for name, meta in metas.items()}).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle[0], t("It depends on itself: %(circle)s.", circle=" ← ".join(circle))
    return None
