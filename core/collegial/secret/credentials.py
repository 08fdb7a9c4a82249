"""What the server makes again from a key outside the database, and remembers nowhere: codes, and its part of a key."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from gmpy2 import mpz

from collegial.secret.belenios.credentials import credential_from
from collegial.secret.belenios.group import Q

_PURPOSE = b"collegial secret votes: credentials"
_TRUSTEE = b"collegial secret votes: part of the key"


@dataclass(frozen=True, repr=False)
class Authority:
    """Makes the code of a voting right in an election; a copy of the database does not suffice for it.

    `program` is the fingerprint of the scripts that the site serves now.
    """

    key: str
    program: str = ""

    def credential(self, uuid: str, entry_id: int) -> str:
        """Return the code of a line of the roll."""
        purpose = hmac.digest(self.key.encode(), _PURPOSE, hashlib.sha256)
        made = hmac.digest(purpose, f"{uuid}|{entry_id}".encode(), hashlib.sha256)
        return credential_from(int.from_bytes(made, "big"))

    def trustee(self, ceremony_id: int, created: datetime) -> mpz:
        """Return the server's part of the key of a secret vote in the light profile."""
        made = hmac.digest(self.key.encode(), _TRUSTEE, hashlib.sha512)
        return (
            mpz(
                int.from_bytes(
                    hmac.digest(made, f"{ceremony_id}|{int(created.timestamp())}".encode(), hashlib.sha512),
                    "big",
                )
            )
            % Q
        )
