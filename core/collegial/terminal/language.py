"""Which language a terminal speaks."""

import os
import tomllib
from collections.abc import Sequence
from pathlib import Path

from collegial.config_checks import LANGUAGES

_SAID_BY = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_ENGLISH = "en"


def language_asked(arguments: Sequence[str]) -> str | None:
    """Return the language that a command is given by `--locale`, so that all is said in it, click’s own words too."""
    for at, one in enumerate(arguments):
        name, _, value = one.partition("=")
        found = value or next(iter(arguments[at + 1 :]), "")
        if name == "--locale" and found in LANGUAGES:
            return found
    return None


def language_here() -> str:
    """Return the language that the environment asks for, else the first one of the deployment here, else English."""
    wished = next((os.environ[name] for name in _SAID_BY if os.environ.get(name)), "")
    found = wished.partition(":")[0].partition(".")[0].partition("_")[0].lower()
    return found if found in LANGUAGES else _language_of_deployment()


def _language_of_deployment() -> str:
    """Read no more than the first language: settings that cannot be used are told in it too."""
    path = Path(os.environ.get("COLLEGIAL_CONFIG", "pays.toml"))
    try:
        first = tomllib.loads(path.read_text(encoding="utf-8"))["pays"]["languages"][0]
    except FileNotFoundError:
        return _ENGLISH
    except (OSError, ValueError, LookupError, TypeError):
        first = LANGUAGES[0]
    return first if first in LANGUAGES else _ENGLISH
