"""The published fingerprints of the scripts that encrypt a vote or hold a key: anyone can compare them.

`python -m collegial.web.published` writes them anew after a change of these scripts.
"""

import base64
import hashlib
import json
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"
MANIFEST = STATIC / "js" / "published.json"
FOLDERS = ("js/belenios", "js/secret")


def sha384(content: bytes) -> str:
    """Return a digest in the form that browsers use for integrity."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def present_files() -> dict[str, str]:
    """Return the digest of each of these scripts as it lies here."""
    files = sorted(path for folder in FOLDERS for path in (STATIC / folder).glob("*.js"))
    return {path.relative_to(STATIC).as_posix(): sha384(path.read_bytes()) for path in files}


@cache
def published_files() -> dict[str, str]:
    """Return the digest of each of these scripts as it was published."""
    files: dict[str, str] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return files


@cache
def published_fingerprint() -> str:
    """Return one digest for all of them: that of the published list."""
    return sha384(MANIFEST.read_bytes())


def publish() -> None:
    """Write the list of the scripts as they lie here."""
    MANIFEST.write_text(json.dumps(present_files(), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    publish()
