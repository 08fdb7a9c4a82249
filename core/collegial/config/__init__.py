"""The settings of a deployment."""

from collegial.config.loading import ConfigError, UnreadableSettings, load_settings, parse_settings
from collegial.config.sections import (
    Bank,
    Compliance,
    Jobs,
    Joining,
    Lists,
    Mail,
    Mirror,
    Observing,
    Oidc,
    Pays,
    Plugins,
    Postgres,
    Secrets,
    Security,
    Serving,
    Site,
    Stamping,
)
from collegial.config.settings import LAST_BACKUP, Settings

__all__ = [
    "LAST_BACKUP",
    "Bank",
    "Compliance",
    "ConfigError",
    "Jobs",
    "Joining",
    "Lists",
    "Mail",
    "Mirror",
    "Observing",
    "Oidc",
    "Pays",
    "Plugins",
    "Postgres",
    "Secrets",
    "Security",
    "Serving",
    "Settings",
    "Site",
    "Stamping",
    "UnreadableSettings",
    "load_settings",
    "parse_settings",
]
