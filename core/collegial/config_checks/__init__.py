"""What the values of the settings must be, beyond their types: each fault in one sentence that names the setting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from collegial.config_checks.cooperative import (
    ACCENTS,
    LANGUAGES,
    accent_faults,
    bank_faults,
    day_faults,
    language_faults,
    logo_faults,
    pays_faults,
)
from collegial.config_checks.guarding import oidc_faults, secret_faults, security_faults
from collegial.config_checks.outside import (
    address_faults,
    journal_mirror_faults,
    mail_faults,
    stamping_faults,
    webhook_faults,
)
from collegial.config_checks.running import database_faults, running_faults
from collegial.kernel.text import Text

if TYPE_CHECKING:
    from collegial.config import Settings

__all__ = ["ACCENTS", "LANGUAGES", "accent_faults", "database_faults", "language_faults", "value_faults"]


def value_faults(settings: Settings) -> Iterator[Text]:
    """Yield every setting whose value cannot be used."""
    yield from secret_faults(settings.secrets)
    yield from pays_faults(settings.pays)
    yield from logo_faults(settings)
    yield from mail_faults(settings.mail)
    yield from security_faults(settings.security)
    yield from oidc_faults(settings.oidc, settings.secrets)
    yield from address_faults(settings)
    yield from database_faults(settings.database_url)
    yield from day_faults(settings.joining)
    yield from bank_faults(settings.bank)
    yield from stamping_faults(settings)
    yield from webhook_faults(settings.webhooks)
    yield from journal_mirror_faults(settings)
    yield from running_faults(settings)
