"""How a list that is being prepared stands, told from its own row and from the promised work that makes it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

PART = 512 * 1024
MOST_OPEN = 3


class Stage(StrEnum):
    """Where a list stands between being asked for and being fetched."""

    WAITING = "waiting"
    WRITING = "writing"
    AGAIN = "again"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


MOVING = (Stage.WAITING, Stage.WRITING, Stage.AGAIN)


@dataclass(frozen=True, kw_only=True)
class Work:
    """What the promised work tells: how far it is, and whether it was tried in vain."""

    attempts: int
    done: int
    total: int | None
    has_failed: bool
    is_given_up: bool
    due_at: datetime


def stage_of(*, is_ready: bool, is_ended: bool, has_failure: bool, work: Work | None) -> Stage:
    """Tell the stage of a list; work that is gone, or was given up, has failed."""
    if is_ready:
        return Stage.READY
    if is_ended:
        return Stage.FAILED if has_failure else Stage.CANCELLED
    if work is None or work.is_given_up:
        return Stage.FAILED
    if work.has_failed:
        return Stage.AGAIN
    return Stage.WRITING if work.attempts else Stage.WAITING
