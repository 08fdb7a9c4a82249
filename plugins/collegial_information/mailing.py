"""The letters of the directory: to the keeper of what is due, to those who asked for such a resource."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for

from collegial.plugin import Context, Job, send_letter, stop_headers, t, whole_address
from collegial_information import queries, services
from collegial_information.services.keeping import REMINDER
from collegial_information.services.subscribing import NEWS


def send_reminder(context: Context, payload: Mapping[str, Any]) -> None:
    """Ask the keeper whether a resource is still right, when it is due and was not looked at since."""
    found = services.remind_keeper(context, payload["entry"], date.fromisoformat(payload["due_on"]))
    if found is not None:
        send_letter(
            context, found.keeper_id, subject=t("is this resource still right?"),
            template="information/mail/reminder.txt", endpoint="information.keeping", entry=found,
        )  # fmt: skip


def send_news(context: Context, payload: Mapping[str, Any]) -> None:
    """Tell everyone who asked for such a resource; repeated, they are told again, which misleads nobody."""
    found = queries.entry(context.session, payload["entry"])
    if found is None or not found.is_public:
        return
    for one in services.tell_of(context, found.id):
        stop = whole_address(url_for("information.stop", token=one.token))
        send_letter(
            context, one.actor_id, subject=t("a new resource"), template="information/mail/news.txt",
            endpoint="information.show", values={"entry_id": found.id}, headers=stop_headers(stop), entry=found,
            stop=stop,
        )  # fmt: skip


JOBS = (Job(key=REMINDER, run=send_reminder), Job(key=NEWS, run=send_news))
