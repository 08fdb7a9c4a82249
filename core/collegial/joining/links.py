"""Links for applicants, who have no account: signed, so that nothing secret is stored.

One follows the application; the other, sent by mail only, proves that the address is the applicant's.
"""

from flask import url_for
from itsdangerous import BadSignature, URLSafeSerializer

from collegial.joining.models import Application
from collegial.joining.queries.applications import application
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.web.program import current_program
from collegial.web.request import session

_FOLLOW, _CONFIRM = "joining.follow", "joining.confirm"


def follow_token(one: Application) -> str:
    """Return what stands in the address of the page on which an applicant follows its application."""
    return _signer(_FOLLOW).dumps(one.id)


def follow_link(one: Application) -> str:
    """Return the public address of that page."""
    return public(url_for("joining.follow", token=follow_token(one)))


def confirm_link(one: Application) -> str:
    """Return the public address that confirms the e-mail address; only the mail holds it."""
    return public(url_for("joining.confirm", token=_signer(_CONFIRM).dumps([one.id, one.email])))


def followed(token: str) -> Application:
    """Return the application behind a link; raises Missing for an unknown link."""
    number = _read(_FOLLOW, token)
    if not isinstance(number, int):
        raise _unknown()
    return application(session(), number)


def confirmed(token: str) -> Application:
    """Return the application whose address a link proves; raises Missing for any other link."""
    match _read(_CONFIRM, token):
        case [int(number), str(email)]:
            found = application(session(), number)
            if found.email == email:
                return found
    raise _unknown()


def public(path: str) -> str:
    """Return a path of ours as an address that a mail can hold."""
    return current_program().settings.public_url.rstrip("/") + path


def _read(salt: str, token: str) -> object:
    try:
        return _signer(salt).loads(token)
    except BadSignature:
        raise _unknown() from None


def _signer(salt: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_program().settings.secrets.key, salt=salt)


def _unknown() -> Missing:
    return Missing(
        "joining.link_unknown",
        t("This link is unknown. Copy it whole from the mail, or write to us."),
    )
