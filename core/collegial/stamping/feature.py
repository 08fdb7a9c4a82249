"""What time stamps add to the program."""

from collections.abc import Iterable, Sequence

from cryptography.x509 import Certificate
from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.hooks.contracts import Fragment, Job
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Event, Phase, Subscription
from collegial.kernel.text import t
from collegial.minutes.events import MinutesSigned, ProofReplaced
from collegial.minutes.permissions import ESTABLISH
from collegial.minutes.proofs import replacements_of
from collegial.stamping import queries
from collegial.stamping.events import EVENTS
from collegial.stamping.jobs import JOBS, promise_for_signature
from collegial.stamping.models import TimeStamp
from collegial.stamping.routes import pages
from collegial.stamping.rules import Unacceptable, roots_in, verified
from collegial.web.program import current_program


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear of signed minutes, and of another file in the place of a mistaken one."""
    heard: dict[str, type[Event]] = {"stamping.signed": MinutesSigned, "stamping.replaced": ProofReplaced}
    for key, event in heard.items():
        yield Subscription(
            key=key, event=event, handler=promise_for_signature, phase=Phase.AFTER,
            label=t("Asking for the time stamp of what was signed"),
        )  # fmt: skip


@hookimpl
def jobs() -> Iterable[Job]:
    """Offer the asking."""
    return JOBS


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def page_slots(session: Session, slot: str, subject_id: int) -> Iterable[Fragment]:
    """Show the time stamps of signed minutes, each verified anew, and those that wait."""
    if slot != "minutes.signatures":
        return
    settings, files = current_program().settings, queries.signed_files(session, subject_id)
    made_way = [one.replaced for one in replacements_of(session, subject_id)]
    stamps = queries.stamps_of(session, [*files, *made_way])
    if not (settings.stamping.authority or stamps):
        return
    roots = roots_in(settings.stamping_roots.read_bytes()) if settings.stamping.authority else []
    context = {
        "minutes_id": subject_id,
        "stamps": [(one, _fault(one, roots)) for one in stamps.values()],
        "waiting": queries.waiting_for(session, [one for one in files if one.id not in stamps]),
        "is_missing": any(one.id not in stamps for one in files),
    }
    yield Fragment(
        key="stamping.stamps", template="stamping/slot.html", context=context, permission=ESTABLISH
    )


def _fault(one: TimeStamp, roots: Sequence[Certificate]) -> str | None:
    """Return what is wrong with a time stamp, verified over the bytes of its file; None when it holds."""
    try:
        verified(one.token, one.file.digest, roots)
    except Unacceptable as fault:
        return str(fault)
    return None
