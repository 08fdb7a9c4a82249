"""The letter by which a funder gets its link to the table."""

from collections.abc import Mapping
from typing import Any

from collegial.plugin import Context, Job, letter_to, t
from collegial_finance.rounds.links import path_of
from collegial_finance.rounds.models import TableLink
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


JOBS = (Job(key=SEND, label=t("Link of a funder to its table"), run=send_link),)
