"""The tables of the settings file: what each says, and what holds where it says nothing."""

from dataclasses import dataclass

from collegial.kernel.colours import is_colour


@dataclass(frozen=True, kw_only=True)
class Pays:
    """What a territory says of itself.

    `accent` is the name of a prepared colour, or a colour such as #135a75; `logo` a file in the folder. Without a
    `short_name` the name stands everywhere. `address` is that of the registered office, on one line: forms on paper
    are returned there.
    """

    name: str = "collegial"
    short_name: str = ""
    tagline: str = ""
    locality: str = ""
    address: str = ""
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

    @property
    def is_posted(self) -> bool:
        """Tell whether letters leave for whom they are written to, and do not lie in a folder."""
        return self.backend != "file"


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
class Webhooks:
    """Which hosts may be told by webhooks though they lie in a private network, by name; all others are outside."""

    allowed: tuple[str, ...] = ()


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
