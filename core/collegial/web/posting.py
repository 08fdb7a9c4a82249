"""The ways of a letter: to the mail server, or into a folder where there is none."""

import secrets
import smtplib
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask_mailman.backends.base import BaseEmailBackend
from flask_mailman.backends.smtp import EmailBackend

from collegial.kernel.disks import write_whole


class CheckedSMTP(smtplib.SMTP):
    """Speaks to the mail server whose certificate names it: codes and links go to nobody else."""

    def starttls(
        self, *_files: Any, context: ssl.SSLContext | None = None, **_more: Any
    ) -> tuple[int, bytes]:
        """Go on encrypted; raises `ssl.SSLCertVerificationError` where the certificate is not the server's.

        The standard library checks none unless it is told to.
        """
        return super().starttls(context=context or ssl.create_default_context())


class ClosingEmailBackend(EmailBackend):  # type: ignore[misc]
    """Sends by SMTP; gives a connection that broke back at once, which the library leaves to the collector."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Return what speaks to the server; encrypted from the start, the library checks the certificate itself."""
        return smtplib.SMTP_SSL if self.use_ssl else CheckedSMTP

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        """Send letters over one connection; return how many left."""
        was_open = self.connection is not None
        try:
            return int(super().send_messages(email_messages))
        except Exception:
            if not was_open:
                self.close()
            raise


class FilingEmailBackend(BaseEmailBackend):  # type: ignore[misc]
    """Writes each letter into a file of its own, as mail programs open it; the names tell the order."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        """Write letters; return how many there are."""
        folder = Path(self.mailman.file_path)
        folder.mkdir(parents=True, exist_ok=True)
        for one in email_messages:
            name = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{secrets.token_hex(4)}.eml"
            write_whole(folder / name, one.message().as_bytes())
        return len(email_messages)
