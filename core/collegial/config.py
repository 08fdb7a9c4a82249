"""The settings of a deployment: a TOML file, then the environment over it."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from cryptography.x509 import load_pem_x509_certificates
from stdnum import bic, iban
from stdnum.eu import at_02


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
class Joining:
    """How newcomers join: which category each tie leads to, and how long they have to pay.

    `employee`, `public_body`, `beneficiary`, `partner` and `volunteer` hold the key of a category of the
    statutes; a tie whose category the statutes do not name is not asked about.
    """

    employee: str = "employees"
    public_body: str = "public_bodies"
    beneficiary: str = "beneficiaries"
    partner: str = "partners"
    volunteer: str = "volunteers"
    payment_days: int = 30
    reminder_days: int = 10
    confirmation_days: int = 30


@dataclass(frozen=True, kw_only=True)
class Compliance:
    """What the compliance panel must be told: which categories of the statutes hold the public bodies (L4)."""

    public_categories: tuple[str, ...] = ("public_bodies",)


@dataclass(frozen=True, kw_only=True)
class Bank:
    """The account of the cooperative, which stands on calls for payment; empty until it is opened.

    Direct debits need `creditor_id` too, the SEPA identifier that the bank gives (ICS). Members are told
    `debit_notice_days` before: fourteen, unless their mandates say less.
    """

    iban: str = ""
    bic: str = ""
    creditor_id: str = ""
    debit_notice_days: int = 14

    @property
    def can_debit(self) -> bool:
        """Tell whether direct debits can be asked of the bank."""
        return bool(self.iban and self.creditor_id)


@dataclass(frozen=True, kw_only=True)
class Stamping:
    """Who puts a time stamp on signed minutes (RFC 3161); nobody while `authority` is empty.

    `certificates` is a PEM file with the roots of that authority, in the folder of the deployment.
    """

    authority: str = ""
    certificates: str = ""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings of one deployment; `folder` is where its files lie."""

    folder: Path
    pays: Pays = field(default_factory=Pays)
    mail: Mail = field(default_factory=Mail)
    secrets: Secrets = field(default_factory=Secrets)
    plugins: Plugins = field(default_factory=Plugins)
    joining: Joining = field(default_factory=Joining)
    bank: Bank = field(default_factory=Bank)
    compliance: Compliance = field(default_factory=Compliance)
    stamping: Stamping = field(default_factory=Stamping)
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

    @property
    def stamping_roots(self) -> Path:
        """Return the file with the certificates of the authority that stamps."""
        return self.folder / self.stamping.certificates


_SECTIONS: Mapping[str, type] = {
    "pays": Pays,
    "mail": Mail,
    "secrets": Secrets,
    "plugins": Plugins,
    "joining": Joining,
    "bank": Bank,
    "compliance": Compliance,
    "stamping": Stamping,
}
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
    _check_days(settings.joining)
    _check_account(settings.bank)
    _check_stamping(settings)
    return settings


def _check_stamping(settings: Settings) -> None:
    if not settings.stamping.authority:
        return
    if not settings.stamping.authority.startswith(("https://", "http://")):
        raise ConfigError("The setting stamping.authority must be an address that begins with https://.")
    try:
        load_pem_x509_certificates(settings.stamping_roots.read_bytes())
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"The setting stamping.certificates must name a PEM file with the authority's roots: {error}"
        ) from None


def _check_days(joining: Joining) -> None:
    for name in ("payment_days", "reminder_days", "confirmation_days"):
        if type(getattr(joining, name)) is not int or getattr(joining, name) < 1:
            raise ConfigError(f"The setting joining.{name} must be a whole number of days, at least 1.")
    if joining.reminder_days >= joining.payment_days:
        raise ConfigError("The setting joining.reminder_days must be less than joining.payment_days.")


def _check_account(bank: Bank) -> None:
    if bank.iban and not iban.is_valid(bank.iban):
        raise ConfigError("The setting bank.iban is not an IBAN: a sign is missing or wrong.")
    if bank.bic and not bic.is_valid(bank.bic):
        raise ConfigError("The setting bank.bic is not a BIC: it has 8 or 11 letters and digits.")
    if bank.creditor_id and not at_02.is_valid(bank.creditor_id):
        raise ConfigError(
            "The setting bank.creditor_id is not a SEPA creditor identifier, such as FR72ZZZ123456."
        )
    if type(bank.debit_notice_days) is not int or bank.debit_notice_days < 1:
        raise ConfigError("The setting bank.debit_notice_days must be a whole number of days, at least 1.")
