"""When something happened that a browser tells later, and which code of a convocation it knows by heart."""

import hashlib
from datetime import datetime, timedelta

AT_ONCE = timedelta(seconds=30)
OLDEST = timedelta(hours=24)
_CODE_LENGTH = 16


def happened_at(now: datetime, age: timedelta) -> datetime:
    """Return the moment of an entry from its age: the browser's own clock may be wrong, its lapse is not."""
    return now - age


def is_late(age: timedelta) -> bool:
    """Tell whether an entry waited, rather than travelled."""
    return age > AT_ONCE


def code_of(token: str) -> str:
    """Return what the browser keeps of a personal link: enough to know it again, nothing to open it with."""
    return hashlib.sha256(token.encode()).hexdigest()[:_CODE_LENGTH]
