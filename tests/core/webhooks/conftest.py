"""A program on this machine that is told, and checks each signature by the formula of Standard Webhooks."""

import base64
import hashlib
import hmac
import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from collegial.config import Webhooks
from collegial.serving import work_forever
from collegial.web.links import derived_secret
from collegial.webhooks.rules import shown
from collegial.webhooks.services import PURPOSE, add_webhook


class Receiver:
    """What was told: `answers` are the next statuses, with headers; 204 where there is none."""

    def __init__(self):
        self.told, self.answers, self.secret, self.address = [], [], "", ""

    def take(self, path, headers, body):
        """Note what came, once its signature is found to be right; return the status and the headers."""
        said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body.decode()}".encode()
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        seal = base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
        is_right = headers["webhook-signature"] == f"v1,{seal}"
        told = json.loads(body)
        is_named = told["id"] == headers["webhook-id"]
        self.told.append({"path": path, "is_right": is_right and is_named, **told})
        return self.answers.pop(0) if self.answers else (204, {})


@pytest.fixture
def receiver():
    """Serve it on loopback."""
    one = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, more = one.take(self.path, self.headers, body)
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.end_headers()

        def do_GET(self):
            one.told.append({"path": self.path, "is_right": False})
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    one.address = f"http://127.0.0.1:{server.server_port}/told?room=42"
    yield one
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def allow(program):
    """Give a function that says which hosts may be inside."""

    def do(*names):
        object.__setattr__(program, "settings", replace(program.settings, webhooks=Webhooks(allowed=names)))

    return do


@pytest.fixture
def hook(app, allow, program, context, session, receiver):
    """Give a function that has the receiver told of some kinds; committed."""
    allow("127.0.0.1")

    def do(*kinds, address=None):
        with app.app_context():
            added, secret = add_webhook(
                context, address or receiver.address, kinds,
                key=derived_secret(PURPOSE), named=program.settings.webhooks.allowed,
            )  # fmt: skip
        receiver.secret = shown(secret)
        session.commit()
        return added.id

    return do


@pytest.fixture
def work(app, clock):
    """Give a function that lets a worker do what is due, as long as something comes of something."""

    def do():
        for _ in range(3):
            work_forever(app, once=True)

    return do
