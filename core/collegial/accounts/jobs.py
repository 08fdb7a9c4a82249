"""What accounts do by themselves."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from collegial.accounts.services import sweep_sessions
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.text import t


def sweep(context: Context, _payload: Mapping[str, Any]) -> None:
    """Forget the sessions that are over."""
    sweep_sessions(context.session, datetime.now(UTC))


JOBS = (
    Job(
        key="accounts.sweep_sessions",
        label=t("Forgetting sessions that are over"),
        run=sweep,
        every=timedelta(hours=6),
    ),
)
