"""The unmodified belenios-tool as the other side of every check, and secret votes led step by step."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from collegial.secret import queries, steps
from collegial.secret.belenios import signing, tally, threshold, trustees
from collegial.secret.belenios.archive import Archive, read_archive, write_archive
from collegial.secret.belenios.ballots import make_ballot
from collegial.secret.belenios.chain import Kind
from collegial.secret.belenios.text import write
from collegial.secret.credentials import Authority
from collegial.secret.services import casting, counting, keys, opening, preparing
from collegial.testing.factories import convened

_GROUP = ("--group", "BELENIOS-2048")


@dataclass(frozen=True)
class Tool:
    """belenios-tool, run in a folder of its own."""

    folder: Path

    def run(self, *arguments: str, text: str = "") -> str:
        done = subprocess.run(
            ["belenios-tool", *arguments], cwd=self.folder, input=text, capture_output=True, text=True,
            env={**os.environ, "BELENIOS_USE_URANDOM": "1"}, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return (done.stdout + done.stderr) if "verify" in arguments[1] else done.stdout

    def file(self, name: str, text: str) -> str:
        (self.folder / name).write_text(text)
        return name

    def one(self, pattern: str) -> Path:
        (found,) = self.folder.glob(pattern)
        return found

    def put(self, uuid: str, archive: Archive, folder: str = ".") -> str:
        (self.folder / folder).mkdir(exist_ok=True)
        (self.folder / folder / f"{uuid}.bel").write_bytes(write_archive(archive))
        return folder

    def archive(self) -> Archive:
        return read_archive(self.one("*.bel").read_bytes())

    def verifies(self, uuid: str, archive: Archive) -> bool:
        folder = self.put(uuid, archive, uuid)
        return "all checks passed" in self.run("election", "verify", "--dir", folder)

    def grows(self, uuid: str, earlier: Archive, later: Archive) -> bool:
        folders = [
            self.put(uuid, one, name) for one, name in ((earlier, f"{uuid}-before"), (later, f"{uuid}-after"))
        ]
        said = self.run("election", "verify-diff", "--dir1", folders[0], "--dir2", folders[1])
        return "all checks passed" in said

    def ballot(self, credential: str, choices: Sequence[Sequence[int]], folder: str = ".") -> str:
        return self.run(
            "election", "generate-ballot", "--dir", folder, "--privcred", self.file("credential", credential),
            "--ballot", self.file("choices", str([list(one) for one in choices])),
        ).strip()  # fmt: skip

    def setup(self, *arguments: str, text: str = "") -> str:
        return self.run("setup", *arguments, text=text)

    def threshold(self, *arguments: str, text: str = "") -> str:
        return self.setup("generate-trustee-key-threshold", *_GROUP, *arguments, text=text)

    def trustee(self) -> tuple[str, Path]:
        """Make a mandatory trustee; return its public key and the file of its private one."""
        self.setup("generate-trustee-key", *_GROUP)
        public = max(self.folder.glob("*.pubkey"), key=lambda path: path.stat().st_mtime_ns)
        return public.read_text().strip(), public.with_suffix(".privkey")

    def credentials(self, uuid: str, number: int) -> tuple[str, list[str]]:
        """Make credentials; return the public list and the private codes."""
        self.setup("generate-credentials", *_GROUP, "--uuid", uuid, "--count", str(number))
        public, private = self.one("*.pubcreds"), self.one("*.privcreds")
        # The tool's file names each voter's weight and number after a comma; its archive leaves them out.
        listed = [one.split(",")[0] for one in json.loads(public.read_text())]
        return json.dumps(listed, separators=(",", ":")), [
            line.split(" ")[1] for line in private.read_text().splitlines()
        ]


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    if shutil.which("belenios-tool") is None and "CI" not in os.environ:
        pytest.skip("the Debian package belenios-tool is not installed")
    folder = tmp_path / "tool"
    folder.mkdir()
    return Tool(folder)


AUTHORITY = Authority(key="a key that the database does not hold")


class Led:
    """A secret vote of a small cooperative, led as its people would."""

    def __init__(self, world, scrutineers=2, needed=2, floor=3, *, again=False, resolutions=None, **profile):
        self.world, self.context, self.floor = world, world.context, floor
        self.people = [entry for college in world.entries.values() for entry in college]
        numbers = [entry.member_number for entry in self.people[:scrutineers]]
        plan = preparing.Plan(
            resolutions=resolutions or world.assembly.resolutions,
            scrutineers=numbers,
            needed=needed,
            floor=floor,
            may_vote_again=again,
            **profile,
        )
        self.id = preparing.prepare(self.context, world.assembly, plan, AUTHORITY).id
        self.privates, self.seeds = {}, {}

    @property
    def now(self):
        return queries.ceremony(self.context.session, self.id)

    def by(self, owner):
        return self.world.member(self.people[owner - 1])

    def make_keys(self):
        """Have each scrutineer make a key as the browser does."""
        owners = [one.owner for one in self.now.scrutineers if one.actor_id]
        if self.now.needed == len(self.now.scrutineers):
            for owner in owners:
                self.privates[owner] = trustees.new_private_key()
                keys.send_key(
                    self.by(owner), self.id, write(trustees.trustee_key(self.privates[owner]).written())
                )
            return self
        for owner in owners:
            self.seeds[owner] = signing.new_seed()
            keys.send_cert(self.by(owner), self.id, write(self.seeds[owner].cert().written()))
        certs = keys.certs_of(self.now)
        for owner in owners:
            polynomial = threshold.make_polynomial(self.seeds[owner], certs, self.now.needed)
            keys.send_polynomial(self.by(owner), self.id, write(polynomial.written()))
        sent = keys.polynomials_of(self.now)
        for owner in owners:
            vinput = threshold.vinput_for(owner - 1, sent)
            answer = threshold.make_voutput(self.seeds[owner], certs, vinput, self.now.needed)
            keys.send_voutput(self.by(owner), self.id, write(answer.written()))
        for one in self.now.scrutineers:
            self.privates[one.owner] = threshold.open_share(self.seeds[one.owner], one.share)
        return self

    def part(self, row, owner):
        """Return a scrutineer's decryption of what stands on the board."""
        return self.part_of(self.context.session, row, owner)

    def part_of(self, session, row, owner):
        election = queries.parameters(session, row)
        (closed,) = queries.steps_of(session, row, Kind.ENCRYPTED_TALLY)
        sums = tally.read_tally(closed.data[0], election.questions)
        return write(tally.decrypt(election, sums, self.privates[owner]).written())

    @property
    def rehearsal(self):
        return next(one for one in self.now.elections if one.is_rehearsal)

    @property
    def elections(self):
        return steps.real(self.now)

    def rehearse(self, *owners):
        for owner in owners or self.privates:
            keys.rehearse(self.by(owner), self.id, self.part(self.rehearsal, owner), AUTHORITY)
        return self

    def open(self):
        opening.open_secret_vote(self.context, self.id, AUTHORITY, opening.Wording())
        return self

    def ballot(self, entry, *choices):
        mandate = self.world.own(entry)
        row = casting.election_of(self.now, mandate)
        code = casting.hand_over(self.world.member(entry), self.id, mandate, AUTHORITY)
        return make_ballot(queries.parameters(self.context.session, row), code, choices).text

    def vote(self, entry, *choices):
        text = self.ballot(entry, *choices)
        return casting.cast(self.world.member(entry), self.id, self.world.own(entry), text, AUTHORITY)

    def close(self):
        counting.close(self.context, self.id, AUTHORITY)
        return self

    def decrypt(self, *owners):
        for row in self.elections:
            for owner in owners:
                counting.send_decryption(self.by(owner), row.uuid, self.part(row, owner))
        return self

    def publish(self):
        counting.publish_results(self.context, self.id)
        return self


@pytest.fixture
def leading():
    """Give the class that leads a secret vote, for a world of one's own."""
    return Led


@pytest.fixture
def led(context):
    """Give a function that leads a secret vote up to its opening, everyone attending: one small college suffices."""

    def lead(sizes=None, world=None, **plan):
        world = convened(context, sizes or {"A": 4}, **(world or {}))
        world.arrive(*(entry for college in world.entries.values() for entry in college))
        world.open()
        return Led(world, **plan)

    return lead
