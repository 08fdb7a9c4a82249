"""The letters of the ateliers: the call to a group, and that a sponsor was found."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from collegial.plugin import Context, Job, letter_to, promise, t
from collegial_atelier.models import HelpRequest, Prospect
from collegial_atelier.services.preparing import CALL
from collegial_atelier.services.sponsoring import MATCH


def send_call(context: Context, payload: Mapping[str, Any]) -> None:
    """Call a structure or an expert; one that was taken off the list meanwhile is left alone."""
    row = context.session.get(Prospect, payload["prospect"])
    if row is None:
        return
    letter = letter_to(
        context.session, row.actor, day=context.today, template="atelier/mail/call.txt",
        subject=t("a call for the atelier “%(title)s”", title=row.atelier.title),
        path=url_for("atelier.show", atelier_id=row.atelier_id), given={"atelier": row.atelier},
    )  # fmt: skip
    if letter:
        letter.send()


def send_match(context: Context, payload: Mapping[str, Any]) -> None:
    """Tell both sides that a sponsor was found, each in a work of its own, while it still holds."""
    row = context.session.get_one(HelpRequest, payload["request"])
    if row.sponsor is None:
        return
    sides = {"asked": row.actor, "sponsor": row.sponsor.actor}
    if "side" not in payload:
        for side in sides:
            promise(context.session, MATCH, {**payload, "side": side}, at=context.clock.now())
        return
    letter = letter_to(
        context.session, sides[payload["side"]], day=context.today, template="atelier/mail/match.txt",
        subject=t("a sponsor structure was found"),
        path=url_for("atelier.show", atelier_id=row.atelier_id), given={"asked": row},
    )  # fmt: skip
    if letter:
        letter.send()


JOBS = (
    Job(key=CALL, label=t("Call for an atelier"), run=send_call),
    Job(key=MATCH, label=t("News of a sponsor structure"), run=send_match),
)
