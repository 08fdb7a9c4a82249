"""What the values of the settings must be, beyond their types: each fault in one sentence that names the setting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from email.utils import parseaddr
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from cryptography.x509 import load_pem_x509_certificates
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError
from stdnum import bic, iban
from stdnum.eu import at_02

from collegial.kernel.colours import PREPARED, READABLE, accent_contrast, is_colour, readable_one
from collegial.kernel.text import Text, t
from collegial.kernel.typed import unknown_name

if TYPE_CHECKING:
    from collegial.config import Bank, Joining, Mail, Oidc, Pays, Secrets, Security, Settings

KEY_LENGTH = 32
DATABASES = ("sqlite", "postgresql+psycopg")
ACCENTS = tuple(PREPARED)
LANGUAGES = ("fr", "en", "br")
LOGO_ENDINGS = (".svg", ".png", ".webp", ".jpg")
LOGO_SIZE = 300_000
BACKENDS = ("smtp", "file", "locmem")
ENCRYPTIONS = ("none", "starttls", "tls")
CLIENT_AUTHS = ("client_secret_basic", "client_secret_post")
QUEUES = ("auto", "sqlite", "postgresql", "redis", "none")
ROLES = ("member", "staff", "chair", "pilot", "administrator")
LOG_FORMATS = ("text", "json")
LOG_LEVELS = ("debug", "info", "warning", "error")
_MOST_PORTS = 65_535
_LONGEST_TIMEOUT = (
    120  # well below the lease of a promised work: another worker would take it and send it again
)


def value_faults(settings: Settings) -> Iterator[Text]:
    """Yield every setting whose value cannot be used."""
    yield from _secret_faults(settings.secrets)
    yield from _pays_faults(settings.pays)
    yield from _logo_faults(settings)
    yield from _mail_faults(settings.mail)
    yield from _security_faults(settings.security)
    yield from _oidc_faults(settings.oidc, settings.secrets)
    yield from _address_faults(settings)
    yield from database_faults(settings.database_url)
    yield from _day_faults(settings.joining)
    yield from _bank_faults(settings.bank)
    yield from _stamping_faults(settings)
    yield from _journal_mirror_faults(settings)
    yield from _running_faults(settings)


def _secret_faults(secrets: Secrets) -> Iterator[Text]:
    for name in ("key", "password_salt", "totp"):
        if len(getattr(secrets, name)) < KEY_LENGTH:
            yield t(
                "The setting secrets.%(name)s must hold at least %(least)d random characters.",
                name=name,
                least=KEY_LENGTH,
            )


def _pays_faults(pays: Pays) -> Iterator[Text]:
    yield from accent_faults(pays.accent)
    yield from language_faults(pays.languages)
    if pays.zone not in available_timezones():
        yield unknown_name(
            pays.zone, available_timezones(), t("There is no time zone %(name)s (pays.zone).", name=pays.zone)
        )
    if "@" not in parseaddr(pays.contact_email)[1]:
        yield t("The setting pays.contact_email must be an e-mail address.")
    if pays.logo_url and (urlsplit(pays.logo_url).netloc or not pays.logo_url.startswith("/")):
        yield t("The setting pays.logo_url must begin with “/”: pages show pictures of this site only.")


def language_faults(languages: Sequence[str]) -> Iterator[Text]:
    """Yield what is wrong with the languages offered."""
    if not languages:
        yield t("The setting pays.languages must name at least one language.")
    for one in languages:
        if one not in LANGUAGES:
            yield t(
                "The setting pays.languages must hold some of: %(names)s; “%(what)s” is none of them.",
                names=", ".join(LANGUAGES),
                what=one,
            )


def accent_faults(accent: str) -> Iterator[Text]:
    """Yield what is wrong with the accent colour."""
    if accent in ACCENTS:
        return
    if not is_colour(accent):
        yield t(
            "The setting pays.accent must be one of: %(names)s; or a colour such as #135a75.",
            names=", ".join(ACCENTS),
        )
    elif accent_contrast(accent) < READABLE:
        yield (
            t(
                "The setting pays.accent, %(accent)s, cannot be read on light pages: its contrast is "
                "%(contrast)s, at least %(readable)s is needed. %(better)s would do.",
                accent=accent,
                contrast=f"{accent_contrast(accent):.1f}",
                readable=READABLE,
                better=readable_one(accent),
            )
        )


def _logo_faults(settings: Settings) -> Iterator[Text]:
    name = settings.pays.logo
    if not name:
        return
    path = settings.folder / name
    if path.suffix.lower() not in LOGO_ENDINGS or path.parent != settings.folder:
        yield t(
            "The setting pays.logo must name a file in the folder that ends in %(names)s.",
            names=", ".join(LOGO_ENDINGS),
        )
    elif not path.is_file():
        yield t(
            "The setting pays.logo names %(name)s, which is not in the folder %(folder)s.",
            name=name,
            folder=settings.folder,
        )
    elif path.stat().st_size > LOGO_SIZE:
        yield t(
            "The setting pays.logo names a file of more than %(size)d kB: every page carries it.",
            size=LOGO_SIZE // 1000,
        )


def _security_faults(security: Security) -> Iterator[Text]:
    for one in security.two_factors:
        if one not in ROLES:
            yield t(
                "The setting security.two_factors must hold some of: %(names)s; “%(what)s” is none of them.",
                names=", ".join(ROLES),
                what=one,
            )
    if security.grace_days < 0:
        yield t("The setting security.grace_days must be zero or more.")
    if security.leaked_passwords and not security.leaked_passwords.startswith(("https://", "http://")):
        yield t("The setting security.leaked_passwords must be an address that begins with https://.")


def _oidc_faults(oidc: Oidc, secrets: Secrets) -> Iterator[Text]:
    if not oidc.issuer:
        return
    issuer = urlsplit(oidc.issuer)
    if not issuer.netloc or (issuer.scheme != "https" and issuer.hostname not in {"localhost", "127.0.0.1"}):
        yield t("The setting oidc.issuer must be an address that begins with https://.")
    needed = {"oidc.name": oidc.name, "oidc.client_id": oidc.client_id}
    for name, value in (needed | {"secrets.oidc_client_secret": secrets.oidc_client_secret}).items():
        if not value:
            yield t("The setting %(name)s is needed where oidc.issuer is set.", name=name)
    if oidc.client_auth not in CLIENT_AUTHS:
        yield t("The setting oidc.client_auth must be one of: %(names)s.", names=", ".join(CLIENT_AUTHS))
    if find_spec("authlib") is None:
        yield t("The setting oidc.issuer needs: pip install 'collegial[oidc]'.")


def _mail_faults(mail: Mail) -> Iterator[Text]:
    for name, known in (("backend", BACKENDS), ("encryption", ENCRYPTIONS)):
        if getattr(mail, name) not in known:
            yield t("The setting mail.%(name)s must be one of: %(names)s.", name=name, names=", ".join(known))
    if not 0 < mail.port <= _MOST_PORTS:
        yield t("The setting mail.port must be a number from 1 to 65535.")
    if not 1 <= mail.timeout <= _LONGEST_TIMEOUT:
        yield t(
            "The setting mail.timeout must be a number of seconds from 1 to %(most)d.", most=_LONGEST_TIMEOUT
        )
    if "@" not in parseaddr(mail.sender)[1]:
        yield t("The setting mail.sender must be an e-mail address.")


def _address_faults(settings: Settings) -> Iterator[Text]:
    if not _is_a_site(settings.public_url):
        yield t("The setting public_url must be an address such as https://pole.example.org, without a path.")
    if settings.trusted_proxies < 0:
        yield t("The setting trusted_proxies must be zero or more.")


def _is_a_site(address: str) -> bool:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 (reading it tells whether it is a number)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and parts.path in {"", "/"}


def database_faults(written: str) -> Iterator[Text]:
    """Yield what is wrong with the address of the database; an empty one is that of the folder."""
    if not written:
        return
    try:
        url = make_url(written)
    except ArgumentError:
        yield (
            t(
                "The setting database_url cannot be read: write sqlite:///FILE, or "
                "postgresql+psycopg://USER:PASSWORD@HOST/DATABASE, a special character of the password as %XX."
            )
        )
        return
    if url.drivername == "postgresql+psycopg" and find_spec("psycopg") is None:
        yield t(
            "The setting database_url asks for PostgreSQL: install it by pip install 'collegial[postgres]'."
        )
    elif url.drivername not in DATABASES:
        yield t("The setting database_url must begin with one of: %(names)s.", names=", ".join(DATABASES))


def _day_faults(joining: Joining) -> Iterator[Text]:
    for name in ("payment_days", "reminder_days", "confirmation_days"):
        if getattr(joining, name) < 1:
            yield t("The setting joining.%(name)s must be a whole number of days, at least 1.", name=name)
    if joining.reminder_days >= joining.payment_days:
        yield t("The setting joining.reminder_days must be less than joining.payment_days.")


def _bank_faults(bank: Bank) -> Iterator[Text]:
    if bank.iban and not iban.is_valid(bank.iban):
        yield t("The setting bank.iban is not an IBAN: a character is missing or wrong.")
    if bank.bic and not bic.is_valid(bank.bic):
        yield t("The setting bank.bic is not a BIC: it has 8 or 11 letters and digits.")
    if bank.creditor_id and not at_02.is_valid(bank.creditor_id):
        yield t("The setting bank.creditor_id is not a SEPA creditor identifier, such as FR72ZZZ123456.")
    if bank.debit_notice_days < 1:
        yield t("The setting bank.debit_notice_days must be a whole number of days, at least 1.")


def _stamping_faults(settings: Settings) -> Iterator[Text]:
    if not settings.stamping.authority:
        return
    if not settings.stamping.authority.startswith(("https://", "http://")):
        yield t("The setting stamping.authority must be an address that begins with https://.")
    try:
        load_pem_x509_certificates(settings.stamping_roots.read_bytes())
    except (OSError, ValueError) as error:
        yield t(
            "The setting stamping.certificates must name a PEM file with the authority's roots: %(error)s",
            error=error,
        )


def _journal_mirror_faults(settings: Settings) -> Iterator[Text]:
    for one in settings.mirror.mail:
        if "@" not in parseaddr(one)[1]:
            yield t("The setting mirror.mail must hold e-mail addresses; “%(what)s” is none.", what=one)
    if settings.mirror.stamp and not settings.stamping.authority:
        yield t("The setting mirror.stamp needs an authority: set stamping.authority.")
    if settings.mirror.stamp and not settings.mirror.is_wanted:
        yield t("The setting mirror.stamp needs a place for the stamps: set mirror.folder or mirror.mail.")


def _running_faults(settings: Settings) -> Iterator[Text]:
    """Yield what is wrong with how the program is run and watched."""
    for section, names in (
        ("serving", ("workers", "threads", "timeout", "graceful_timeout")),
        ("jobs", ("threads",)),
        ("lists", ("csv_at_once", "xlsx_at_once", "kept_days")),
        ("postgres", ("pool_size", "statement_timeout", "lock_timeout")),
    ):
        for name in names:
            if getattr(getattr(settings, section), name) < 1:
                yield t("The setting %(section)s.%(name)s must be at least 1.", section=section, name=name)
    if settings.postgres.pool_overflow < 0:
        yield t("The setting postgres.pool_overflow must be zero or more.")
    for name, known in (("log_format", LOG_FORMATS), ("log_level", LOG_LEVELS)):
        if getattr(settings.observing, name) not in known:
            yield t(
                "The setting observing.%(name)s must be one of: %(names)s.", name=name, names=", ".join(known)
            )
    yield from _queue_faults(settings)
    yield from _collector_faults(settings)


def _queue_faults(settings: Settings) -> Iterator[Text]:
    queue, address = settings.jobs.queue, settings.redis_url
    if queue not in QUEUES:
        yield t("The setting jobs.queue must be one of: %(names)s.", names=", ".join(QUEUES))
    if queue == "redis" and not address:
        yield t("The setting jobs.queue asks for Redis: set redis_url, such as redis://localhost:6379/0.")
    if queue == "postgresql" and not settings.database_url.startswith("postgresql"):
        yield t("The setting jobs.queue asks for PostgreSQL, and database_url names none.")
    if address and not address.startswith(("redis://", "rediss://", "unix://")):
        yield t("The setting redis_url must begin with redis://, rediss:// or unix://.")
    if address and find_spec("redis") is None:
        yield t("The setting redis_url needs: pip install 'collegial[redis]'.")


def _collector_faults(settings: Settings) -> Iterator[Text]:
    token = settings.secrets.metrics_token
    if token and len(token) < KEY_LENGTH:
        yield t(
            "The setting secrets.metrics_token must hold at least %(least)d random characters, or nothing.",
            least=KEY_LENGTH,
        )
    wished = {"sentry_sdk": settings.observing.sentry_dsn, "opentelemetry": settings.observing.opentelemetry}
    for library, wish in wished.items():
        if wish and find_spec(library) is None:
            name = "sentry_dsn" if library == "sentry_sdk" else "opentelemetry"
            yield t(
                "The setting observing.%(name)s needs: pip install 'collegial[observability]'.", name=name
            )
