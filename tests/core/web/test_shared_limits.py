"""Redis counts limits for all processes together; without it each counts for itself, and nobody is locked out."""

from flask import Flask
from flask_limiter import Limiter

from collegial.web.security import Rates, restrain

RATES = {"attempt": Rates(scope="test", per_account="3/hour", per_address="100/hour")}


def process(storage):
    """Build what one process has of the limits, around a page that is attempted."""
    app = Flask("process")
    app.add_url_rule("/", "attempt", lambda: "tried", methods=["POST"])
    app.extensions["collegial.limiter"] = Limiter(lambda: "192.0.2.7", app=app, storage_uri=storage)
    restrain(app, RATES, lambda: "ada")
    return app.test_client()


def attempts(client, number):
    return [client.post("/").status_code for _ in range(number)]


def test_two_processes_count_together(redis_url):
    storage = redis_url.replace("unix://", "redis+unix://")
    one, other = process(storage), process(storage)
    assert attempts(one, 2) + attempts(other, 2) == [200, 200, 200, 429]


def test_a_redis_that_is_gone_locks_nobody_out_and_opens_nothing():
    assert attempts(process("redis+unix:///nowhere/redis.sock"), 4) == [200, 200, 200, 429]
