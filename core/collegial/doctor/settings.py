"""Look at the settings: what they say together, beyond what each may be."""

import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url

from collegial.config import Secrets, Settings
from collegial.doctor.findings import Finding, fine, warning, wrong
from collegial.kernel.text import nt, t

_LOCAL = {"127.0.0.1", "localhost", "::1"}
_EXAMPLES = (".example", "example.org", "example.com")
_ANOTHER = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
_LEAST_SIGNS = 12  # different signs in a random text of 32: fewer show a repeated pattern


def look_at_settings(settings: Settings) -> Iterator[Finding]:
    """Yield what is found in the settings alone."""
    yield from _exposure(settings)
    yield from _proxies(settings)
    yield from _secrets(settings.secrets)
    yield from _secrets_file(settings.folder / "secrets.toml")
    yield from _password_in_settings(settings)
    yield from _mail(settings)


def is_public(settings: Settings) -> bool:
    """Tell whether people come from other machines."""
    return urlsplit(settings.public_url).hostname not in _LOCAL


def _exposure(settings: Settings) -> Iterator[Finding]:
    if settings.demo and is_public(settings):
        yield wrong(
            "settings",
            t("demo = true at a public address: anyone signs in as anyone."),
            t("Take demo out of pays.toml."),
        )
    if settings.testing:
        yield wrong(
            "settings",
            t("testing = true: errors are shown as they are."),
            t("Take testing out of pays.toml."),
        )
    if not settings.rate_limits and is_public(settings):
        yield warning(
            "settings",
            t("rate_limits = false: codes and passwords can be guessed without a limit."),
            t("Take rate_limits out of pays.toml."),
        )
    if is_public(settings) and not settings.is_https:
        yield wrong(
            "proxy",
            t(
                "The address %(public_url)s is not HTTPS: sessions travel in the clear.",
                public_url=settings.public_url,
            ),
            t("Put a proxy that speaks HTTPS in front, and write https:// in public_url."),
        )
    if urlsplit(settings.public_url).hostname in {"0.0.0.0", "::"}:  # noqa: S104 (read, not bound)
        yield wrong(
            "proxy",
            t("public_url is an address to listen at, not one that people can open."),
            t("Write the address that members type."),
        )


def _proxies(settings: Settings) -> Iterator[Finding]:
    if settings.is_https and not settings.trusted_proxies:
        yield warning(
            "proxy",
            t(
                "public_url is HTTPS and trusted_proxies is 0: every visitor has the proxy's address,"
                " and all share one limit on signing in."
            ),
            t("Set trusted_proxies = 1 if one proxy stands in front and sets X-Forwarded-For itself."),
        )
    elif settings.trusted_proxies and not is_public(settings):
        yield warning(
            "proxy",
            t(
                "trusted_proxies is set and public_url is this machine: a visitor who comes without a"
                " proxy can invent an address."
            ),
            t("Set trusted_proxies = 0, or public_url to the address of the proxy."),
        )
    else:
        yield fine(
            "proxy",
            nt(
                "%(address)s, %(count)d proxy in front",
                "%(address)s, %(count)d proxies in front",
                settings.trusted_proxies,
                address=settings.public_url,
            ),
        )


def _secrets(secrets: Secrets) -> Iterator[Finding]:
    values = {name: getattr(secrets, name) for name in ("key", "password_salt", "totp")}
    for name, value in values.items():
        if len(set(value)) < _LEAST_SIGNS:
            yield wrong(
                "secrets",
                t("secrets.%(name)s is not random: the same few characters come again and again.", name=name),
                t(
                    "Make another one: %(command)s. It ends all sessions and personal links.",
                    command=_ANOTHER,
                ),
            )
    if len(set(values.values())) < len(values):
        yield wrong("secrets", t("Two of the secrets are the same."), t("Make each one anew, by itself."))


def _secrets_file(path: Path) -> Iterator[Finding]:
    if not path.is_file():
        yield wrong(
            "secrets",
            t("There is no %(path)s: the secrets stand in pays.toml.", path=path),
            t("Move the table [secrets] into secrets.toml, readable by its owner only."),
        )
    elif _is_open(path):
        yield wrong(
            "secrets",
            t("Others on this machine may read %(path)s.", path=path),
            t("chmod 600 %(path)s", path=path),
        )
    else:
        yield fine("secrets", t("made, and readable by their owner only"))


def _password_in_settings(settings: Settings) -> Iterator[Finding]:
    """Look at the file that holds the password of a database's server."""
    path = settings.folder / "pays.toml"
    has_password = make_url(settings.database_url).password is not None and path.is_file()
    if has_password and "database_url" in path.read_text(encoding="utf-8") and _is_open(path):
        yield wrong(
            "secrets",
            t("Others on this machine may read %(path)s, with the password of the database.", path=path),
            t("chmod 600 %(path)s, or give it by COLLEGIAL_DATABASE_URL instead", path=path),
        )


def _is_open(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _mail(settings: Settings) -> Iterator[Finding]:
    if settings.mail.backend != "smtp":
        if is_public(settings):
            yield wrong(
                "mail",
                t("mail.backend is “%(backend)s”: nobody receives anything.", backend=settings.mail.backend),
                t('Set mail.host and the rest to your SMTP server, and mail.backend = "smtp".'),
            )
        else:
            yield warning(
                "mail",
                t("Mails are not sent: mail.backend is “%(backend)s”.", backend=settings.mail.backend),
                t("Set an SMTP server before members use the site."),
            )
    if settings.mail.sender.endswith(_EXAMPLES):
        yield warning(
            "mail",
            t("The sender is %(sender)s, an address of nobody.", sender=settings.mail.sender),
            t("Set mail.sender to an address of your own domain."),
        )
    if settings.mail.backend == "smtp" and settings.mail.user and settings.mail.encryption == "none":
        yield wrong(
            "mail",
            t("The password of the mail server travels in the clear."),
            t("Set mail.encryption to starttls or tls."),
        )
