"""The host of one program: what its active modules hear, do, show and decide."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import structlog
from sqlalchemy import Select
from sqlalchemy.orm import Session

from collegial.hooks.contracts import Card, Fragment, Job, NavItem, NextStep, Passage, Verdict
from collegial.hooks.extensions import Rows, SubjectAction
from collegial.hosting.capabilities import supplied
from collegial.hosting.checks import first_key_fault
from collegial.hosting.declaring import checked
from collegial.hosting.isolation import Failure, ask, read_only, shut
from collegial.hosting.loading import CORE
from collegial.hosting.switching import SwitchedModules
from collegial.kernel.events import Bus, Context, Subscription
from collegial.kernel.permissions import Permission, Viewer
from collegial.kernel.text import Text, t

log = structlog.get_logger(__name__)
Shown = TypeVar("Shown", NavItem, Card, NextStep, Fragment, SubjectAction)
SHOWING = ("nav_items", "dashboard_cards", "next_steps")


class Host(SwitchedModules):
    """The modules behind one typed door: a module is asked only while it is active."""

    # -- what is heard and done --------------------------------------------------------------------

    def bus(self) -> Bus:
        """Return a bus with every subscription, the core's first; a plugin's is deaf while it is off."""
        heard: list[Subscription] = [
            replace(one, owner=owner, handler=self._while_on(owner, one.key, one.handler))
            for owner, one in self.by_hook["subscriptions"].values()
        ]
        return Bus(heard)

    def job_list(self) -> list[Job]:
        """Return every job; a plugin's does nothing while it is off."""
        return [
            replace(one, run=self._while_on(owner, one.key, one.run))
            for owner, one in self.by_hook["jobs"].values()
        ]

    def _while_on(
        self, owner: str, key: str, work: Callable[[Context, Any], None]
    ) -> Callable[[Context, Any], None]:
        def run(context: Context, what: Any) -> None:
            is_on = owner in self.active(context.session)
            if is_on and key not in self.stepped_back(context.session, owner):
                work(context, what)
            else:
                log.debug("plugin.off", plugin=owner)

        return work if owner == CORE else run

    # -- what is shown: isolated -------------------------------------------------------------------

    def left_menu(self, session: Session, viewer: Viewer, owner: str) -> list[NavItem]:
        """Return the menu entries of a module that stepped back: they still lead to what it holds."""
        back = self.stepped_back(session, owner)
        try:
            items = self._pieces(session, owner, "nav_items", {"viewer": viewer}) if back else []
        except Exception:
            log.exception("plugin.show_failed", plugin=owner, hook="nav_items")
            return []
        return _permitted([one for one in items if one.key in back], viewer)

    def nav_items(self, session: Session, viewer: Viewer) -> list[NavItem]:
        """Return the menu entries this viewer may open."""
        items, _ = self._shown(session, "nav_items", {"viewer": viewer})
        return _permitted(items, viewer)

    def dashboard_cards(self, session: Session, viewer: Viewer) -> tuple[list[Card], list[Failure]]:
        """Return the cards this viewer may see, and the modules that failed to give theirs."""
        cards, failures = self._shown(session, "dashboard_cards", {"session": session, "viewer": viewer})
        return _permitted(cards, viewer), failures

    def next_steps(self, session: Session, viewer: Viewer, day: date) -> tuple[list[NextStep], list[Failure]]:
        """Return what waits for this viewer on a day, and the modules that failed to say it."""
        given = {"session": session, "viewer": viewer, "day": day}
        steps, failures = self._shown(session, "next_steps", given)
        return _permitted(steps, viewer), failures

    def page_slots(
        self, session: Session, viewer: Viewer, slot: str, subject_id: int
    ) -> tuple[list[Fragment], list[Failure]]:
        """Return the pieces for a slot of a core page, and the modules that failed to give theirs."""
        given = {"session": session, "viewer": viewer, "slot": slot, "subject_id": subject_id}
        fragments, failures = self._shown(session, "page_slots", given)
        return _permitted(fragments, viewer), failures

    def subject_actions(
        self, session: Session, viewer: Viewer, subject: str, subject_id: int
    ) -> list[SubjectAction]:
        """Return the buttons for the page of a thing; a module that is set aside, or fails, gives none."""
        given = {"session": session, "viewer": viewer, "subject": subject, "subject_id": subject_id}
        actions, _ = self._shown(session, "subject_actions", given)
        return [
            one
            for one in _permitted(actions, viewer)
            if not self.is_set_aside(session, one.key.split(".")[0])
        ]

    def failures(self, session: Session, viewer: Viewer, day: date) -> list[Failure]:
        """Try the menu and the dashboard of every active module; return what fails now."""
        given = {"session": session, "viewer": viewer, "day": day}
        return [one for hook in SHOWING for one in self._shown(session, hook, given)[1]]

    def _shown(
        self, session: Session, hook: str, given: Mapping[str, Any]
    ) -> tuple[list[Any], list[Failure]]:
        items: list[Any] = []
        failures: list[Failure] = []
        for owner in self.active(session):
            try:
                back = self.stepped_back(session, owner)
                items += [one for one in self._pieces(session, owner, hook, given) if one.key not in back]
            except Exception:
                log.exception("plugin.show_failed", plugin=owner, hook=hook)
                failures.append(Failure(owner=owner, hook=hook))
        return items, failures

    def _pieces(self, session: Session, owner: str, hook: str, given: Mapping[str, Any]) -> list[Any]:
        with read_only(session) if "session" in given and self._answering(owner, hook) else nullcontext():
            found = checked(hook, self._of(owner, hook, **given))
        fault = first_key_fault(owner, (one.key for one in found)) if owner != CORE else None
        if fault:
            raise ValueError(str(fault))
        return found

    # -- what decides: fails closed ----------------------------------------------------------------

    def check_gate(self, session: Session, key: str, passage: Passage) -> Verdict:
        """Ask a condition; one that is unknown, switched off or raising keeps the passage shut."""
        owner, gate = self.by_hook["stage_gates"].get(key, (key.split(".", 1)[0], None))
        if gate is None:
            return shut(self._why_missing(owner, key))
        if owner not in self.active(session):
            return shut(self.why_silent(session, owner))
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

    def gate_label(self, key: str) -> Text:
        """Return a condition's name, or its key where the module is missing."""
        _, gate = self.by_hook["stage_gates"].get(key, ("", None))
        return gate.label if gate else t("Condition “%(key)s”", key=key)

    def reach(self, session: Session, viewer: Viewer, permission: Permission) -> list[Rows]:
        """Return the rows that access rules give beside the roles; a rule that fails gives none."""
        active, found = self.active(session), []
        for owner, rule in self.by_hook["access_rules"].values():
            if rule.permission.key != permission.key or owner not in active:
                continue
            try:
                rows = rule.rows(viewer)
            except Exception:
                log.exception("plugin.access_failed", plugin=owner, rule=rule.key)
                continue
            if isinstance(rows, Select):
                found.append(rows)
            else:
                log.error("plugin.access_unclear", plugin=owner, rule=rule.key)
        return found

    # -- what rests on a module --------------------------------------------------------------------

    def uses(self, session: Session, name: str) -> list[Text]:
        """Return what rests on a module, in sentences; a module that fails to say counts as a use."""
        found: list[Text] = []
        given = {"session": session, "module": name}
        for owner in self.active(session):
            try:
                found += [one.sentence for one in self._pieces(session, owner, "module_uses", given)]
            except Exception:
                log.exception("plugin.uses_failed", plugin=owner)
                found.append(t("The module “%(module)s” failed to say what it uses.", module=owner))
        return [*found, *self._own_uses(session, name), *self._dependents(session, name)]

    def _own_uses(self, session: Session, name: str) -> list[Text]:
        """Return what a module says is in use of its own, also while it is off."""
        try:
            with read_only(session):
                offered = [one for owner, one in self.declared("lifecycle") if owner == name]
                return [sentence for one in offered for sentence in one.in_use(session)]
        except Exception:
            log.exception("plugin.uses_failed", plugin=name)
            return [t("The module “%(module)s” failed to say what it uses.", module=name)]

    def _dependents(self, session: Session, name: str) -> list[Text]:
        active = [one for one in self.active(session) if one != CORE]
        left = supplied(self.metas(), set(active) - {name})
        return [
            t("The module “%(module)s” needs it, and would do nothing.", module=self.loaded[one].meta.title)
            for one in active
            if one != name and one not in left
        ]


def _permitted(items: Iterable[Shown], viewer: Viewer) -> list[Shown]:
    allowed = [one for one in items if viewer.may(one.permission)]
    return sorted(allowed, key=lambda one: (one.weight, one.key))
