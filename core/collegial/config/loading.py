"""Read the settings of a deployment: a TOML file, then the environment over it."""

import os
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from collegial.config.settings import SECTIONS, Settings
from collegial.config_checks import value_faults
from collegial.kernel.disks import problem_of
from collegial.kernel.text import Text, t
from collegial.kernel.typed import faults_of, table_of

_ENVIRONMENT = {
    "COLLEGIAL_DATABASE_URL": "database_url",
    "COLLEGIAL_REDIS_URL": "redis_url",
    "COLLEGIAL_PUBLIC_URL": "public_url",
}


class ConfigError(Exception):
    """The settings cannot be used; each fault names the setting and what it must be."""

    def __init__(self, *faults: Text | str) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class _NoFile(ConfigError):
    """A file of the settings is not there."""


class UnreadableSettings(ConfigError):
    """A file of the settings is there, and the account that runs this may not read it, or it is no file."""


def load_settings(path: Path | None = None) -> Settings:
    """Read the settings from `path`, or from COLLEGIAL_CONFIG, or from ./pays.toml.

    A file `secrets.toml` beside it is read too. Raises ConfigError.
    """
    path = path or Path(os.environ.get("COLLEGIAL_CONFIG", "pays.toml"))
    document = _read(path)
    beside = path.with_name("secrets.toml")
    with suppress(_NoFile):
        document["secrets"] = _read(beside)
    settings = parse_settings(document, folder=path.resolve().parent)
    return _checked(_from_environment(settings))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise _NoFile(
            t(
                "There is no settings file %(path)s. Go to the folder of your deployment, set "
                "COLLEGIAL_CONFIG, make a deployment with `collegial init`, or try `collegial demo`.",
                path=path,
            )
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(t("%(path)s is not readable as TOML: %(error)s", path=path, error=error)) from None
    except OSError as error:
        problem = problem_of(error)
        raise UnreadableSettings(
            t("%(path)s cannot be read: %(problem)s.", path=path, problem=problem)
        ) from None


def parse_settings(document: Mapping[str, Any], *, folder: Path) -> Settings:
    """Turn a document into settings; raises ConfigError with all that is of no known name, or of a wrong type."""
    tables = {name: value for name, value in document.items() if name in SECTIONS}
    plain = {name: value for name, value in document.items() if name not in SECTIONS}
    faults = faults_of(plain, Settings)
    for name, value in tables.items():
        if isinstance(value, Mapping):
            faults += faults_of(value, SECTIONS[name], prefix=f"{name}.")
        else:
            faults.append(t("The setting %(name)s must be a table.", name=name))
    if faults:
        raise ConfigError(*faults)
    read: dict[str, Any] = {name: table_of(value, SECTIONS[name]) for name, value in tables.items()}
    return Settings(folder=folder, **plain, **read)


def _from_environment(settings: Settings) -> Settings:
    found = {name: os.environ[key] for key, name in _ENVIRONMENT.items() if os.environ.get(key)}
    return replace(settings, **found)  # type: ignore[arg-type]


def _checked(settings: Settings) -> Settings:
    if not settings.database_url:
        settings = replace(settings, database_url=f"sqlite:///{settings.folder / 'collegial.db'}")
    faults = tuple(value_faults(settings))
    if faults:
        raise ConfigError(*faults)
    return settings
