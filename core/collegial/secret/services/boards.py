"""Write the board of an election: one event after the other, each naming the one before."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from collegial.kernel.errors import Invalid
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.secret.belenios.chain import Kind, Step, follow, read_event
from collegial.secret.belenios.text import Unacceptable, digest
from collegial.secret.models import SecretElection, SecretEvent
from collegial.secret.queries import last_event


@contextmanager
def protocol() -> Iterator[None]:
    """Turn what breaks the protocol into a refusal with a sentence."""
    try:
        yield
    except Unacceptable as wrong:
        raise Invalid(
            "secret.unacceptable",
            t(
                "What was sent does not follow the protocol, and nothing was kept (%(reason)s). "
                "Reload the page and try again.",
                reason=wrong.reason,
            ),
        ) from None


def append(
    context: Context,
    election: SecretElection,
    kind: Kind,
    data: Sequence[str] = (),
    *,
    tracker: str | None = None,
    owner: int | None = None,
    code: str | None = None,
) -> str:
    """Add an event to a board whose row is locked; return its digest, the new head."""
    last = last_event(context.session, election)
    return record(
        context,
        election,
        follow(read_event(last.event) if last else None, kind, data),
        tracker=tracker,
        owner=owner,
        code=code,
    )


def record(
    context: Context,
    election: SecretElection,
    step: Step,
    *,
    tracker: str | None = None,
    owner: int | None = None,
    code: str | None = None,
) -> str:
    """Write a step down as it is."""
    text = step.event.text
    context.session.add(
        SecretEvent(
            election_id=election.id, height=step.event.height, kind=step.event.kind.value, event=text,
            data=list(step.data), tracker=tracker, owner=owner, code=code,
        )
    )  # fmt: skip
    election.length = step.event.height + 1
    context.session.flush()  # the database says here whether the place on the board is free
    return digest(text)
