"""Give a token, and ask again for those that did not come."""

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.errors import Missing
from collegial.kernel.text import nt, t
from collegial.minutes.models import Minutes
from collegial.stamping import queries, services
from collegial.web.languages import say
from collegial.web.request import act, session


def token(stamp_id: int) -> Response:
    """Give the token as the authority answered it: `openssl ts` verifies it against the file."""
    one = queries.stamp(session(), stamp_id)
    headers = {"Content-Disposition": f'attachment; filename="{one.file.digest[:16]}.tsr"'}
    return Response(one.token, mimetype="application/timestamp-reply", headers=headers)


def ask_again(minutes_id: int) -> ResponseReturnValue:
    """Promise the missing time stamps anew."""
    minutes = session().get(Minutes, minutes_id)
    if minutes is None:
        raise Missing("minutes.none", t("The minutes of this assembly are not established yet."))
    asked = services.ask_again(act(), queries.signed_files(session(), minutes_id))
    flash(
        say(
            nt(
                "%(count)d time stamp is asked for again.",
                "%(count)d time stamps are asked for again.",
                asked,
            )
        ),
        "info",
    )
    return redirect(url_for("minutes.signatures", assembly_id=minutes.assembly_id))
