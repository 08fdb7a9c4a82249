"""A request has a number, in its answer and in each line of the log; a line holds no address and no visitor."""

from dataclasses import dataclass, replace
from types import SimpleNamespace

import pytest
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from collegial.app import create_app
from collegial.config import Serving
from collegial.web.observing import discreet, without_visitor

NUMBER = "0123456789abcdef"


@pytest.fixture
def traced(settings):
    """Give a function that builds an application whose requests are logged."""
    built = []

    def build(**changes):
        built.append(create_app(replace(settings, serving=Serving(access_log=True), **changes)))
        return built[-1]

    yield build
    for app in built:
        app.extensions["collegial"].database.close()


def test_a_line_names_the_page_and_the_request_never_the_address(traced):
    client = traced().test_client()
    with capture_logs(processors=[merge_contextvars]) as lines:
        answer = client.get("/health/live?token=secret", headers={"X-Request-Id": NUMBER})
    (line,) = [one for one in lines if one["event"] == "request.done"]
    assert line["endpoint"] == "health.live"
    assert line["request"] == answer.headers["X-Request-Id"] != NUMBER  # nobody in front is trusted
    assert "secret" not in str(lines)


def test_a_proxy_that_is_trusted_gives_the_number(traced):
    client = traced(trusted_proxies=1).test_client()
    assert client.get("/health/live", headers={"X-Request-Id": NUMBER}).headers["X-Request-Id"] == NUMBER
    odd = client.get("/health/live", headers={"X-Request-Id": 'x" injected'})
    assert "injected" not in odd.headers["X-Request-Id"]


def test_a_fault_is_logged_without_the_address(traced, monkeypatch):
    app = traced()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("collegial.health.views.jsonify", lambda **_: 1 / 0)
    with capture_logs() as lines:
        assert app.test_client().get("/health/live?token=secret").status_code == 500
    assert [one["endpoint"] for one in lines if one["event"] == "request.failed"] == ["health.live"]
    assert "secret" not in str(lines)


def test_a_reported_fault_holds_nothing_of_the_visitor():
    fault = {
        "exception": {"values": [{"type": "ValueError", "value": "ada@example.org", "stacktrace": "…"}]},
        "logentry": {"message": "ada@example.org is odd"},
        "transaction": "votes.cast",
        "request": {"url": "/link/secret"},
        "user": {"id": 3},
    }
    assert without_visitor(fault, None) == {
        "exception": {"values": [{"type": "ValueError", "stacktrace": "…"}]},
        "transaction": "votes.cast",
    }


@dataclass
class Status:
    """How a request ended, as OpenTelemetry says it."""

    status_code: int
    description: str | None = None


def test_a_trace_holds_nothing_of_the_visitor():
    said = {"http.route": "/link/<token>", "http.target": "/link/secret", "net.peer.ip": "192.0.2.7"}
    usual = dict.fromkeys(
        ("context", "parent", "resource", "kind", "start_time", "end_time", "instrumentation_scope")
    )
    failed = Status(2, "ValueError: secret")
    left = discreet(
        SimpleNamespace(name="GET /link/secret", attributes=said, events=["secret"], status=failed, **usual)
    )
    assert (left["name"], left["attributes"]) == ("/link/<token>", {"http.route": "/link/<token>"})
    assert left["status"] == Status(2)
    assert "secret" not in str(left)
    assert "events" not in left
