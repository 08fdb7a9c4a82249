"""The credential authority of the server: it remembers no code, it makes each again from a key outside the database."""

import hashlib
import hmac
from dataclasses import dataclass

from collegial.secret.belenios.credentials import credential_from

_PURPOSE = b"collegial secret votes: credentials"


@dataclass(frozen=True, repr=False)
class Authority:
    """Makes the code of a voting right in an election; a copy of the database does not suffice for it."""

    key: str

    def credential(self, uuid: str, entry_id: int) -> str:
        """Return the code of a line of the roll."""
        purpose = hmac.digest(self.key.encode(), _PURPOSE, hashlib.sha256)
        made = hmac.digest(purpose, f"{uuid}|{entry_id}".encode(), hashlib.sha256)
        return credential_from(int.from_bytes(made, "big"))
