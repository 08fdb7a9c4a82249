"""The letters to funders: their link to the table, and what becomes of their round."""

from collections.abc import Mapping
from typing import Any

from collegial.plugin import Actor, Context, Job, letter_to, t
from collegial_finance.rounds.links import path_of
from collegial_finance.rounds.models import FundingRound, RoundState, TableLink
from collegial_finance.rounds.services.changing import TELL
from collegial_finance.rounds.services.linking import SEND, is_good


def send_link(context: Context, payload: Mapping[str, Any]) -> None:
    """Send a link while it is good; repeated, the funder gets the same link again."""
    found = context.session.get(TableLink, payload["link"])
    day = context.today
    if found is None or not is_good(found, day):
        return
    letter = letter_to(
        context.session, found.pledge.funder, day=day, template="finance/mail/table.txt",
        subject=t("the funding round “%(title)s”", title=found.pledge.round.title),
        path=path_of(found), given={"link_row": found, "round": found.pledge.round},
    )  # fmt: skip
    if letter:
        letter.send()


def tell_funder(context: Context, payload: Mapping[str, Any]) -> None:
    """Tell a funder that its round was changed or called off, while that still is what became of it."""
    found = context.session.get_one(FundingRound, payload["round"])
    funder = context.session.get_one(Actor, payload["funder"])
    if found.state.value != payload["state"]:
        return
    is_off = found.state is RoundState.CANCELLED
    subject = (
        t("the funding round “%(title)s” is called off", title=found.title)
        if is_off
        else t("the funding round “%(title)s” was changed", title=found.title)
    )
    link = _good_link(context, found, funder)
    letter = letter_to(
        context.session, funder, day=context.today, template="finance/mail/round.txt", subject=subject,
        path=path_of(link) if link else "/",
        given={
            "round": found, "is_off": is_off, "has_link": link is not None,
            "reason": found.reason if is_off else found.changes[-1].reason,
        },
    )  # fmt: skip
    if letter:
        letter.send()


def _good_link(context: Context, found: FundingRound, funder: Actor) -> TableLink | None:
    """Return the link by which a funder sees its table, the latest that is good."""
    theirs = [link for one in found.pledges if one.funder_id == funder.id for link in one.links]
    return next((one for one in reversed(theirs) if is_good(one, context.today)), None)


JOBS = (
    Job(key=SEND, label=t("Link of a funder to its table"), run=send_link),
    Job(key=TELL, label=t("Letter to a funder about its round"), run=tell_funder),
)
