"""Answer monitors: briefly, without a template, without a session."""

from hmac import compare_digest

from flask import Response, abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from collegial.health import queries
from collegial.kernel.errors import Unknown
from collegial.kernel.text import t
from collegial.web.maintenance import flag_of
from collegial.web.metrics import Figures, Gauge
from collegial.web.program import current_program
from collegial.web.request import session


def live() -> ResponseReturnValue:
    """Say that this process answers, whatever the database does."""
    return jsonify(status="alive")


def ready() -> ResponseReturnValue:
    """Say whether visitors can be served: 200, or 503 with the reason; the database is left alone in maintenance."""
    program = current_program()
    if flag_of(program.settings).exists():  # visitors are to see the page that says so
        return jsonify(status="maintenance")
    found = queries.readiness(program.database, program.host, program.clock.now())
    return jsonify(found.record()), 200 if found.is_ready else 503


def metrics() -> ResponseReturnValue:
    """Give the figures to whoever shows the token; without one in the settings there is no such page."""
    figures: Figures | None = current_app.extensions["collegial.figures"]
    if figures is None:
        abort(404)
    _check_token(current_program().settings.secrets.metrics_token)
    return Response(figures.written(_gauges()), content_type="text/plain; version=0.0.4; charset=utf-8")


def _check_token(token: str) -> None:
    shown = request.headers.get("Authorization", "")
    if not compare_digest(shown.encode(), f"Bearer {token}".encode()):
        raise Unknown("health.token", t("Show the token of the metrics, as “Authorization: Bearer …”."))


def _gauges() -> list[Gauge]:
    found = queries.work(session(), current_program().clock.now())
    said = (
        ("work_waiting", "Pieces of promised work that wait.", found.waiting),
        ("work_given_up", "Pieces of promised work that failed too often.", found.given_up),
        ("work_oldest_seconds", "How long the oldest work that is due waits.", found.oldest.total_seconds()),
        ("journal_entries", "Acts in the journal.", queries.journal_length(session())),
    )
    return [Gauge(name=f"collegial_{name}", help=text, value=value) for name, text, value in said]
