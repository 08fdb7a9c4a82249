"""What a device answered is worth one sign-in: a passkey that does not count its uses gives the same sign each time."""

import base64
import hashlib
import html
import json
import re
from datetime import UTC, datetime

import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from collegial.accounts.models import Passkey
from collegial.accounts.queries import account_by_email

pytestmark = pytest.mark.both_databases
PRESENT_AND_KNOWN = 0x05


def written(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


class Device:
    """A device without a window; its passkey counts nothing, as those that are kept in a cloud."""

    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())

    @property
    def public(self):
        point = self.key.public_key().public_numbers()
        return cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        )

    def answer(self, challenge: str) -> str:
        asked = {"type": "webauthn.get", "challenge": challenge, "origin": "http://localhost"}
        client = json.dumps(asked | {"crossOrigin": False}).encode()
        said = hashlib.sha256(b"localhost").digest() + bytes([PRESENT_AND_KNOWN]) + bytes(4)
        sign = self.key.sign(said + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": said, "signature": sign}
        response = {name: written(part) for name, part in parts.items()}
        return json.dumps(
            {"id": written(b"key"), "rawId": written(b"key"), "type": "public-key", "response": response}
        )


@pytest.fixture
def device(program, account):
    """Put a passkey on the account, and give its device."""
    made, now = Device(), datetime.now(UTC)
    with program.database.unit_of_work() as session:
        owner = account_by_email(session, account)
        owner.webauthn.append(
            Passkey(
                credential_id=b"key", public_key=made.public, sign_count=0, transports=[], backup_state=True,
                device_type="multi_device", lastuse_datetime=now, name="Phone", usage="first",
            )
        )  # fmt: skip
    return made


def ask(client):
    """Return the address that waits for the answer, and the question."""
    page = html.unescape(client.post("/sign-in/passkey").text)
    return re.search(r"/sign-in/passkey/[\w.-]+", page)[0], re.search(r'"challenge": ?"([\w-]+)"', page)[1]


def test_an_answer_signs_in_once_in_whichever_browser(app, client, device):
    other, (address, challenge) = app.test_client(), ask(client)
    answer = {"credential": device.answer(challenge)}
    assert client.post(address, data=answer).location == "/"
    assert client.get("/account/").status_code == 200
    assert "/sign-in/passkey" in other.post(address, data=answer).location
    assert "/sign-in" in other.get("/account/").location


def test_no_sign_in_is_kept_beyond_the_browser(client, device):
    address, challenge = ask(client)
    answer = client.post(address, data={"credential": device.answer(challenge), "remember": "1"})
    assert answer.location == "/"
    assert not [one for one in answer.headers.getlist("Set-Cookie") if "expires" in one.lower()]
