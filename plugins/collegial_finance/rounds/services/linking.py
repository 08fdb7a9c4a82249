"""Give a funder a link to the table of its round, and take it back."""

from datetime import date, timedelta

from collegial.plugin import Context, Invalid, Missing, Refused, held_row, promise, require, t
from collegial_finance.permissions import LEAD_ROUNDS
from collegial_finance.rounds import queries
from collegial_finance.rounds.events import TableShown
from collegial_finance.rounds.models import TableLink
from collegial_finance.rounds.rules import OVER

MOST_DAYS = 365
SEND = "finance.send_table_link"


def give_link(context: Context, *, round_id: int, pledge_id: int, days: int, by_mail: bool) -> TableLink:
    """Give a funder at the table a link that is good for some days."""
    require(context.by, LEAD_ROUNDS)
    if not 1 <= days <= MOST_DAYS:
        raise Invalid("finance.link_days", t("Between 1 and 365 days."), field="days")
    pledge = queries.pledge(context.session, round_id, pledge_id)
    if pledge is None:
        raise Missing("finance.pledge_unknown", t("There is no such pledge."))
    if pledge.state in OVER:
        raise Refused(
            "finance.pledge_over",
            t("This funder has withdrawn, or its pledge has lapsed: no link is made for it."),
        )
    today = context.today
    made = TableLink(pledge_id=pledge.id, given_on=today, expires_on=today + timedelta(days=days))
    context.session.add(made)
    context.session.flush()
    context.emit(TableShown(round=round_id, link=made.id, step="given"))
    if by_mail:
        promise(context.session, SEND, {"link": made.id}, at=context.clock.now())
    return made


def revoke_link(context: Context, *, round_id: int, link_id: int) -> TableLink:
    """Take a link back: from now on it shows nothing."""
    require(context.by, LEAD_ROUNDS)
    found = held_row(context.session, TableLink, link_id)
    if found is None or found.pledge.round_id != round_id:
        raise Missing("finance.link_unknown", t("There is no such link."))
    if found.revoked_at is None:
        found.revoked_at = context.clock.now()
        context.session.flush()
        context.emit(TableShown(round=round_id, link=found.id, step="revoked"))
    return found


def is_good(link: TableLink, day: date) -> bool:
    """Tell whether a link still shows the table on a day."""
    return link.revoked_at is None and day <= link.expires_on
