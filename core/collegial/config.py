"""The settings of a deployment: a TOML file, then the environment over it."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any


class ConfigError(Exception):
    """The settings cannot be used; the message names the setting and what it must be."""


@dataclass(frozen=True, kw_only=True)
class Pays:
    """What a territory says of itself."""

    name: str = "collegial"
    short_name: str = "collegial"
    tagline: str = ""
    locality: str = ""
    legal_mention: str = ""
    contact_email: str = "contact@example.org"
    languages: tuple[str, ...] = ("fr", "en", "br")
    zone: str = "Europe/Paris"
    accent: str = "heather"
    logo_url: str = ""

    @property
    def accent_class(self) -> str:
        """Return the class of the pages that carries the accent colour."""
        return f"accent-{self.accent}"


@dataclass(frozen=True, kw_only=True)
class Mail:
    """Where mail goes: `smtp`, `file` (one file a message, in `folder`), or `locmem` (tests).

    `encryption` is `starttls`, `tls` or `none`. The password of the server stands in secrets.toml.
    """

    backend: str = "smtp"
    host: str = "localhost"
    port: int = 25
    encryption: str = "none"
    user: str = ""
    sender: str = "no-reply@example.org"
    folder: str = "mail"


@dataclass(frozen=True, kw_only=True)
class Secrets:
    """What must stay unknown to others; made by `collegial demo`, kept outside the repository."""

    key: str = ""
    password_salt: str = ""
    totp: str = ""
    mail_password: str = ""


@dataclass(frozen=True, kw_only=True)
class Plugins:
    """Which installed plugins are not even loaded."""

    blocked: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings of one deployment; `folder` is where its files lie."""

    folder: Path
    pays: Pays = field(default_factory=Pays)
    mail: Mail = field(default_factory=Mail)
    secrets: Secrets = field(default_factory=Secrets)
    plugins: Plugins = field(default_factory=Plugins)
    database_url: str = ""
    public_url: str = "http://127.0.0.1:8000"
    demo: bool = False
    testing: bool = False
    rate_limits: bool = True
    trusted_proxies: int = 0

    @property
    def is_https(self) -> bool:
        """Tell whether visitors come by HTTPS; cookies are then marked Secure."""
        return self.public_url.startswith("https://")


_SECTIONS: Mapping[str, type] = {"pays": Pays, "mail": Mail, "secrets": Secrets, "plugins": Plugins}
_KEY_LENGTH = 32
ACCENTS = ("heather", "sea", "moss", "brick", "slate")
_ENVIRONMENT = {
    "COLLEGIAL_DATABASE_URL": "database_url",
    "COLLEGIAL_PUBLIC_URL": "public_url",
}


def load_settings(path: Path | None = None) -> Settings:
    """Read the settings from `path`, or from COLLEGIAL_CONFIG, or from ./pays.toml.

    A file `secrets.toml` beside it is read too. Raises ConfigError.
    """
    path = path or Path(os.environ.get("COLLEGIAL_CONFIG", "pays.toml"))
    document = _read(path)
    beside = path.with_name("secrets.toml")
    if beside.exists():
        document["secrets"] = _read(beside)
    settings = parse_settings(document, folder=path.resolve().parent)
    return _checked(_from_environment(settings))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(
            f"There is no settings file {path}. Set COLLEGIAL_CONFIG, or try `collegial demo`."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not readable as TOML: {error}") from None


def parse_settings(document: Mapping[str, Any], *, folder: Path) -> Settings:
    """Turn a document into settings; an unknown name is an error, so that no typing error hides."""
    given: dict[str, Any] = {"folder": folder}
    for name, value in document.items():
        given[name] = _section(name, value) if name in _SECTIONS else value
    _refuse_unknown("", given, Settings)
    return Settings(**given)


def _section(name: str, value: Any) -> Any:
    if not isinstance(value, Mapping):
        raise ConfigError(f"The setting {name} must be a table.")
    _refuse_unknown(f"{name}.", value, _SECTIONS[name])
    return _SECTIONS[name](
        **{key: tuple(one) if isinstance(one, list) else one for key, one in value.items()}
    )


def _refuse_unknown(prefix: str, given: Mapping[str, Any], section: type) -> None:
    known = {one.name for one in fields(section)}
    for name in given:
        if name not in known:
            raise ConfigError(f"There is no setting {prefix}{name}. Known: {', '.join(sorted(known))}.")


def _from_environment(settings: Settings) -> Settings:
    found = {name: os.environ[key] for key, name in _ENVIRONMENT.items() if os.environ.get(key)}
    return replace(settings, **found)  # type: ignore[arg-type]


def _checked(settings: Settings) -> Settings:
    if not settings.database_url:
        settings = replace(settings, database_url=f"sqlite:///{settings.folder / 'collegial.db'}")
    for name in ("key", "password_salt", "totp"):
        if len(getattr(settings.secrets, name)) < _KEY_LENGTH:
            raise ConfigError(
                f"The setting secrets.{name} must hold at least {_KEY_LENGTH} random characters."
            )
    if settings.pays.accent not in ACCENTS:
        raise ConfigError(f"The setting pays.accent must be one of: {', '.join(ACCENTS)}.")
    return settings
