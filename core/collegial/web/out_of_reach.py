"""Say plainly when the database cannot be reached or written to: nothing is half done, and it goes on by itself."""

from flask import current_app, jsonify, make_response
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.look import pays_last_shown
from collegial.web.maintenance import in_every_language
from collegial.web.program import current_program

_TITLE = t("The site cannot work for the moment")
_TEXT = t(
    "Its database does not answer, or its disk is full. What you had saved is kept, and nothing was done by half. "
    "Wait a minute and try again; if it goes on, tell the people who run this site."
)
_WAIT = 30


def out_of_reach(*, for_programs: bool) -> ResponseReturnValue:
    """Answer 503 without asking the database for anything, in every language offered."""
    settings = current_program().settings
    if for_programs:
        with force_locale("en"):
            response = jsonify(status=503, title=say(_TITLE), detail=say(_TEXT))
        response.status_code, response.content_type = 503, "application/problem+json"
    else:
        template = current_app.jinja_env.get_template("errors/maintenance.html")
        parts = in_every_language(settings, _TITLE, _TEXT)
        response = make_response(template.render(parts=parts, pays=pays_last_shown()), 503)
    response.headers["Retry-After"] = str(_WAIT)
    return response
