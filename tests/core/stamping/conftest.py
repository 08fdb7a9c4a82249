"""An authority on this machine that makes real time stamps, with OpenSSL."""

import subprocess
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from collegial.config import Stamping

CONFIG = """
[tsa]
default_tsa = own
[own]
dir = {folder}
serial = $dir/serial
signer_cert = $dir/tsa.pem
signer_key = $dir/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""
EXTENSIONS = """
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
"""


def openssl(folder, *arguments, given=None):
    done = subprocess.run(["openssl", *arguments], cwd=folder, input=given, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def make_authority(folder, name):
    """Make a root and, under it, a signer of time stamps."""
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
    (folder / "tsa.ext").write_text(EXTENSIONS)
    (folder / "serial").write_text("01")
    subject = f"/O={name}/CN="
    key = ("-newkey", "rsa:2048", "-nodes")
    root = ("-keyout", "root.key", "-out", "root.pem", "-days", "30", "-subj", f"{subject}Root")
    openssl(folder, "req", "-x509", *key, *root)
    openssl(folder, "req", "-new", *key, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", f"{subject}Stamps")
    openssl(
        folder, "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial",
        "-out", "tsa.pem", "-days", "20", "-extfile", "tsa.ext",
    )  # fmt: skip


class Authority:
    """A time stamping authority: `answers` may replace what it says, `asked` holds what it was asked."""

    def __init__(self, folder):
        self.folder, self.asked, self.answers, self.address = folder, [], [], ""

    def answer(self, query):
        """Return the status, the type and the content of an answer."""
        self.asked.append(query)
        if self.answers:
            return self.answers.pop(0)
        (self.folder / "query.tsq").write_bytes(query)
        openssl(
            self.folder, "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq", "-out", "reply.tsr"
        )
        return 200, "application/timestamp-reply", (self.folder / "reply.tsr").read_bytes()


@pytest.fixture(scope="session")
def keys(tmp_path_factory):
    """Give the folder of an authority, and that of another one which nobody trusts."""
    folders = [tmp_path_factory.mktemp(name) for name in ("authority", "stranger")]
    for folder in folders:
        make_authority(folder, folder.name)
    return folders


@pytest.fixture
def authority(keys):
    """Serve the authority on loopback."""
    one = Authority(keys[0])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            status, kind, content = one.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    one.address = f"http://127.0.0.1:{server.server_port}/"
    yield one
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def stamping(program, authority):
    """Switch time stamps on."""
    section = Stamping(authority=authority.address, certificates=str(Path(authority.folder) / "root.pem"))
    object.__setattr__(program, "settings", replace(program.settings, stamping=section))
    return authority
