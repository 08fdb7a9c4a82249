"""All settings of a deployment, as the program reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from urllib.parse import urlsplit

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
    Webhooks,
)

# What a backup notes of itself, beside the settings.
LAST_BACKUP = "last-backup.json"


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
    webhooks: Webhooks = field(default_factory=Webhooks)
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
    def kept_mails(self) -> str | None:
        """Return the folder in which e-mails lie, reaching nobody; None where they leave, or the mailbox shows them."""
        return None if self.mail.is_posted or self.demo else self.mail.folder

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


SECTIONS: Mapping[str, type] = {
    one.name: one.type for one in fields(Settings) if isinstance(one.type, type) and is_dataclass(one.type)
}
