"""The work of this feature itself: keep the outbox from growing for ever."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from collegial.hooks.contracts import Job
from collegial.jobs.services import forget_done
from collegial.kernel.events import Context
from collegial.kernel.text import t


def tidy(context: Context, _payload: Mapping[str, Any]) -> None:
    """Forget what was done more than a year ago."""
    forget_done(context)


JOBS = (Job(key="jobs.tidy", label=t("Forgetting old promised work"), run=tidy, every=timedelta(days=1)),)
