"""The way to the mail server: a connection that broke is given back at once, not when Python finds it."""

from collections.abc import Sequence
from typing import Any

from flask_mailman.backends.smtp import EmailBackend


class ClosingEmailBackend(EmailBackend):  # type: ignore[misc]
    """Sends by SMTP; closes what it opened when a letter cannot be sent, which the library leaves open."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        """Send letters over one connection; return how many left."""
        was_open = self.connection is not None
        try:
            return int(super().send_messages(email_messages))
        except Exception:
            if not was_open:
                self.close()
            raise
