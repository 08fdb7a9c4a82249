"""Notices: what people are told of an event, who is told, and by which ways they may choose to hear it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from collegial.kernel.events import Context, Event
from collegial.kernel.permissions import SIGNED_IN, Permission
from collegial.kernel.text import Text


class NoticeWay(StrEnum):
    """How someone hears of a kind of thing: on the page alone, by a mail too, or not at all."""

    PAGE = "page"
    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Who is told: actors, or those who speak for them, accounts, and everyone who holds a right by a role."""

    actors: Collection[int] = ()
    accounts: Collection[int] = ()
    holders: Permission | None = None


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is said and where it leads. `about` is a title as it was written, not translated."""

    sentence: Text
    endpoint: str
    values: Mapping[str, object] = field(default_factory=dict)
    about: str | None = None


NOBODY = Audience()
OPTIONAL_WAYS = tuple(NoticeWay)
# Where the act writes a letter of its own, by law or by its module, a second mail would say the same.
LETTER_WAYS = (NoticeWay.PAGE, NoticeWay.NONE)
# What the law lets nobody decline stays on the page as well.
ALWAYS = (NoticeWay.PAGE,)


@dataclass(frozen=True, kw_only=True)
class NoticeKind:
    """A kind of notice, made of events once they are committed.

    `tell` says what and where, `audience` whom; neither may write. `tell` returns None when there is nothing to say.
    `ways` are those that a reader may choose, `usual` the one until then. Holders of `permission` are asked.

    .. versionadded:: 1.3.0
    """

    key: str
    label: Text
    events: tuple[type[Event], ...]
    tell: Callable[[Context, Any], Told | None]
    audience: Callable[[Context, Any], Audience]
    permission: Permission = SIGNED_IN
    usual: NoticeWay = NoticeWay.DAILY
    ways: tuple[NoticeWay, ...] = OPTIONAL_WAYS

    def way(self, chosen: NoticeWay | None) -> NoticeWay:
        """Return how someone hears of it: its choice where the kind still offers it, the usual way else."""
        return chosen if chosen in self.ways and chosen is not None else self.usual
