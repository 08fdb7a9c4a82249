"""The one permission gate: what may be done, who holds it by default, and the viewer who asks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from collegial.kernel.errors import Forbidden
from collegial.kernel.text import Text, t


@dataclass(frozen=True, kw_only=True)
class Permission:
    """A right with its key `feature.act`; `roles` hold it by default."""

    key: str
    label: Text
    roles: tuple[str, ...] = ()


PUBLIC = Permission(key="public", label=t("Open to everyone"))
SIGNED_IN = Permission(key="signed_in", label=t("Open to everyone who is signed in"))


def _always(_session: Any, _viewers: Sequence["Viewer"]) -> bool:
    return True


def _nobody_else(_session: Any, _viewer: "Viewer", _permission: Permission) -> Sequence[Any]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Whoever acts: a signed-in person, an anonymous visitor, or the program itself.

    `grants` are rights over everything; `reach` returns the selects of the rows over which rules give a
    right that is not among them (see `kernel.access.allowed`). `stands` asks of several at once whether the accounts
    still have them.
    """

    name: str = ""
    account_id: int | None = None
    actor_id: int | None = None
    roles: frozenset[str] = frozenset()
    grants: frozenset[str] = frozenset()
    is_program: bool = False
    locale: str = "fr"
    reach: Callable[[Any, "Viewer", Permission], Sequence[Any]] = field(default=_nobody_else, compare=False)
    stands: Callable[[Any, Sequence["Viewer"]], bool] = field(default=_always, compare=False)

    @property
    def is_signed_in(self) -> bool:
        """Tell whether there is an account behind the viewer."""
        return self.account_id is not None

    def may(self, permission: "Permission | str") -> bool:
        """Tell whether the viewer holds a permission; the program itself holds all."""
        key = permission if isinstance(permission, str) else permission.key
        if key == PUBLIC.key or self.is_program:
            return True
        if key == SIGNED_IN.key:
            return self.is_signed_in
        return key in self.grants


ANONYMOUS = Viewer()


def program(name: str) -> Viewer:
    """Return the viewer of a command or job; the journal shows its name."""
    return Viewer(name=name, is_program=True)


def require(viewer: Viewer, permission: Permission) -> None:
    """Let pass or raise Forbidden; every service asks this before it writes."""
    if not viewer.may(permission):
        raise Forbidden(
            "permission.missing",
            t("You may not do this: it needs the right “%(right)s”.", right=permission.label),
        )


@dataclass(frozen=True, kw_only=True)
class Role:
    """A role that accounts can hold."""

    key: str
    label: Text


@dataclass(frozen=True)
class Registry:
    """All permissions by key, gathered from the core and the plugins."""

    permissions: Mapping[str, Permission] = field(default_factory=dict)
    _granted: dict[frozenset[str], frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    def grants(self, roles: Iterable[str]) -> frozenset[str]:
        """Return the keys that holders of these roles have; it follows from the code alone, and is kept."""
        held = frozenset(roles)
        known = self._granted.get(held)
        if known is None:
            known = frozenset(key for key, one in self.permissions.items() if held & set(one.roles))
            self._granted[held] = known
        return known
