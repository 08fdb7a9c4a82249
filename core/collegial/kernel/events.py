"""Events: what happened, said once by the service that did it, heard within or after the transaction."""

import dataclasses
import enum
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy.orm import Session

from collegial.kernel.clock import Clock, local_day
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import Text

if TYPE_CHECKING:
    from collegial.hooks.voting import MethodBook


@dataclass(frozen=True, kw_only=True)
class Event:
    """A change of consequence; the journal keeps its fields, so they hold no choice and no personal data.

    `words` says, by field, what a value such as a state is called; a value that is not named there stands as it is.
    """

    key: ClassVar[str]
    sentence: ClassVar[Text]
    words: ClassVar[Mapping[str, Mapping[str, Text]]] = {}

    def payload(self) -> dict[str, Any]:
        """Return the fields as the journal and the outbox store them."""
        return dataclasses.asdict(self)


class Phase(enum.Enum):
    """When a subscription is heard."""

    WITHIN = "within"
    AFTER = "after"


@dataclass(frozen=True, kw_only=True)
class Context:
    """What an act is done with: the session, who acts, the clock, and where its events go.

    `zone` and `language` are the deployment's: where its days begin, and what it speaks to whoever has not chosen.
    """

    session: Session
    by: Viewer
    clock: Clock
    bus: "Bus"
    zone: str = "Europe/Paris"
    language: str = "fr"
    methods: "MethodBook | None" = None

    @property
    def today(self) -> date:
        """Return the present day where the deployment is."""
        return local_day(self.clock.now(), self.zone)

    def emit(self, event: Event) -> None:
        """Tell the bus, in this very transaction."""
        self.bus.emit(self, event)

    def emit_all(self, acts: "Sequence[Act]") -> None:
        """Tell the bus what several did, one type of event, in its order and in this very transaction."""
        self.bus.emit_all(self, acts)


@dataclass(frozen=True, kw_only=True)
class Act:
    """An event, and who brought it about."""

    by: Viewer
    event: Event


Handler = Callable[[Context, Any], None]


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """A handler of one type of event.

    WITHIN handlers take part in the transaction: what they raise undoes the act. AFTER handlers get
    the event once it is committed, through the outbox, at least once: they must bear a repetition. `label` names
    that work where administrators see it.
    """

    key: str
    event: type[Event]
    handler: Handler
    phase: Phase = Phase.WITHIN
    owner: str = "core"
    label: Text | None = None


@dataclass(frozen=True, kw_only=True)
class GroupSubscription(Subscription):
    """A WITHIN handler that hears at once what many did: `together` does what `handler` would, one by one."""

    together: Callable[[Context, Sequence[Act]], None]


class Bus:
    """The subscriptions of one program, by type of event."""

    def __init__(self, subscriptions: Iterable[Subscription] = ()) -> None:
        self.by_key: dict[str, Subscription] = {}
        self._within: dict[type[Event], list[Subscription]] = defaultdict(list)
        self._after: dict[type[Event], list[Subscription]] = defaultdict(list)
        for one in subscriptions:
            self.subscribe(one)

    def subscribe(self, one: Subscription) -> None:
        """Add a subscription; those to `Event` itself hear everything."""
        self.by_key[one.key] = one
        side = self._within if one.phase is Phase.WITHIN else self._after
        side[one.event].append(one)

    def emit(self, context: Context, event: Event) -> None:
        """Call the WITHIN handlers in the order of their subscription; promise the AFTER ones."""
        for one in self._matching(self._within, event):
            one.handler(context, event)
        for one in self._matching(self._after, event):
            promise(context.session, one.key, event.payload(), at=context.clock.now())

    def emit_all(self, context: Context, acts: Sequence[Act]) -> None:
        """Do the same for many events of one type, each brought about by someone else perhaps."""
        if not acts:
            return
        each = [(replace(context, by=one.by), one.event) for one in acts]
        for one in self._matching(self._within, acts[0].event):
            if isinstance(one, GroupSubscription):
                one.together(context, acts)
            else:
                for own, event in each:
                    one.handler(own, event)
        for one in self._matching(self._after, acts[0].event):
            for own, event in each:
                promise(context.session, one.key, event.payload(), at=own.clock.now())

    def deferred(self) -> list[Subscription]:
        """Return the AFTER subscriptions: the tasks that the outbox must know."""
        return [one for one in self.by_key.values() if one.phase is Phase.AFTER]

    @staticmethod
    def _matching(side: dict[type[Event], list[Subscription]], event: Event) -> list[Subscription]:
        return [one for kind in (Event, type(event)) for one in side.get(kind, [])]
