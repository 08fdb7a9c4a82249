"""Answer other programs; show one's own tokens."""

from math import ceil
from typing import Any

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from collegial.api import queries, services
from collegial.api.forms import TokenForm
from collegial.api.offering import resource_named, resources, row_of
from collegial.api.schema import openapi
from collegial.hooks.extensions import ApiResource
from collegial.kernel.errors import Invalid, Missing
from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session, viewer

MOST, USUAL = 200, 50


def describe() -> Response:
    """Give the description of the resources that are there now."""
    settings = current_program().settings
    return jsonify(openapi(resources(), title=settings.pays.name, url=settings.public_url, say=say))


def many(key: str) -> Response:
    """Give one page of a resource's rows."""
    resource = resource_named(key)
    page, size = _number("page", 1, 1_000_000), _number("per_page", USUAL, MOST)
    rows = resource.rows(session(), viewer())
    total = session().scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0
    chosen = session().scalars(rows.limit(size).offset((page - 1) * size)).unique().all()
    return jsonify(
        items=[_written(resource, one) for one in chosen],
        page=page,
        pages=max(1, ceil(total / size)),
        total=total,
    )


def one(key: str, number: int) -> Response:
    """Give one row of a resource."""
    resource = resource_named(key)
    return jsonify(_written(resource, row_of(resource, number)))


def nothing(path: str) -> Response:
    """Say that an address is not one of the API's."""
    raise Missing("api.unknown_path", t("There is nothing at “%(path)s”.", path=path))


def tokens() -> ResponseReturnValue:
    """Show one's own tokens, and make one; the new one is shown this once, to the first sending of its form."""
    form, made = TokenForm(), list[str]()

    def make() -> str:
        made.append(services.make_token(act(), name=form.name.data, days=form.days.data, acts=form.acts.data))
        return url_for("api_tokens.tokens")

    outcome = form.make(make)
    if isinstance(outcome, str) and not made:
        return redirect(outcome)
    account_id = viewer().account_id or 0
    today = act().today
    shown = TokenForm(formdata=None) if made else form
    page = render_template(
        "api/tokens.html", form=shown, made=made, today=today, tokens=queries.tokens_of(session(), account_id)
    )
    return page, outcome if isinstance(outcome, int) else 200


def revoke(token_id: int) -> ResponseReturnValue:
    """End one of one's own tokens."""
    services.revoke_token(act(), token_id)
    flash(say(t("The token no longer opens anything.")), "success")
    return redirect(url_for("api_tokens.tokens"))


def _written(resource: ApiResource, row: Any) -> Any:
    return resource.write(row).model_dump(mode="json")


def _number(name: str, usual: int, most: int) -> int:
    written = request.args.get(name, str(usual))
    fits = written.isascii() and written.isdigit() and len(written) <= len(str(most))
    if not (fits and 1 <= int(written) <= most):
        raise Invalid("api.bad_number", t("“%(name)s” is a number from 1 to %(most)s.", name=name, most=most))
    return int(written)
