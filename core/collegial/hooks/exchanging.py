"""Things that another deployment may be given: what a feature or a module says of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from collegial.hooks.contracts import HeldFile
from collegial.hooks.extensions import Rows
from collegial.kernel.events import Context
from collegial.kernel.permissions import PUBLIC, Permission, Viewer
from collegial.kernel.text import Text

EXCHANGE_KINDS = "exchange_kinds"


@dataclass(frozen=True, kw_only=True)
class Given:
    """What is given of a thing: a text in Markdown for people, data that JSON can hold for programs, files."""

    title: str
    text: str
    data: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[HeldFile, ...] = ()


def _nothing_wrong(_data: Mapping[str, Any]) -> Text | None:
    """Find no fault in data that nothing can be held against."""
    return None


@dataclass(frozen=True, kw_only=True)
class ExchangeKind:
    """A kind of thing that another deployment may be given, signed by this one.

    `rows` returns a select of two columns, number and title, of what this viewer may give; `write` returns
    what is given of one, or raises Missing. `fault` is asked of data that came from elsewhere: it says what
    is wrong with them, for instance that a seal of their own does not fit; it must bear any data.
    """

    key: str
    label: Text
    rows: Callable[[Session, Viewer], Rows]
    write: Callable[[Context, int], Given]
    fault: Callable[[Mapping[str, Any]], Text | None] = _nothing_wrong
    permission: Permission = PUBLIC


def exchange_kinds(session: Session) -> list[ExchangeKind]:
    """Return the kinds of things that the core and active modules let be given, through the session."""
    find: Callable[[Session], list[ExchangeKind]] = session.info[EXCHANGE_KINDS]
    return find(session)
