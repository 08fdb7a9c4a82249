"""Links for applicants, who have no account: signed, so that nothing secret is stored.

One follows the application; the other, sent by mail only, proves that the address is the applicant's.
"""

from flask import url_for

from collegial.joining.models import Application
from collegial.joining.queries.applications import application
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.web.links import link_token, link_value
from collegial.web.program import public_address
from collegial.web.request import session

_FOLLOW, _CONFIRM = "joining.follow", "joining.confirm"


def follow_token(one: Application) -> str:
    """Return what stands in the address of the page on which an applicant follows its application."""
    return link_token(_FOLLOW, one.id)


def follow_link(one: Application) -> str:
    """Return the public address of that page."""
    return public_address(url_for("joining.follow", token=follow_token(one)))


def confirm_link(one: Application) -> str:
    """Return the public address that confirms the e-mail address; only the mail holds it."""
    return public_address(url_for("joining.confirm", token=link_token(_CONFIRM, [one.id, one.email])))


def followed(token: str) -> Application:
    """Return the application behind a link; raises Missing for an unknown link."""
    number = link_value(_FOLLOW, token)
    if not isinstance(number, int):
        raise _unknown()
    return application(session(), number)


def confirmed(token: str) -> Application:
    """Return the application whose address a link proves; raises Missing for any other link."""
    match link_value(_CONFIRM, token):
        case [int(number), str(email)]:
            found = application(session(), number)
            if found.email == email:
                return found
    raise _unknown()


def _unknown() -> Missing:
    return Missing(
        "joining.link_unknown",
        t("This link is unknown. Copy it whole from the e-mail, or write to us."),
    )
