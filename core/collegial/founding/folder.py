"""The files of a deployment: settings that people read, secrets that they do not."""

import json
import secrets
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from collegial.founding.answers import Answers
from collegial.kernel.text import Text, t

SETTINGS, SECRETS = "pays.toml", "secrets.toml"
# Named in the file, so that whoever reads it sees what else can be said.
_MORE: Mapping[str, Mapping[str, tuple[str, Text]]] = {
    "pays": {
        "tagline": ("", t("words of the header")),
        "locality": ("", t("where the seat is")),
        "address": ("", t("the address of the registered office, where forms on paper are returned")),
        "legal_mention": ("", t("the line under the name on every document")),
        "logo": ("", t("a file beside this one, such as logo.svg")),
        "zone": ("Europe/Paris", t("the time zone of dates and legal time limits")),
    }
}
_NAMES = ("key", "password_salt", "totp")


def write_folder(folder: Path, answers: Answers, *, beside: Path, say: Callable[[Text], str] = str) -> Path:
    """Write the settings and new secrets into a folder, with the logo that lies beside the answers.

    What explains the settings there is said by `say`.

    Return the settings' path. Raises FileExistsError when it holds a deployment: nothing of it is touched.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / SETTINGS
    with path.open("x", encoding="utf-8") as target:
        target.write(settings_text(answers, say))
    if make_url(answers.database_url or "sqlite://").password is not None:
        path.chmod(0o600)
    logo = beside / str(answers.pays.get("logo", ""))
    if logo.is_file() and not (folder / logo.name).exists():
        shutil.copyfile(logo, folder / logo.name)
    secret = folder / SECRETS
    secret.touch(mode=0o600, exist_ok=False)
    secret.write_text(
        "".join(f'{name} = "{secrets.token_urlsafe(48)}"\n' for name in _NAMES), encoding="utf-8"
    )
    return path


def settings_text(answers: Answers, say: Callable[[Text], str] = str) -> str:
    """Return the text of pays.toml, with its comments in the language of `say`."""
    top: dict[str, Any] = {"public_url": answers.public_url}
    if answers.public_url.startswith("https://"):
        top["trusted_proxies"] = 1  # whoever speaks HTTPS stands in front: the program does not
    if answers.database_url:
        top["database_url"] = answers.database_url
    tables = {"pays": answers.pays | _contact(answers), "mail": answers.mail}
    head = t(
        "The settings of this deployment; docs/operator.md lists them all, `collegial config check` reads them."
    )
    parts = [f"# {say(head)}\n", _lines(top)]
    parts += [
        f"\n[{name}]\n{_lines(table)}{_more(name, table, say)}" for name, table in tables.items() if table
    ]
    return "".join(parts)


def _contact(answers: Answers) -> dict[str, Any]:
    """Return the first administrator as whom to write to, where nobody else is named."""
    return {} if "contact_email" in answers.pays else {"contact_email": answers.administrator.email}


def _more(name: str, given: Mapping[str, Any], say: Callable[[Text], str]) -> str:
    """Return the settings that were not given, behind a # and with their defaults."""
    left = {key: one for key, one in _MORE.get(name, {}).items() if key not in given}
    return "".join(f"# {key} = {json.dumps(value)}  # {say(said)}\n" for key, (value, said) in left.items())


def _lines(table: Mapping[str, Any]) -> str:
    # What JSON writes for texts, numbers, truth and lists of these is TOML too.
    return "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in table.items())
