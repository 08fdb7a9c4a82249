"""Show the staff what members ask for, and take the answers."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.paging import page_of
from collegial.kernel.text import t
from collegial.membership import queries, services
from collegial.membership.exports import REQUEST_COLUMNS, REQUESTS, request_row
from collegial.membership.forms import GRANTED, AnswerForm
from collegial.membership.models import RequestState
from collegial.web.languages import say
from collegial.web.request import act, session
from collegial.web.tables import table_response

ALL = "all"


def index() -> ResponseReturnValue:
    """Show the requests in a state, those that wait unless another is asked for."""
    search = _search()
    page = page_of(session(), queries.requests(search), number=request.args.get("page", 1, type=int))
    return render_template(
        "membership/requests.html", page=page, search=search, states=RequestState, every=ALL
    )


def export(file_format: str) -> ResponseReturnValue:
    """Give the requests in a state as a file for a spreadsheet."""
    rows = map(request_row, session().scalars(queries.requests(_search())))
    return table_response(REQUESTS, REQUEST_COLUMNS, rows, file_format)


def _search() -> queries.RequestSearch:
    wanted = request.args.get("state", RequestState.WAITING.value)
    known = {state.value: state for state in RequestState}
    return queries.RequestSearch(state=None if wanted == ALL else known.get(wanted, RequestState.WAITING))


def answer(request_id: int) -> ResponseReturnValue:
    """Show one request, and take its answer while it waits."""
    asked, form = queries.request_of(session(), request_id), AnswerForm()
    status = form.attempt(
        lambda: services.answer_request(
            act(), asked, granted=form.granted.data == GRANTED, answer=form.answer.data
        )
    )
    if status is None:
        flash(say(t("The answer is recorded, and mailed if there is an address.")), "success")
        return redirect(url_for("membership.requests"))
    return render_template("membership/request.html", asked=asked, form=form), status
