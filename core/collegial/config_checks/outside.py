"""How the settings must name what lies outside: the public address, the mail server, the time-stamps, the mirror."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parseaddr
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cryptography.x509 import load_pem_x509_certificates

from collegial.kernel.text import Text, t

if TYPE_CHECKING:
    from collegial.config import Mail, Settings, Webhooks

BACKENDS = ("smtp", "file", "locmem")
ENCRYPTIONS = ("none", "starttls", "tls")
_MOST_PORTS = 65_535
# Well below the lease of a promised work: another worker would take it and send it again.
_LONGEST_TIMEOUT = 120


def address_faults(settings: Settings) -> Iterator[Text]:
    """Yield what is wrong with where the program answers."""
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


def mail_faults(mail: Mail) -> Iterator[Text]:
    """Yield what is wrong with how mail leaves."""
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


def stamping_faults(settings: Settings) -> Iterator[Text]:
    """Yield what is wrong with the authority of time-stamps."""
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


def webhook_faults(webhooks: Webhooks) -> Iterator[Text]:
    """Yield each host of the private network that is named in another way than by its name alone."""
    for one in webhooks.allowed:
        if one != one.lower().strip() or not one or {"/", "@", "*", " "} & set(one):
            yield t(
                "The setting webhooks.allowed must hold names such as hooks.example.org, in small letters and "
                "without https://; “%(what)s” is none.",
                what=one,
            )


def journal_mirror_faults(settings: Settings) -> Iterator[Text]:
    """Yield what is wrong with where marks of the journal are kept."""
    for one in settings.mirror.mail:
        if "@" not in parseaddr(one)[1]:
            yield t("The setting mirror.mail must hold e-mail addresses; “%(what)s” is none.", what=one)
    if settings.mirror.stamp and not settings.stamping.authority:
        yield t("The setting mirror.stamp needs an authority: set stamping.authority.")
    if settings.mirror.stamp and not settings.mirror.is_wanted:
        yield t("The setting mirror.stamp needs a place for the stamps: set mirror.folder or mirror.mail.")
