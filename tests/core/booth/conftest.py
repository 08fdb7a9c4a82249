"""The browser's modules in Node, and elections by `belenios-tool`: each is the judge of the other."""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

DRIVER = Path(__file__).with_name("driver.mjs")
GROUP = ("--group", "BELENIOS-2048")
QUESTIONS = [
    {"answers": ["Pour", "Contre", "Abstention"], "blank": True, "min": 1, "max": 1, "question": "Rapport"},
    {"answers": ["Anne", "Bleiz", "Chloé"], "min": 0, "max": 2, "question": "Conseil"},
]


def needed(program, package):
    """Return where a program is; without it skip, except in CI, where it must be there."""
    path = shutil.which(program)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(f"{program} is not installed")
        pytest.skip(f"{program} is not installed (Debian: apt-get install {package})")
    return path


class Refused(Exception):
    """The browser's module refused what it was given, and says why."""


class Node:
    """The browser's modules, called from here."""

    def __init__(self):
        path = needed("node", "nodejs")
        self.process = subprocess.Popen([path, DRIVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __getattr__(self, name):
        def call(*args):
            line = json.dumps({"name": name, "args": args}) + "\n"
            self.process.stdin.write(line.encode())
            self.process.stdin.flush()
            answer = json.loads(self.process.stdout.readline())
            if "failure" in answer:
                raise (Refused if answer["refused"] else AssertionError)(answer["failure"])
            return answer.get("answer")

        return call

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=10)
        self.process.stdout.close()


class Tool:
    """An election in a folder, led with `belenios-tool`."""

    def __init__(self, folder):
        self.path = needed("belenios-tool", "belenios-tool")
        self.folder = folder
        self.uuid = self.run("setup", "generate-token").strip()

    def run(self, *args, given=""):
        environment = os.environ | {"BELENIOS_USE_URANDOM": "1"}  # the blocking pool may be empty in CI
        done = subprocess.run(
            [self.path, *args],
            cwd=self.folder,
            input=given,
            text=True,
            capture_output=True,
            env=environment,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        self.said = done.stderr
        return done.stdout

    def write(self, name, text):
        (self.folder / name).write_text(text)
        return name

    def make_credentials(self, count):
        said = self.run("setup", "generate-credentials", "--uuid", self.uuid, *GROUP, "--count", str(count))
        assert "credentials" in said + self.said
        self.found("*.pubcreds")[0].rename(self.folder / "public_creds.json")
        lines = self.found("*.privcreds")[0].read_text().splitlines()
        self.credentials = [line.split()[1] for line in lines]

    def found(self, pattern):
        return sorted(self.folder.glob(pattern))

    def threshold(self, step, *args, given=""):
        return self.run(
            "setup", "generate-trustee-key-threshold", *GROUP, "--step", str(step), *args, given=given
        )

    def open(self, questions, keys=(), threshold=None):
        """Open the election of some single trustees' public keys or of threshold parameters."""
        self.make_credentials(5)
        self.write("public_keys.jsons", "".join(key + "\n" for key in keys))
        if threshold:
            self.write("threshold.json", threshold)
        self.run("setup", "make-trustees")
        template = {"description": "", "name": "Assemblée générale", "questions": questions}
        self.write("template.json", json.dumps(template))
        self.run("setup", "make-election", "--uuid", self.uuid, *GROUP, "--template", "template.json")
        self.election = (self.folder / "election.json").read_text().rstrip("\n")
        self.run("archive", "init")
        for name in ("election.json", "trustees.json", "public_creds.json"):
            (self.folder / name).unlink(missing_ok=True)

    def ballot(self, voter, choices):
        self.write("credential", self.credentials[voter] + "\n")
        self.write("choices.json", json.dumps(choices))
        made = self.run("election", "generate-ballot", "--privcred", "credential", "--ballot", "choices.json")
        return made.rstrip("\n")

    def add(self, kind, text=""):
        self.run("archive", "add-event", f"--type={kind}", given=text)

    def close_voting(self):
        self.add("EndBallots")
        self.add("EncryptedTally", self.run("election", "compute-encrypted-tally"))

    def add_decryption(self, owner, text):
        payload = hashlib.sha256(text.encode()).hexdigest()
        owned = json.dumps({"owner": owner, "payload": payload}, separators=(",", ":"))
        self.add("PartialDecryption", f"{text}\n{owned}\n")

    def decrypt(self, key, owner):
        self.write("key", key)
        return self.run("election", "decrypt", "--privkey", "key", "--trustee-id", str(owner)).splitlines()[0]

    def publish_result(self):
        result = self.run("election", "compute-result")
        self.add("Result", result)
        return json.loads(result)["result"]

    def verify(self):
        self.run("election", "verify")
        return "all checks passed" in self.said

    def entries(self):
        """Return the archive as the page receives it."""
        with tarfile.open(self.folder / f"{self.uuid}.bel") as archive:
            return [
                {"name": one.name, "content": archive.extractfile(one).read().decode()} for one in archive
            ]


@pytest.fixture(scope="session")
def node():
    """Give the browser's modules."""
    one = Node()
    yield one
    one.close()


@pytest.fixture(scope="session")
def new_election(tmp_path_factory):
    """Give a function that prepares an election to be led with `belenios-tool`."""
    return lambda: Tool(tmp_path_factory.mktemp("election"))


@pytest.fixture
def tool(new_election):
    """Give an election to be led with `belenios-tool`."""
    return new_election()


@pytest.fixture
def voting(tool, node):
    """Give an open election with one trustee, whose key was made by our module, and the key."""
    key = node.generateKey()
    tool.open(QUESTIONS, keys=[key["published"]])
    return tool, key["file"]


@pytest.fixture(scope="session")
def refused():
    """Give the error that a refusal of a module becomes here."""
    return Refused
