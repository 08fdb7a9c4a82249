"""Monitors learn whether the program lives, can work, and how it does; strangers learn no figures."""

from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from collegial.app import create_app
from collegial.config import Serving
from collegial.health import queries
from collegial.kernel.outbox import ATTEMPTS, OutboxMessage, promise

TOKEN = "a token that nobody guesses, forty signs"


def test_a_process_lives_whatever_the_database_does(client, program):
    program.database.engine.dispose()
    assert client.get("/health/live").json == {"status": "alive"}


def test_what_is_up_to_date_is_ready(client, database_kind):
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json == {
        "status": "ready", "database": "reached", "tables": "up to date", "work": "in time",
        "disk": "room left" if database_kind == "sqlite" else "unknown",
    }  # fmt: skip


@pytest.mark.both_databases("sqlite")
def test_a_full_disk_is_not_ready_although_pages_can_be_read(client, monkeypatch):
    monkeypatch.setattr(queries, "free_bytes", lambda _folder: queries._LEAST_ROOM - 1)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json["disk"], answer.json["database"]) == (503, "full", "reached")


def test_tables_that_wait_for_an_upgrade_are_not_ready(client, program):
    with program.database.unit_of_work() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json["tables"]) == (503, "behind: core")


def test_without_a_database_it_is_not_ready_and_says_so(client, program, monkeypatch):
    def gone():
        return type(program.database)("postgresql+psycopg://nobody@127.0.0.1:9/none").reading()

    monkeypatch.setattr(program.database, "reading", gone)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json == {"status": "not ready", "database": "not reached"} | dict.fromkeys(
        ("disk", "tables", "work"), "unknown"
    )


def test_late_work_is_told_and_keeps_nobody_from_voting(client, program, clock):
    with program.database.unit_of_work() as session:
        promise(session, "test.work", {}, at=clock.now() - timedelta(hours=1))
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json["work"]) == (200, "late")


def test_work_that_was_given_up_is_told(client, program, clock):
    with program.database.unit_of_work() as session:
        promise(session, "test.work", {}, at=clock.now())
        session.flush()
        session.query(OutboxMessage).update({"attempts": ATTEMPTS})
    assert client.get("/health/ready").json["work"] == "given up in part"


@pytest.fixture
def watched(settings, clock):
    """Give a client of an application whose figures can be read."""
    from dataclasses import replace

    secrets = replace(settings.secrets, metrics_token=TOKEN)
    app = create_app(replace(settings, secrets=secrets, serving=Serving(access_log=True)), clock=clock)
    yield app.test_client()
    app.extensions["collegial"].database.close()


def test_figures_are_for_those_who_show_the_token(client, watched):
    assert client.get("/metrics").status_code == 404
    assert watched.get("/metrics").status_code == 401
    assert watched.get("/metrics", headers={"Authorization": "Bearer guess"}).status_code == 401

    watched.get("/health/live")
    watched.open("/health/live", method="INVENTED")
    answer = watched.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})

    figures = {
        (one.name, *one.labels.values()): one.value
        for family in text_string_to_metric_families(answer.get_data(as_text=True))
        for one in family.samples
    }
    assert figures["collegial_requests_total", "health.live", "GET", "200"] == 1
    assert figures["collegial_requests_total", "none", "other", "405"] == 1
    assert figures["collegial_work_waiting",] == 0
    assert figures["collegial_request_seconds_count",] == 4
