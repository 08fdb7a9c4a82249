"""What a backup says of itself: what is in it, by hash, and the end of the journal at that moment."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from pydantic import TypeAdapter

from collegial.config import Secrets
from collegial.kernel.text import Text, t

FORMAT = 1
_NEVER = {
    "settings/secrets.toml",
    "settings/collegial.db",
}  # would stand for the secrets kept apart, or for the database


class UnusableBackup(Exception):
    """A backup that cannot be read, is not whole, or does not fit; the sentence says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True, kw_only=True)
class Head:
    """The end of the journal: the number of its last entry and its seal."""

    sequence: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The first file of a backup. `files` gives the SHA-256 of each other one; `owners` the state of the tables."""

    program: str
    made_at: str
    database: str
    journal: Head
    owners: Mapping[str, str | None]
    secrets: str
    files: Mapping[str, str]
    format: int = FORMAT

    def written(self) -> bytes:
        """Return it as it stands in the backup."""
        return json.dumps(asdict(self), indent=2, sort_keys=True, ensure_ascii=False).encode()


_MANIFEST = TypeAdapter(Manifest)


def read_manifest(content: bytes) -> Manifest:
    """Read a manifest; raises UnusableBackup."""
    try:
        said = json.loads(content)
        if said["format"] != FORMAT:
            raise UnusableBackup(
                t(
                    "Its format is %(format)s; this version reads format %(known)s.",
                    format=said["format"],
                    known=FORMAT,
                )
            )
        found = _MANIFEST.validate_python(said)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnusableBackup(t("Its manifest cannot be read: %(error)s", error=error)) from None
    for name in found.files:
        if not is_within(name):
            raise UnusableBackup(t("Its manifest names a file outside the backup: %(name)s", name=repr(name)))
        if name in _NEVER:
            raise UnusableBackup(
                t("It holds %(name)s, which no backup does: somebody else put it there.", name=name)
            )
    return found


def is_within(name: str) -> bool:
    """Tell whether a name leads to a file below the folder that it is put in, and is written in the usual way."""
    path = PurePosixPath(name)
    usual = str(path) == name and "\0" not in name and "\\" not in name
    return usual and not path.is_absolute() and ".." not in path.parts and path.name != ""


def fingerprint_of(secrets: Secrets) -> str:
    """Return a mark of the secrets that gives none away: it tells whether they are the same ones."""
    whole = f"{secrets.key}\n{secrets.password_salt}\n{secrets.totp}"
    return hmac.new(whole.encode(), b"collegial backup", hashlib.sha256).hexdigest()


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
