"""Who asks: the account behind the token that a program shows."""

from dataclasses import replace

from flask import request

from collegial.accounts.queries import viewer_for
from collegial.api.queries import account_behind
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Unknown
from collegial.kernel.permissions import ANONYMOUS, Viewer
from collegial.kernel.text import t
from collegial.web.program import current_program
from collegial.web.request import session


def viewer_by_token() -> Viewer:
    """Return the viewer of a request for the API: nobody without a token; a cookie counts for nothing there.

    Raises Unknown for a token that does not hold.
    """
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if not kind:
        return ANONYMOUS
    program = current_program()
    today = local_day(program.clock.now(), program.settings.pays.zone)
    account = account_behind(session(), secret.strip(), today) if kind.lower() == "bearer" else None
    if account is None:
        raise Unknown("api.bad_token", t("This token is unknown, revoked, or past its last day."))
    return replace(viewer_for(session(), account, program.registry), reach=program.host.reach)
