"""The letters of the directory: to the keeper of what is due, to those who asked for such a resource."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for

from collegial.plugin import (
    Context,
    Job,
    Text,
    letter_at,
    promise,
    public_address,
    send_letter,
    stop_headers,
    t,
)
from collegial_information import queries, services
from collegial_information.models import InformationEntry, InformationSubscription
from collegial_information.services.closing import CLOSING
from collegial_information.services.keeping import REMINDER
from collegial_information.services.subscribing import ASK, FORGET, NEWS, TELL

_NEWS = (t("a new resource"), "information/mail/news.txt")
_CLOSING = (t("a resource closes soon"), "information/mail/closing.txt")


def send_reminder(context: Context, payload: Mapping[str, Any]) -> None:
    """Ask the keeper whether a resource is still right, when it is due and was not looked at since.

    The letter is a work of its own: it is noted as told before it leaves, and tried again if it does not.
    """
    if "keeper" not in payload:
        found = services.remind_keeper(context, payload["entry"], date.fromisoformat(payload["due_on"]))
        _promise_to_keeper(context, REMINDER, payload, found)
        return
    send_letter(
        context, payload["keeper"], subject=t("is this resource still correct?"),
        template="information/mail/reminder.txt", endpoint="information.keeping",
        entry=queries.entry(context.session, payload["entry"]),
    )  # fmt: skip


def recall_closing(context: Context, payload: Mapping[str, Any]) -> None:
    """Tell the keeper, and those who asked for such a resource, of its last day; each letter is a work of its own."""
    if "keeper" not in payload:
        found = services.close_soon(context, payload["entry"], date.fromisoformat(payload["closes_on"]))
        _promise_to_keeper(context, CLOSING, payload, found)
        if found is not None:
            services.promise_letters(context, found.id, closes=True)
        return
    send_letter(
        context, payload["keeper"], subject=t("a resource that you keep closes soon"),
        template="information/mail/keeper_closing.txt", endpoint="information.show",
        values={"entry_id": payload["entry"]}, entry=queries.entry(context.session, payload["entry"]),
    )  # fmt: skip


def _promise_to_keeper(
    context: Context, key: str, payload: Mapping[str, Any], found: InformationEntry | None
) -> None:
    if found is not None:
        at = context.clock.now()
        promise(context.session, key, {**payload, "keeper": found.keeper_id}, at=at)


def send_news(context: Context, payload: Mapping[str, Any]) -> None:
    """Have everyone told who asked for such a resource."""
    found = queries.entry(context.session, payload["entry"])
    if found is not None and found.is_public:
        services.promise_letters(context, found.id)


def tell_one(context: Context, payload: Mapping[str, Any]) -> None:
    """Tell one reader of a resource, unless the subscription has ended meanwhile."""
    one = services.meant(context, payload)
    found = queries.entry(context.session, payload["entry"])
    if one is not None and found is not None and found.is_public:
        _write(context, one, found, *(_CLOSING if payload["closes"] else _NEWS))


def ask_address(context: Context, payload: Mapping[str, Any]) -> None:
    """Ask an address whether it wants the mails that someone asked for in its name."""
    one = services.meant(context, payload)
    if one is not None and one.email and one.confirmed_at is None:
        letter_at(
            one.email, locale=one.locale, subject=t("do you want these e-mails?"),
            template="information/mail/confirm.txt", path=url_for("information.confirm", token=one.token),
            given={},
        ).send()  # fmt: skip


def forget_address(context: Context, payload: Mapping[str, Any]) -> None:
    """Forget an address that has not confirmed in time."""
    services.forget_unconfirmed(context, payload)


def _write(
    context: Context, one: InformationSubscription, found: InformationEntry, subject: Text, template: str
) -> None:
    stop = public_address(url_for("information.stop", token=one.token))
    if one.actor_id is not None:
        send_letter(
            context, one.actor_id, subject=subject, template=template, endpoint="information.show",
            values={"entry_id": found.id}, headers=stop_headers(stop), entry=found, stop=stop,
        )  # fmt: skip
        return
    letter = letter_at(
        str(one.email), locale=one.locale, subject=subject, template=template,
        path=url_for("information.show", entry_id=found.id), given={"entry": found, "stop": stop},
    )  # fmt: skip
    letter.extra_headers.update(stop_headers(stop))
    letter.send()


JOBS = (
    Job(key=REMINDER, label=t("Reminder to check an entry"), run=send_reminder),
    Job(key=CLOSING, label=t("Recall of a closing date"), run=recall_closing),
    Job(key=NEWS, label=t("News of the directory"), run=send_news),
    Job(key=TELL, label=t("News to one subscriber"), run=tell_one),
    Job(key=ASK, label=t("Confirmation of a subscriber’s address"), run=ask_address),
    Job(key=FORGET, label=t("Forgetting an address that was not confirmed"), run=forget_address),
)
