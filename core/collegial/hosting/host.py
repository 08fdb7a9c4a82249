"""The host of one program: which plugins are usable, what they declare, what they show, what they decide."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from types import ModuleType
from typing import Any, TypeVar

import pluggy
import structlog
from sqlalchemy import Table
from sqlalchemy import inspect as inspect_mapping
from sqlalchemy.orm import Session

from collegial.hooks.contracts import Card, Fragment, Job, NavItem, OfferedKind, Passage, Verdict
from collegial.hooks.hookspecs import PROJECT, Hooks
from collegial.hosting.activation import active_names
from collegial.hosting.checks import (
    DuplicateKey,
    by_key,
    first_fault,
    first_key_fault,
    name_fault,
    unmet_dependency,
)
from collegial.hosting.declaring import DECLARING, checked, shape_fault
from collegial.hosting.discovery import Broken, Candidate, Loaded, load
from collegial.hosting.isolation import Failure, ask, read_only, shut
from collegial.hosting.mapping import core_tables, settle_mappers
from collegial.kernel.events import Bus, Context, Event, Subscription
from collegial.kernel.permissions import Permission, Registry, Viewer
from collegial.kernel.text import Text, t

log = structlog.get_logger(__name__)
CORE = "core"
Shown = TypeVar("Shown", NavItem, Card, Fragment)
SHOWING = ("nav_items", "dashboard_cards")


class Host:
    """Plugins and core features behind one typed door; pluggy's own objects stay inside."""

    def __init__(self, features: Sequence[ModuleType], candidates: Iterable[Candidate]) -> None:
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(Hooks)
        self._declared: dict[str, dict[str, list[Any]]] = {}
        self.loaded: dict[str, Loaded] = {}
        self.broken: list[Broken] = []
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
            self._manager.register(plugin.module, name=name)
            self._manager.check_pending()
            fault = next(filter(None, map(shape_fault, self._implementations(name))), None)
            if fault is None:
                self._declared[name] = self._ask(name)
                fault = first_fault(name, self._declared[name], names)
        except pluggy.PluginValidationError as error:
            return t("It does not fit the hooks: %(error)s", error=" ".join(str(error).split())[:300])
        except Exception as error:
            log.exception("plugin.broken", plugin=name)
            return t(
                "A declaration raised an error: %(error)s", error=f"{type(error).__name__}: {error}"[:200]
            )
        return fault

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

    def _of(self, owner: str, hook: str, **arguments: Any) -> Iterator[Any]:
        for implementation in self._implementations(owner, hook):
            given = {name: arguments[name] for name in implementation.argnames}
            items: Iterable[Any] = implementation.function(**given) or ()  # type: ignore[assignment]
            yield from items

    def _gather(self) -> None:
        self.permissions = by_key("permission", self.declared("permissions"), lambda one: one.key)
        self.event_types = by_key("event type", self.declared("event_types"), lambda one: one.key)
        self.gates = by_key("stage gate", self.declared("stage_gates"), lambda one: one.key)
        self.kinds = by_key("kind of contribution", self.declared("contribution_kinds"), lambda one: one.key)
        self.jobs = by_key("job", self.declared("jobs"), lambda one: one.key)
        self.subscriptions = by_key("subscription", self.declared("subscriptions"), lambda one: one.key)
        by_key("vote method", self.declared("vote_methods"), lambda one: one.key)
        by_key("demonstration step", self.declared("demo_steps"), lambda one: one.key)
        by_key("group of pages", self.declared("blueprints"), lambda one: one.name)
        by_key("command", self.declared("cli_commands"), lambda one: f"{one.name}")

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
        rights: dict[str, Permission] = {key: one for key, (_, one) in self.permissions.items()}
        return Registry(rights)

    def events(self) -> dict[str, type[Event]]:
        """Return every event type by key."""
        return {key: one for key, (_, one) in self.event_types.items()}

    def bus(self) -> Bus:
        """Return a bus with every subscription, the core's first; a plugin's is deaf while it is off."""
        heard: list[Subscription] = [
            replace(one, owner=owner, handler=self._while_on(owner, one.handler))
            for owner, one in self.subscriptions.values()
        ]
        return Bus(heard)

    def job_list(self) -> list[Job]:
        """Return every job; a plugin's does nothing while it is off."""
        return [replace(one, run=self._while_on(owner, one.run)) for owner, one in self.jobs.values()]

    def _while_on(self, owner: str, work: Callable[[Context, Any], None]) -> Callable[[Context, Any], None]:
        def run(context: Context, what: Any) -> None:
            if owner in self.active(context.session):
                work(context, what)
            else:
                log.info("plugin.off", plugin=owner)

        return work if owner == CORE else run

    # -- what is shown: isolated -------------------------------------------------------------------

    def active(self, session: Session) -> list[str]:
        """Return the core and the plugins that are switched on, in the order of owners()."""
        on = active_names(session)
        return [owner for owner in self.owners() if owner == CORE or owner in on]

    def nav_items(self, session: Session, viewer: Viewer) -> list[NavItem]:
        """Return the menu entries this viewer may open."""
        items, _ = self._shown(session, "nav_items", {"viewer": viewer})
        return _permitted(items, viewer)

    def dashboard_cards(self, session: Session, viewer: Viewer) -> tuple[list[Card], list[Failure]]:
        """Return the cards this viewer may see, and the modules that failed to give theirs."""
        cards, failures = self._shown(session, "dashboard_cards", {"session": session, "viewer": viewer})
        return _permitted(cards, viewer), failures

    def page_slots(
        self, session: Session, viewer: Viewer, slot: str, subject_id: int
    ) -> tuple[list[Fragment], list[Failure]]:
        """Return the pieces for a slot of a core page, and the modules that failed to give theirs."""
        given = {"session": session, "viewer": viewer, "slot": slot, "subject_id": subject_id}
        fragments, failures = self._shown(session, "page_slots", given)
        return _permitted(fragments, viewer), failures

    def failures(self, session: Session, viewer: Viewer) -> list[Failure]:
        """Try the menu and the dashboard of every active module; return what fails now."""
        given = {"session": session, "viewer": viewer}
        return [one for hook in SHOWING for one in self._shown(session, hook, given)[1]]

    def _shown(
        self, session: Session, hook: str, given: Mapping[str, Any]
    ) -> tuple[list[Any], list[Failure]]:
        items: list[Any] = []
        failures: list[Failure] = []
        for owner in self.active(session):
            try:
                items.extend(self._pieces(session, owner, hook, given))
            except Exception:
                log.exception("plugin.show_failed", plugin=owner, hook=hook)
                failures.append(Failure(owner=owner, hook=hook))
        return items, failures

    def _pieces(self, session: Session, owner: str, hook: str, given: Mapping[str, Any]) -> list[Any]:
        with (
            read_only(session) if "session" in given and self._implementations(owner, hook) else nullcontext()
        ):
            found = checked(hook, self._of(owner, hook, **given))
        fault = first_key_fault(owner, (one.key for one in found)) if owner != CORE else None
        if fault:
            raise ValueError(str(fault))
        return found

    # -- what decides: fails closed ----------------------------------------------------------------

    def check_gate(self, session: Session, key: str, passage: Passage) -> Verdict:
        """Ask a condition; one that is unknown, switched off or raising keeps the passage shut."""
        owner, gate = self.gates.get(key, (key.split(".", 1)[0], None))
        if gate is None:
            return shut(self._why_missing(owner, key))
        if owner not in self.active(session):
            title = self.loaded[owner].meta.title
            return shut(
                t("The module “%(module)s” is switched off, so its rule cannot be checked.", module=title)
            )
        return ask(gate, session, passage, owner)

    def _why_missing(self, owner: str, key: str) -> Text:
        if owner in self.loaded:
            return t("The module “%(module)s” has no rule “%(key)s”.", module=owner, key=key)
        for one in self.broken:
            if one.name == owner:
                return t(
                    "The module “%(module)s” cannot be used: %(reason)s", module=owner, reason=one.reason
                )
        return t("The module “%(module)s” is not available, so its rule cannot be checked.", module=owner)

    def contribution_kinds(self, session: Session) -> list[OfferedKind]:
        """Return the kinds of contribution that active modules add, by key."""
        on = self.active(session)
        return [one for _, (owner, one) in sorted(self.kinds.items()) if owner in on]

    def gate_label(self, key: str) -> Text:
        """Return a condition's name, or its key where the module is missing."""
        _, gate = self.gates.get(key, ("", None))
        return gate.label if gate else t("Condition “%(key)s”", key=key)


def _permitted(items: Iterable[Shown], viewer: Viewer) -> list[Shown]:
    allowed = [one for one in items if viewer.may(one.permission)]
    return sorted(allowed, key=lambda one: (one.weight, one.key))
