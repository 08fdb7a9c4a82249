"""Public data as a chain of events (4.4): each names its parent and its payload by their hashes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from collegial.secret.belenios.text import Unacceptable, digest, read, table, whole, words, write


class Kind(StrEnum):
    """What happened; shuffles do not occur with homomorphic questions."""

    SETUP = "Setup"
    BALLOT = "Ballot"
    END_BALLOTS = "EndBallots"
    ENCRYPTED_TALLY = "EncryptedTally"
    PARTIAL_DECRYPTION = "PartialDecryption"
    RESULT = "Result"


@dataclass(frozen=True, kw_only=True)
class Event:
    """A link of the chain."""

    parent: str | None
    height: int
    kind: Kind
    payload: str | None

    @property
    def text(self) -> str:
        """Return the serialisation that the next event names by its hash."""
        return write(_written(self))


@dataclass(frozen=True, kw_only=True)
class Step:
    """One event with the data that come before it in the archive, the payload last."""

    event: Event
    data: tuple[str, ...]


def read_event(text: str) -> Event:
    """Read an event."""
    return read(text, _event, _written)


def follow(last: Event | None, kind: Kind, data: Sequence[str] = ()) -> Step:
    """Make the event that follows; the last of its data is its payload."""
    payload = digest(data[-1]) if data else None
    parent, height = (digest(last.text), last.height + 1) if last else (None, 0)
    return Step(event=Event(parent=parent, height=height, kind=kind, payload=payload), data=tuple(data))


def setup(election: str, trustees: str, credentials: str) -> Step:
    """Open the chain with what every check starts from."""
    names = {"election": election, "trustees": trustees, "credentials": credentials}
    payload = write({name: digest(text) for name, text in names.items()})
    return follow(None, Kind.SETUP, (election, trustees, credentials, payload))


def owned(owner: int, part: str) -> tuple[str, str]:
    """Return the data of a partial decryption: the part, and who made it."""
    return part, write({"owner": owner, "payload": digest(part)})


def sized(tally: str, ballots: int) -> tuple[str, str]:
    """Return the data of an encrypted tally: the tally, and how many ballots are in it."""
    fields = {"num_tallied": ballots, "total_weight": ballots, "encrypted_tally": digest(tally)}
    return tally, write(fields)


def check_links(steps: Sequence[Step]) -> Iterator[Step]:
    """Yield the steps in order; raise Unacceptable where one does not follow the last, or lacks its payload."""
    last: Event | None = None
    for step in steps:
        expected = follow(last, step.event.kind, step.data).event
        if step.event != expected:
            raise Unacceptable("chain")
        last = step.event
        yield step


def _written(event: Event) -> dict[str, object]:
    fields: dict[str, object] = {} if event.parent is None else {"parent": event.parent}
    fields |= {"height": event.height, "type": event.kind.value}
    return fields if event.payload is None else {**fields, "payload": event.payload}


def _event(raw: object) -> Event:
    fields = table(raw, "height", "type", optional=("parent", "payload"))
    parent, payload = (words(fields[name]) if name in fields else None for name in ("parent", "payload"))
    kind = _kind(words(fields["type"]))
    return Event(parent=parent, height=whole(fields["height"]), kind=kind, payload=payload)


def _kind(name: str) -> Kind:
    if name not in set(Kind):
        raise Unacceptable("event")
    return Kind(name)
