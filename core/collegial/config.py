"""The settings of a deployment: a TOML file, then the environment over it."""

import os
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from collegial.config_checks import value_faults
from collegial.kernel.colours import is_colour
from collegial.kernel.disks import problem_of
from collegial.kernel.text import Text, t
from collegial.kernel.typed import faults_of, table_of

# What a backup notes of itself, beside the settings.
LAST_BACKUP = "last-backup.json"


class ConfigError(Exception):
    """The settings cannot be used; each fault names the setting and what it must be."""

    def __init__(self, *faults: Text | str) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class _NoFile(ConfigError):
    """A file of the settings is not there."""


class UnreadableSettings(ConfigError):
    """A file of the settings is there, and the account that runs this may not read it, or it is no file."""


@dataclass(frozen=True, kw_only=True)
class Pays:
    """What a territory says of itself.

    `accent` is the name of a prepared colour, or a colour such as #135a75; `logo` a file in the folder. Without a
    `short_name` the name stands everywhere.
    """

    name: str = "collegial"
    short_name: str = ""
    tagline: str = ""
    locality: str = ""
    legal_mention: str = ""
    contact_email: str = "contact@example.org"
    languages: tuple[str, ...] = ("fr", "en", "br")
    zone: str = "Europe/Paris"
    accent: str = "heather"
    logo: str = ""
    logo_url: str = ""

    def __post_init__(self) -> None:
        """Let the name stand for a short one."""
        object.__setattr__(self, "short_name", self.short_name or self.name)

    @property
    def has_own_accent(self) -> bool:
        """Tell a colour of the territory's own from the prepared ones."""
        return is_colour(self.accent)

    @property
    def accent_class(self) -> str:
        """Return the class of the pages that carries the accent colour."""
        return "accent-own" if self.has_own_accent else f"accent-{self.accent}"


@dataclass(frozen=True, kw_only=True)
class Mail:
    """Where mail goes: `smtp`, `file` (one file a message, in `folder`), or `locmem` (tests).

    `encryption` is `starttls`, `tls` or `none`. The password of the server stands in secrets.toml. A server that says
    nothing for `timeout` seconds is left, and tried again later.
    """

    backend: str = "smtp"
    host: str = "localhost"
    port: int = 25
    encryption: str = "none"
    user: str = ""
    sender: str = "no-reply@example.org"
    folder: str = "mail"
    timeout: int = 20


@dataclass(frozen=True, kw_only=True)
class Secrets:
    """What must stay unknown to others; made by `collegial demo`, kept outside the repository."""

    key: str = ""
    password_salt: str = ""
    totp: str = ""
    mail_password: str = ""
    metrics_token: str = ""
    oidc_client_secret: str = ""


@dataclass(frozen=True, kw_only=True)
class Plugins:
    """Which installed plugins are not even loaded."""

    blocked: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Security:
    """Which roles need a second factor to sign in, and how many days they have to set it up.

    `leaked_passwords` is the address of a service that knows leaked passwords by the first five signs of their SHA-1,
    which are put behind it; nobody is asked while it is empty.
    """

    two_factors: tuple[str, ...] = ("administrator", "staff", "chair")
    grace_days: int = 14
    leaked_passwords: str = ""


@dataclass(frozen=True, kw_only=True)
class Oidc:
    """An identity provider by which people may sign in too (OpenID Connect); none while `issuer` is empty.

    `name` is what its users call it. `acr_values` asks it for a level of certainty, in its own words; `client_auth` is
    `client_secret_basic` or `client_secret_post`. Our secret there stands in secrets.toml as `oidc_client_secret`.
    """

    name: str = ""
    issuer: str = ""
    client_id: str = ""
    client_auth: str = "client_secret_basic"
    acr_values: str = ""


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
class Serving:
    """How the pages are served: processes, threads in each, and seconds before one that hangs is ended.

    Threads that wait cost little, and as many casts share a transaction as threads wait for it.
    `access_log` writes one line for each request: which page, how long, never by whom.
    """

    workers: int = 2
    threads: int = 16
    timeout: int = 60
    graceful_timeout: int = 30
    access_log: bool = False


@dataclass(frozen=True, kw_only=True)
class Jobs:
    """What wakes the workers of promised work: `auto`, `sqlite`, `postgresql`, `redis` or `none`.

    `auto` takes Redis where `redis_url` is set, else the kind of the database.
    """

    queue: str = "auto"
    threads: int = 2


@dataclass(frozen=True, kw_only=True)
class Lists:
    """How many rows of a list are written at once, by format; longer ones are prepared, and kept for days."""

    csv_at_once: int = 20_000
    xlsx_at_once: int = 10_000
    kept_days: int = 3


@dataclass(frozen=True, kw_only=True)
class Mirror:
    """Where the end of the journal is noted outside the database, each day on which something happened.

    `folder` lies best on another machine's disk; `stamp` has the authority of `stamping` sign each end.
    """

    mail: tuple[str, ...] = ()
    folder: str = ""
    stamp: bool = False

    @property
    def is_wanted(self) -> bool:
        """Tell whether there is any place."""
        return bool(self.mail or self.folder)


@dataclass(frozen=True, kw_only=True)
class Observing:
    """What those who run the program see of it: its log (`text` or `json`), and services that collect faults."""

    log_format: str = "text"
    log_level: str = "info"
    sentry_dsn: str = ""
    opentelemetry: bool = False


@dataclass(frozen=True, kw_only=True)
class Postgres:
    """How each process uses a PostgreSQL server: connections kept, more in a rush, and seconds before giving up."""

    pool_size: int = 17
    pool_overflow: int = 3
    statement_timeout: int = 60
    lock_timeout: int = 15


@dataclass(frozen=True, kw_only=True)
class Site:
    """How the public site gives itself to others: the licence of its open data, and whether it wants to be found.

    `territory` is a TOML file in the folder with the places of the map; empty for a directory without one.
    """

    licence: str = "Licence Ouverte 2.0"
    licence_url: str = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
    indexed: bool = True
    territory: str = ""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings of one deployment; `folder` is where its files lie."""

    folder: Path
    pays: Pays = field(default_factory=Pays)
    mail: Mail = field(default_factory=Mail)
    secrets: Secrets = field(default_factory=Secrets)
    plugins: Plugins = field(default_factory=Plugins)
    security: Security = field(default_factory=Security)
    oidc: Oidc = field(default_factory=Oidc)
    joining: Joining = field(default_factory=Joining)
    bank: Bank = field(default_factory=Bank)
    compliance: Compliance = field(default_factory=Compliance)
    stamping: Stamping = field(default_factory=Stamping)
    serving: Serving = field(default_factory=Serving)
    jobs: Jobs = field(default_factory=Jobs)
    lists: Lists = field(default_factory=Lists)
    mirror: Mirror = field(default_factory=Mirror)
    observing: Observing = field(default_factory=Observing)
    postgres: Postgres = field(default_factory=Postgres)
    site: Site = field(default_factory=Site)
    database_url: str = ""
    redis_url: str = ""
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
    def local_port(self) -> int | None:
        """Return the port of a `public_url` that is this machine; None where a proxy, or another, answers at it."""
        url = urlsplit(self.public_url)
        is_here = url.scheme == "http" and url.hostname in {"localhost", "127.0.0.1", "::1"}
        return url.port if is_here and not self.trusted_proxies else None

    def public_address(self, path: str) -> str:
        """Return a path with the address that the world knows the deployment by, for mails and feeds."""
        return self.public_url.rstrip("/") + path

    @property
    def documents(self) -> Path:
        """Return the folder with the deployment's own templates of documents."""
        return self.folder / "documents"

    @property
    def board_mirror(self) -> Path | None:
        """Return where the heads of secret votes are kept for others to copy; None for nowhere."""
        return self.folder / self.mirror.folder / "boards" if self.mirror.folder else None

    @property
    def stamping_roots(self) -> Path:
        """Return the file with the certificates of the authority that stamps."""
        return self.folder / self.stamping.certificates


_SECTIONS: Mapping[str, type] = {
    "pays": Pays,
    "mail": Mail,
    "secrets": Secrets,
    "plugins": Plugins,
    "security": Security,
    "oidc": Oidc,
    "joining": Joining,
    "bank": Bank,
    "compliance": Compliance,
    "stamping": Stamping,
    "serving": Serving,
    "jobs": Jobs,
    "lists": Lists,
    "mirror": Mirror,
    "observing": Observing,
    "postgres": Postgres,
    "site": Site,
}
_ENVIRONMENT = {
    "COLLEGIAL_DATABASE_URL": "database_url",
    "COLLEGIAL_REDIS_URL": "redis_url",
    "COLLEGIAL_PUBLIC_URL": "public_url",
}


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
    tables = {name: value for name, value in document.items() if name in _SECTIONS}
    plain = {name: value for name, value in document.items() if name not in _SECTIONS}
    faults = faults_of(plain, Settings)
    for name, value in tables.items():
        if isinstance(value, Mapping):
            faults += faults_of(value, _SECTIONS[name], prefix=f"{name}.")
        else:
            faults.append(t("The setting %(name)s must be a table.", name=name))
    if faults:
        raise ConfigError(*faults)
    read: dict[str, Any] = {name: table_of(value, _SECTIONS[name]) for name, value in tables.items()}
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
