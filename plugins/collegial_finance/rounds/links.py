"""The addresses by which funders see their table: signed, so that nothing secret is stored."""

from flask import url_for

from collegial.plugin import (
    Expired,
    Missing,
    act,
    link_token,
    link_value,
    public_address,
    session,
    t,
)
from collegial_finance.rounds.models import TableLink
from collegial_finance.rounds.services.linking import is_good

_PURPOSE = "finance.table"


def path_of(link: TableLink) -> str:
    """Return the path of the table behind a link."""
    return url_for("finance_rounds.table", token=link_token(_PURPOSE, link.id))


def address_of(link: TableLink) -> str:
    """Return the whole address of the table behind a link."""
    return public_address(path_of(link))


def link_behind(token: str) -> TableLink:
    """Return the link behind an address; raises Missing for one made elsewhere, Expired for one that is over."""
    number = link_value(_PURPOSE, token)
    found = session().get(TableLink, number) if isinstance(number, int) else None
    if found is None:
        raise unknown()
    context = act()
    if not is_good(found, context.today):
        raise Expired(
            "finance.link_over",
            t("This link no longer shows anything: it has expired, or was taken back. Ask for another one."),
        )
    return found


def unknown() -> Missing:
    """Return what is said of an address that leads to no table."""
    return Missing(
        "finance.link_unknown", t("This link is unknown. Copy it whole from the e-mail, or write to us.")
    )
