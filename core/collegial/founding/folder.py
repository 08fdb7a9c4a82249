"""The files of a deployment: settings that people read, secrets that they do not."""

import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from collegial.founding.answers import Answers

SETTINGS, SECRETS = "pays.toml", "secrets.toml"
_NAMES = ("key", "password_salt", "totp")


def write_folder(folder: Path, answers: Answers) -> Path:
    """Write the settings and new secrets into a folder; return the settings' path.

    Raises FileExistsError when it holds a deployment: nothing of it is touched.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / SETTINGS
    with path.open("x", encoding="utf-8") as target:
        target.write(settings_text(answers))
    secret = folder / SECRETS
    secret.touch(mode=0o600, exist_ok=False)
    secret.write_text(
        "".join(f'{name} = "{secrets.token_urlsafe(48)}"\n' for name in _NAMES), encoding="utf-8"
    )
    return path


def settings_text(answers: Answers) -> str:
    """Return the text of pays.toml."""
    top: dict[str, Any] = {"public_url": answers.public_url}
    if answers.database_url:
        top["database_url"] = answers.database_url
    tables = {"pays": answers.pays, "mail": answers.mail}
    parts = ["# The settings of this deployment; docs/operator.md lists them all.\n", _lines(top)]
    parts += [f"\n[{name}]\n{_lines(table)}" for name, table in tables.items() if table]
    return "".join(parts)


def _lines(table: Mapping[str, Any]) -> str:
    # What JSON writes for texts, numbers, truth and lists of these is TOML too.
    return "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in table.items())
