"""A provider of identities on this machine, which signs its answers and can be made to lie."""

import base64
import hashlib
import json
import threading
import time
from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey
from werkzeug.exceptions import NotFound
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from collegial.accounts.models import Account
from collegial.accounts.services import open_account
from collegial.config import Oidc
from collegial.kernel.permissions import program as program_viewer

CLIENT, SECRET = "collegial", "the secret of this client"
EMAIL = "maelle@example.org"


class Provider:
    """Its pages, whom it has before it, and what it is made to say otherwise."""

    def __init__(self):
        self.key = ECKey.generate_key("P-256", parameters={"kid": "one"})
        self.address, self.lies, self.codes = "", {}, {}

    def reset(self):
        self.subject, self.auth_time, self.lies, self.is_down = "subject-1", None, {}, False
        self.signing, self.codes, self.asked = self.key, {}, {}
        self.forge = lambda signed: signed

    @Request.application
    def __call__(self, request):
        pages = {
            "/.well-known/openid-configuration": self.discovery,
            "/keys": lambda _request: {"keys": [self.key.as_dict(private=False)]},
            "/token": self.token,
        }
        if request.path not in pages:
            return NotFound()
        if self.is_down:
            return Response("down", status=503)
        return Response(json.dumps(pages[request.path](request)), content_type="application/json")

    def discovery(self, _request):
        return {
            "issuer": self.lies.get("issuer", self.address),
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "id_token_signing_alg_values_supported": ["ES256"],
        }

    def vouch(self, location):
        """Do what the provider does at its own page: know its user, and return the address to go back to."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = self.asked
        back = urlencode({"code": code, "state": self.asked["state"]})
        return f"{urlsplit(self.asked['redirect_uri']).path}?{back}"

    def token(self, request):
        asked = self.codes.pop(request.form["code"])  # good once
        proof = base64.urlsafe_b64encode(hashlib.sha256(request.form["code_verifier"].encode()).digest())
        assert proof.rstrip(b"=").decode() == asked["code_challenge"]
        assert (request.authorization.username, request.authorization.password) == (CLIENT, SECRET)
        now = int(time.time())
        claims = {
            "iss": self.address, "sub": self.subject, "aud": CLIENT, "nonce": asked["nonce"], "iat": now,
            "exp": now + 60,
        } | self.lies  # fmt: skip
        if self.auth_time is not None:
            claims["auth_time"] = self.auth_time
        signed = jwt.encode({"alg": "ES256", "kid": "one"}, claims, self.signing)
        return {"access_token": "unused", "token_type": "Bearer", "id_token": self.forge(signed)}


@pytest.fixture(scope="session")
def served_provider():
    found = Provider()
    server = make_server("127.0.0.1", 0, found, threaded=True)
    found.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def provider(served_provider):
    served_provider.reset()
    return served_provider


@pytest.fixture
def settings(settings, provider):
    secrets = replace(settings.secrets, oidc_client_secret=SECRET)
    oidc = Oidc(name="ProConnect", issuer=provider.address, client_id=CLIENT)
    return replace(settings, secrets=secrets, oidc=oidc)


@pytest.fixture
def account(program):
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        return open_account(context, email=EMAIL, actor_id=None, roles=["member"], locale="en").id


@pytest.fixture
def owner(program, account):
    """Give a function that makes a context of the account's owner."""

    def make(session, number=account):
        row = session.get_one(Account, number)
        viewer = replace(program_viewer("test"), account_id=row.id, name=row.email)
        return program.context(session, viewer)

    return make
