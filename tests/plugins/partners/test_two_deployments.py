"""Two deployments: the promised work of one brings what it gives, the server of the other takes it in or not."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import update

from collegial.app import create_app
from collegial.config import load_settings
from collegial.hosting.services import enable_plugin
from collegial.kernel.outbox import OutboxMessage
from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import Actor, ActorKind
from collegial_partners import services
from collegial_partners.models import ExchangedParcel, Referral, ReferralHolder

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
PATIENCE = 200  # seconds that a busy machine may need to start a process
SETTINGS = """\
public_url = "{address}"
database_url = "sqlite:///{folder}/pays.db"
rate_limits = false
[pays]
name = "Pays de {name}"
short_name = "{name}"
tagline = "Un pays"
[mail]
backend = "file"
folder = "mail"
"""
PROGRAM = Path(sys.executable).with_name("collegial")


class Deployment:
    """A folder with settings and a database, and the program that acts on it."""

    def __init__(self, folder, template, name, port):
        folder.mkdir()
        shutil.copy(template, folder / "pays.db")
        self.folder, self.port, self.address = folder, port, f"http://127.0.0.1:{port}"
        (folder / "pays.toml").write_text(
            SETTINGS.format(name=name, address=self.address, folder=folder), encoding="utf-8"
        )
        secrets = folder / "secrets.toml"
        secrets.write_text("".join(f'{one} = "{name * 12}"\n' for one in ("key", "password_salt", "totp")))
        secrets.chmod(0o600)
        self.app = create_app(load_settings(folder / "pays.toml"))
        self.program = self.app.extensions["collegial"]
        with self.acting() as context:
            enable_plugin(context, self.program.host, "partners")

    @contextmanager
    def acting(self):
        with self.app.app_context(), self.program.database.unit_of_work() as session:
            yield self.program.context(session, program_viewer("test"))

    def know(self, other, *, party_id=None):
        with other.acting() as context:
            key = services.own_key(context).public_key
        with self.acting() as context:
            services.know_peer(
                context, name="Autre", public_key=key, address=other.address, party_id=party_id
            )

    def run(self, *words):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("COLLEGIAL")}
        return subprocess.Popen(
            [PROGRAM, *words], cwd=self.folder, env=environment, stdout=subprocess.DEVNULL
        )


@pytest.fixture
def pair(tmp_path, sqlite_template):
    """Give two deployments; none is served yet."""
    made = [Deployment(tmp_path / name, sqlite_template, name, free_port()) for name in ("Rennes", "Brest")]
    yield made
    for one in made:
        one.program.database.close()


def test_what_one_gives_reaches_the_other_once_it_is_up_and_only_as_it_was_signed(pair, sign, new, freeze):
    here, there = pair
    with there.acting() as context:
        their_party = sign(context, organisation(context, "Pôle de Rennes")).id
    here.know(there)
    there.know(here, party_id=their_party)
    with here.acting() as context:
        party = sign(context, organisation(context, "Pôle de Brest"))
        sent = services.refer(context, protocol_id=party.protocol_id, party_id=party.id, new=new())
        version = freeze(context)
        for kind, subject in (("proposals.version", version.id), ("partners.referral", sent.id)):
            services.give(context, kind_key=kind, subject_id=subject, peer_id=1)
        code = sent.code

    with here.app.test_request_context():
        here.program.drain()
    assert [one.delivered_on for one in parcels(here)] == [None, None], "the other one is down"

    server = there.run("serve", "--port", str(there.port), "--workers", "1", "--no-jobs")
    try:
        wait_for(there.address)
        with here.acting() as context:  # as the clock will
            context.session.execute(update(OutboxMessage).values(due_at=context.clock.now()))
        with here.app.test_request_context():
            here.program.drain()
        given, received = parcels(here), parcels(there)
        refusal = refused(there.address, given[0].content)
    finally:
        server.terminate()
        server.wait(PATIENCE)

    assert all(one.delivered_on for one in given)
    assert [(one.kind, one.digest, one.title) for one in received] == [
        (one.kind, one.digest, one.title) for one in given
    ]
    assert refusal["status"] == 422
    assert "text" in refusal["detail"], "what was changed is named, in whatever language"
    with there.acting() as context:
        opened = services.opened(received[0], received[0].content)
        assert (opened.origin, opened.address) == ("Pays de Rennes", here.address)
        (held,) = context.session.query(Referral)
        assert held.origin == f"Autre · {code}"
        assert context.session.get(ReferralHolder, held.id).name == "Malo Tanguy"


def parcels(deployment):
    with deployment.program.database.reading() as session:
        found = session.query(ExchangedParcel).order_by(ExchangedParcel.id).all()
        _ = [one.content for one in found]  # deferred: read while the session is open
        session.expunge_all()
        return found


def organisation(context, name):
    row = Actor(kind=ActorKind.ORGANISATION, name=name, created_at=context.clock.now())
    context.session.add(row)
    context.session.flush()
    return row.id


def refused(address, content):
    """Return what is answered to a parcel in which a word was changed on the way."""
    changed = content.replace("Public et privé".encode(), "Tout privé".encode(), 1)
    assert changed != content
    sent = Request(f"{address}/partners-inbox/", data=changed, headers={"Content-Type": "application/json"})
    with pytest.raises(HTTPError) as answer:
        urlopen(sent, timeout=PATIENCE)
    return json.loads(answer.value.read())


def wait_for(address):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urlopen(f"{address}/health/live", timeout=PATIENCE):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"nothing answers at {address}")


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
