import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from collegial.accounts.models import Account
from collegial.accounts.queries import account_by_email
from collegial.accounts.services import open_account
from collegial.kernel.permissions import program as program_viewer

EMAIL = "rozenn@example.org"
PASSWORD = "correct horse battery staple"


@dataclass
class SignInPage:
    """What a person does on the pages about signing in."""

    client: FlaskClient
    outbox: Callable[[], list[Any]]

    def ask_code(self, email: str = EMAIL, **more: Any) -> TestResponse:
        return self.client.post("/sign-in/code", data={"identity": email, "chosen_method": "email"}, **more)

    def give(
        self, passcode: str, email: str = EMAIL, by: str = "code", url: str = "/sign-in"
    ) -> TestResponse:
        address = f"{url}{'&' if '?' in url else '?'}by={by}"
        return self.client.post(address, data={"identity": email, "passcode": passcode})

    def code(self) -> str:
        return re.search(r"\b\d{6}\b", self.outbox()[-1].body)[0]

    def link(self) -> str:
        return re.search(r"http\S+", self.outbox()[-1].body)[0]

    def is_signed_in(self) -> bool:
        return self.client.get("/account/").status_code == 200


@pytest.fixture
def outbox(app: Flask) -> Callable[[], list[Any]]:
    return lambda: getattr(app.extensions["mailman"], "outbox", [])


@pytest.fixture
def page(client: FlaskClient, outbox) -> SignInPage:
    return SignInPage(client=client, outbox=outbox)


@pytest.fixture
def change(app: Flask) -> Callable[..., None]:
    """Give a function that writes to an account, in its own transaction."""

    def do(email: str = EMAIL, **values: Any) -> None:
        with app.extensions["collegial"].database.unit_of_work() as session:
            account = account_by_email(session, email)
            for name, value in values.items():
                setattr(account, name, value)

    return do


@pytest.fixture
def read(app: Flask) -> Callable[..., Account]:
    def do(email: str = EMAIL) -> Account:
        with app.extensions["collegial"].database.reading() as session:
            return account_by_email(session, email)

    return do


@pytest.fixture
def account(app: Flask) -> str:
    """Open an account as the program does, and return its address."""
    program = app.extensions["collegial"]
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        open_account(context, email=EMAIL, actor_id=None, roles=["member"])
    return EMAIL


@pytest.fixture
def served(app: Flask) -> Iterator[str]:
    """Serve the application; on `localhost`, since passkeys refuse an address in numbers."""
    server = make_server("localhost", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def with_password(app, account, change):
    from flask_security import hash_password

    with app.test_request_context():
        change(password=hash_password(PASSWORD))
    return PASSWORD
