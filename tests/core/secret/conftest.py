"""The unmodified belenios-tool, as the other side of every check."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from collegial.secret.belenios.archive import Archive, read_archive, write_archive

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
        self.put(uuid, archive)
        return "all checks passed" in self.run("election", "verify")

    def grows(self, uuid: str, earlier: Archive, later: Archive) -> bool:
        folders = [self.put(uuid, one, name) for one, name in ((earlier, "before"), (later, "after"))]
        said = self.run("election", "verify-diff", "--dir1", folders[0], "--dir2", folders[1])
        return "all checks passed" in said

    def ballot(self, credential: str, choices: Sequence[Sequence[int]]) -> str:
        return self.run(
            "election", "generate-ballot", "--privcred", self.file("credential", credential),
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
