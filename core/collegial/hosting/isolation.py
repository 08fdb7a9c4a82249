"""Call a plugin so that whatever it does wrong stays its own: it may read, and spoil nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog
from sqlalchemy.orm import Session

from collegial.hooks.contracts import Passage, StageGate, Verdict
from collegial.kernel.text import Text, t

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A module whose *show* hook raised: the page stays up and names it."""

    owner: str
    hook: str


@contextmanager
def read_only(session: Session) -> Iterator[None]:
    """Let a plugin read inside a savepoint that is always taken back."""
    savepoint = session.begin_nested()
    try:
        yield
        if not savepoint.is_active:
            raise RuntimeError("it ended a transaction that is not its own")
    finally:
        if savepoint.is_active:
            savepoint.rollback()


def ask(gate: StageGate, session: Session, passage: Passage, owner: str) -> Verdict:
    """Return what a gate says; one that raises, or says nothing clear, keeps the passage shut."""
    try:
        with read_only(session):
            verdict = gate.check(session, passage)
    except Exception:
        log.exception("plugin.gate_failed", plugin=owner, gate=gate.key)
        return shut(t("The module “%(module)s” failed while checking its rule.", module=owner))
    if isinstance(verdict, Verdict) and verdict.is_open in (True, False):
        return verdict
    log.error("plugin.gate_unclear", plugin=owner, gate=gate.key, answer=type(verdict).__name__)
    return shut(t("The module “%(module)s” gave no clear answer for its rule.", module=owner))


def shut(reason: Text) -> Verdict:
    """Return a verdict that keeps the passage shut."""
    return Verdict(is_open=False, reason=reason)
