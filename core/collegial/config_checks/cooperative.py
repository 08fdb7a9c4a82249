"""What the settings must say of the cooperative: its look, its languages, its time limits, its bank account."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from email.utils import parseaddr
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from stdnum import bic, iban
from stdnum.eu import at_02

from collegial.kernel.colours import PREPARED, READABLE, accent_contrast, is_colour, readable_one
from collegial.kernel.text import Text, t
from collegial.kernel.typed import unknown_name

if TYPE_CHECKING:
    from collegial.config import Bank, Joining, Pays, Settings

ACCENTS = tuple(PREPARED)
LANGUAGES = ("fr", "en", "br")
LOGO_ENDINGS = (".svg", ".png", ".webp", ".jpg")
LOGO_SIZE = 300_000


def pays_faults(pays: Pays) -> Iterator[Text]:
    """Yield what is wrong with how the cooperative is shown."""
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


def logo_faults(settings: Settings) -> Iterator[Text]:
    """Yield what is wrong with the logo."""
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


def day_faults(joining: Joining) -> Iterator[Text]:
    """Yield what is wrong with the time limits of joining."""
    for name in ("payment_days", "reminder_days", "confirmation_days"):
        if getattr(joining, name) < 1:
            yield t("The setting joining.%(name)s must be a whole number of days, at least 1.", name=name)
    if joining.reminder_days >= joining.payment_days:
        yield t("The setting joining.reminder_days must be less than joining.payment_days.")


def bank_faults(bank: Bank) -> Iterator[Text]:
    """Yield what is wrong with the bank account."""
    if bank.iban and not iban.is_valid(bank.iban):
        yield t("The setting bank.iban is not an IBAN: a character is missing or wrong.")
    if bank.bic and not bic.is_valid(bank.bic):
        yield t("The setting bank.bic is not a BIC: it has 8 or 11 letters and digits.")
    if bank.creditor_id and not at_02.is_valid(bank.creditor_id):
        yield t("The setting bank.creditor_id is not a SEPA creditor identifier, such as FR72ZZZ123456.")
    if bank.debit_notice_days < 1:
        yield t("The setting bank.debit_notice_days must be a whole number of days, at least 1.")
