"""Load the modules of one program: import, check, ask what they declare, and say why one cannot be used."""

import warnings
from collections.abc import Iterable, Iterator, Sequence
from types import ModuleType
from typing import Any

import pluggy
import structlog
from sqlalchemy import Table
from sqlalchemy import inspect as inspect_mapping

from collegial.hooks.contracts import PluginMeta
from collegial.hooks.deprecation import PluginDeprecation
from collegial.hooks.hookspecs import PROJECT, Hooks
from collegial.hosting.checks import (
    KEYED,
    DuplicateKey,
    by_key,
    first_fault,
    name_fault,
    offer_fault,
    unmet_dependency,
)
from collegial.hosting.declaring import DECLARING, checked, shape_fault
from collegial.hosting.discovery import Broken, Candidate, Loaded, load
from collegial.hosting.mapping import core_tables, settle_mappers
from collegial.kernel.events import Event
from collegial.kernel.permissions import Permission, Registry
from collegial.kernel.text import Text, t

log = structlog.get_logger(__name__)
CORE = "core"


class Modules:
    """The core's features and the usable plugins; pluggy's own objects stay inside."""

    def __init__(
        self, features: Sequence[ModuleType], candidates: Iterable[Candidate], *, specs: type[Hooks] = Hooks
    ) -> None:
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(specs)
        self._declared: dict[str, dict[str, list[Any]]] = {}
        self._known: dict[tuple[str, str], list[pluggy.HookImpl]] = {}
        self.loaded: dict[str, Loaded] = {}
        self.broken: list[Broken] = []
        self.deprecated: dict[str, list[Text]] = {}
        self._load_features(features)
        self._load_plugins(list(candidates))
        self._drop_dependents()
        self._gather()

    # -- loading -----------------------------------------------------------------------------------

    def _load_features(self, features: Sequence[ModuleType]) -> None:
        settle_mappers()
        names = {feature.__name__.split(".")[-2]: feature for feature in features}
        self._reserved = {CORE, *names, *(table.split("_", 1)[0] for table in core_tables())}
        for name, feature in names.items():
            self._manager.register(feature, name=f"{CORE}:{name}")
        self._manager.check_pending()
        self._declared[CORE] = self._ask(CORE)

    def _load_plugins(self, candidates: Sequence[Candidate]) -> None:
        seen: dict[str, Candidate] = {}
        for one in candidates:
            if one.name in seen:
                raise DuplicateKey("plugin", one.name, seen[one.name].origin, one.origin)
            seen[one.name] = one
        for one in candidates:
            outcome, unmapped = load(one), settle_mappers()
            if isinstance(outcome, Broken):
                self.broken.append(outcome)
            elif unmapped:
                self._reject(outcome, t("Its tables cannot be mapped: %(error)s", error=unmapped))
            else:
                self._admit(outcome, list(seen))

    def _admit(self, plugin: Loaded, names: list[str]) -> None:
        """Register a plugin, or put it among the broken ones with the reason."""
        name = plugin.meta.name
        fault = name_fault(name, self._reserved) or self._fault(plugin, names)
        if fault is None:
            self.loaded[name] = plugin
        else:
            self._reject(plugin, fault)

    def _fault(self, plugin: Loaded, names: list[str]) -> Text | None:
        name = plugin.meta.name
        try:
            self._register(plugin)
            self._manager.check_pending()
            fault = next(filter(None, map(shape_fault, self._implementations(name))), None)
            if fault is None:
                self._declared[name] = self._ask(name)
                fault = first_fault(name, self._declared[name], names) or offer_fault(
                    plugin.meta, self._declared[name]["capability_offers"]
                )
        except pluggy.PluginValidationError as error:
            return t("It does not fit the hooks: %(error)s", error=" ".join(str(error).split())[:300])
        except Exception as error:
            log.exception("plugin.broken", plugin=name)
            return t(
                "A declaration raised an error: %(error)s", error=f"{type(error).__name__}: {error}"[:200]
            )
        return fault

    def _register(self, plugin: Loaded) -> None:
        """Register the hooks; what is deprecated warns the author at the line in question, and is remembered."""
        name = plugin.meta.name
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", PluginDeprecation)
            self._manager.register(plugin.module, name=name)
        for one in caught:
            if isinstance(one.message, PluginDeprecation):
                self.deprecated.setdefault(name, []).append(one.message.text)
                log.warning("plugin.deprecated", plugin=name, what=one.message.what, gone=one.message.gone)
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)

    def _reject(self, plugin: Loaded, reason: Text) -> None:
        name = plugin.meta.name
        log.warning("plugin.broken", plugin=name, reason=str(reason))
        if self._manager.get_plugin(name) is plugin.module:
            self._manager.unregister(name=name)
            self._declared.pop(name, None)
            self.loaded.pop(name, None)
        self.broken.append(Broken(name=name, origin=plugin.origin, reason=reason))

    def _drop_dependents(self) -> None:
        while found := unmet_dependency({name: one.meta for name, one in self.loaded.items()}):
            name, reason = found
            self._reject(self.loaded[name], reason)

    def _ask(self, owner: str) -> dict[str, list[Any]]:
        """Ask every declaring hook of an owner, once."""
        declared = {hook: checked(hook, self._of(owner, hook)) for hook in DECLARING}
        for model in declared["models"]:
            inspect_mapping(model)  # raises for a class that is not mapped
        return declared

    def _implementations(self, owner: str, hook: str | None = None) -> list[pluggy.HookImpl]:
        callers = [getattr(self._manager.hook, hook)] if hook else list(vars(self._manager.hook).values())
        found = [one for caller in callers for one in caller.get_hookimpls()]
        return [one for one in found if one.plugin_name.split(":")[0] == owner]

    def _answering(self, owner: str, hook: str) -> list[pluggy.HookImpl]:
        """Return what an owner answers a hook with, looked for once: every page asks all owners."""
        known = self._known.get((owner, hook))
        if known is None:
            known = self._known[owner, hook] = self._implementations(owner, hook)
        return known

    def _of(self, owner: str, hook: str, **arguments: Any) -> Iterator[Any]:
        for implementation in self._answering(owner, hook):
            given = {name: arguments[name] for name in implementation.argnames}
            items: Iterable[Any] = implementation.function(**given) or ()  # type: ignore[assignment]
            yield from items

    def _gather(self) -> None:
        self.by_hook = {hook: self._by_key(hook) for hook in KEYED}
        by_key("group of pages", self.declared("blueprints"), lambda one: one.name)
        by_key("command", self.declared("cli_commands"), lambda one: f"{one.name}")

    def _by_key(self, hook: str) -> dict[str, tuple[str, Any]]:
        kind = hook.replace("_", " ").removesuffix("s")
        return by_key(kind, self.declared(hook), lambda one: str(one.key))

    # -- what is declared, once, for every usable plugin -------------------------------------------

    def owners(self) -> list[str]:
        """Return the core first, then the usable plugins by name."""
        return [CORE, *sorted(self.loaded)]

    def declared(self, hook: str) -> list[tuple[str, Any]]:
        """Return what each owner returned from a declaring hook, with the owner's name."""
        return [(owner, item) for owner in self.owners() for item in self._declared[owner][hook]]

    def hooks_of(self, name: str) -> list[str]:
        """Return the hooks a plugin implements."""
        callers = self._manager.get_hookcallers(self._manager.get_plugin(name)) or []
        return sorted(caller.name for caller in callers)

    def tables_of(self, name: str) -> list[Table]:
        """Return the tables that an owner declares."""
        return [model.__table__ for model in self._declared[name]["models"]]

    def registry(self) -> Registry:
        """Return every permission by key."""
        rights: dict[str, Permission] = {key: one for key, (_, one) in self.by_hook["permissions"].items()}
        return Registry(rights)

    def events(self) -> dict[str, type[Event]]:
        """Return every event type by key."""
        return {key: one for key, (_, one) in self.by_hook["event_types"].items()}

    def metas(self) -> dict[str, PluginMeta]:
        """Return who the usable plugins are, by name."""
        return {name: one.meta for name, one in self.loaded.items()}
