"""The line that notes an end of the journal, the same in a file, in a mail and under a time stamp."""

import json
from dataclasses import dataclass
from pathlib import Path

from collegial.kernel.chain import canonical

NOTES = "heads.jsonl"


class UnreadableNote(ValueError):
    """A line that notes no end of a journal."""


@dataclass(frozen=True, kw_only=True)
class Noted:
    """One end of the journal as it was noted: the number of the entry, its seal, and when."""

    sequence: int
    digest: str
    at: str

    def line(self) -> str:
        """Return it as it is written everywhere."""
        return canonical({"at": self.at, "digest": self.digest, "sequence": self.sequence})


def token_of(folder: Path, noted: Noted) -> Path:
    """Return where the time stamp of a noted end lies."""
    return folder / f"{noted.sequence}.tsr"


def read_line(line: str) -> Noted:
    """Read one line, of a file or out of a mail; raises UnreadableNote."""
    try:
        said = json.loads(line)
        return Noted(sequence=int(said["sequence"]), digest=str(said["digest"]), at=str(said["at"]))
    except (ValueError, KeyError, TypeError):
        raise UnreadableNote(line[:80]) from None


def read_lines(text: str) -> list[Noted]:
    """Read a whole file of notes; raises UnreadableNote."""
    return [read_line(line) for line in text.splitlines() if line.strip()]


def read_head(written: str) -> Noted:
    """Read what a person copied from a page or from minutes, as NUMBER:SEAL; raises UnreadableNote."""
    number, _, digest = written.partition(":")
    if not number.isdigit() or not digest:
        raise UnreadableNote(written[:80])
    return Noted(sequence=int(number), digest=digest.strip().lower(), at="")
