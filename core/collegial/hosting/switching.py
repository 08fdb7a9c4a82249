"""Which modules of a program are active now, what they offer to others, and what of each steps back for another."""

from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from collegial.hooks.contracts import OfferedKind
from collegial.hooks.exchanging import ExchangeKind
from collegial.hooks.extensions import WorkKind
from collegial.hosting.activation import active_names, failed_upgrades, once_for_switches, stored_revisions
from collegial.hosting.capabilities import holder, missing, offered_by, supplied
from collegial.hosting.loading import CORE, Modules
from collegial.hosting.revisions import newest_revision
from collegial.kernel.errors import Refused
from collegial.kernel.text import Text, t


class SwitchedModules(Modules):
    """The modules of which administrators switch plugins on and off, and choose one where several do the same."""

    def active(self, session: Session) -> list[str]:
        """Return the core and the plugins that are switched on, in the order of owners()."""
        return once_for_switches(session, self, lambda: self._active(session))

    def _active(self, session: Session) -> list[str]:
        on = active_names(session) - failed_upgrades(session).keys() - self.behind(session)
        working = supplied(self.metas(), on & self.loaded.keys())
        return [owner for owner in self.owners() if owner == CORE or owner in working]

    @cached_property
    def newest_revisions(self) -> dict[str, str | None]:
        """Return the revision that each plugin's code needs its tables to be at."""
        return {owner: newest_revision(one.folder) for owner, one in self.declared("migrations")}

    def behind(self, session: Session) -> frozenset[str]:
        """Return the plugins whose tables are not at the revision that their code needs: these do nothing."""
        stored = stored_revisions(session)
        return frozenset(name for name, one in self.newest_revisions.items() if stored.get(name) != one)

    def lacking(self, session: Session, name: str) -> list[str]:
        """Return the capabilities that a module requires and no active one offers."""
        return missing(self.metas(), name, [one for one in self.active(session) if one != CORE])

    def why_silent(self, session: Session, owner: str) -> Text:
        """Say why a usable module does nothing now."""
        title, lacking = self.loaded[owner].meta.title, self.lacking(session, owner)
        if owner in failed_upgrades(session):
            return t(
                "The tables of the module “%(module)s” could not be upgraded, so it does nothing.",
                module=title,
            )
        if owner in active_names(session) and owner in self.behind(session):
            return t(
                "The tables of the module “%(module)s” are not up to date, so it does nothing: run "
                "“collegial db upgrade”.",
                module=title,
            )
        if lacking and owner in active_names(session):
            return t(
                "The module “%(module)s” does nothing, because nothing offers “%(capability)s”.",
                module=title,
                capability=lacking[0],
            )
        return t("The module “%(module)s” is switched off, so its rule cannot be checked.", module=title)

    # -- what active modules offer -----------------------------------------------------------------

    def of_active(self, session: Session, hook: str) -> list[Any]:
        """Return what active modules declare, the core's first, then by the name of the module."""
        on = self.active(session)
        return [one for owner, one in self.declared(hook) if owner in on]

    def contribution_kinds(self, session: Session) -> list[OfferedKind]:
        """Return the kinds of contribution that active modules add, by key."""
        return self._active_by_key(session, "contribution_kinds")

    def work_kinds(self, session: Session) -> list[WorkKind]:
        """Return the kinds of common work that active modules lead, by key."""
        return self._active_by_key(session, "work_kinds")

    def exchange_kinds(self, session: Session) -> list[ExchangeKind]:
        """Return the kinds of things that the core and active modules let be given, by key."""
        return self._active_by_key(session, "exchange_kinds")

    def _active_by_key(self, session: Session, hook: str) -> list[Any]:
        on = self.active(session)
        return [one for _, (owner, one) in sorted(self.by_hook[hook].items()) if owner in on]

    def offers(self, session: Session) -> dict[str, list[str]]:
        """Return the capabilities that active modules offer, each with those that offer it."""
        return offered_by(self.metas(), [one for one in self.active(session) if one != CORE])

    def service(self, session: Session, capability: str) -> object:
        """Return what the module in use for a capability does for others; raises Refused where there is none."""
        used = holder(session, capability, self.offers(session).get(capability, []))
        for owner, one in self.declared("capability_offers"):
            if owner == used and one.capability == capability:
                return one.service
        raise Refused(
            "modules.no_service",
            t("No active module does anything for “%(capability)s”. Switch one on.", capability=capability),
        )

    # -- what steps back where several do the same -------------------------------------------------

    def is_set_aside(self, session: Session, owner: str) -> bool:
        """Tell whether other modules are used for all that this one offers: its data are then only read."""
        provided = self.loaded[owner].meta.provides if owner in self.loaded else ()
        if not provided or owner not in self.active(session):
            return False
        offers = self.offers(session)
        return all(holder(session, one, offers.get(one, [])) != owner for one in provided)

    def stepped_back(self, session: Session, owner: str) -> frozenset[str]:
        """Return what of a module steps back: the parts of capabilities for which other modules are used."""
        parts = self.loaded[owner].meta.parts if owner in self.loaded else {}
        offers = self.offers(session) if parts else {}
        elsewhere = {
            one
            for one in parts
            if len(offers.get(one, [])) > 1 and holder(session, one, offers[one]) != owner
        }
        kept = {name for one in parts.keys() - elsewhere for name in parts[one]}
        return frozenset(name for one in elsewhere for name in parts[one]) - kept

    def is_left_to_another(self, session: Session, owner: str, pages: str) -> bool:
        """Tell whether other modules are used for what these pages of a module do: they are then only read."""
        return self.is_set_aside(session, owner) or pages in self.stepped_back(session, owner)

    def used_instead(self, session: Session, owner: str, pages: str = "") -> list[Text]:
        """Return the titles of the modules that are used for what a module, or these pages of it, would do."""
        meta, offers = self.loaded[owner].meta, self.offers(session)
        about = [one for one in meta.provides if pages in meta.parts.get(one, ())] or meta.provides
        used = {holder(session, one, offers.get(one, [])) for one in about} - {owner}
        return [self.loaded[one].meta.title for one in sorted(name for name in used if name)]
