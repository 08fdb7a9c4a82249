"""How long a session lasts, how its device is called, and how long what belongs to signing in is kept."""

import hashlib
from datetime import timedelta
from enum import StrEnum

# From the sign-in on, whatever is done meanwhile: a long day of assembly.
LIFETIME = timedelta(hours=12)
# How exactly it is known when a session was used last; writing it at each page would cost more than it tells.
SEEN_EVERY = timedelta(minutes=10)

# How long a failed try to sign in is kept, and how many of them an account keeps.
ATTEMPTS_KEPT = timedelta(days=90)
MOST_ATTEMPTS = 20
# How long the link to a new address works, and the one by which the owner of the former address takes it back.
CONFIRM_WITHIN = timedelta(hours=24)
STOP_WITHIN = timedelta(days=7)
MOST_CHANGES = 5  # in a day: each sends a mail to an address that somebody typed
# How long what was typed waits while a sign-in is confirmed.
FORM_WAITS = timedelta(hours=1)


class Way(StrEnum):
    """What was wrong at a sign-in: the code by mail, the password, the second factor, or one that was used before."""

    CODE = "code"
    PASSWORD = "password"  # noqa: S105 (the name of a way)
    SECOND = "second"
    USED = "used"


# The first that is found counts: most programs also claim to be those below them.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("CrOS", "ChromeOS"), ("Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def device_of(user_agent: str) -> str:
    """Name a device so that its owner knows it again, such as `Firefox, Android`; empty when nothing is known.

    Only these names are kept: the whole header would tell a device from thousands of others.
    """
    names = (_first(user_agent, _BROWSERS), _first(user_agent, _SYSTEMS))
    return ", ".join(name for name in names if name)


def digest_of(key: str) -> str:
    """Return what is kept of the key in the cookie: who reads the database cannot sign in by it."""
    return hashlib.sha256(key.encode()).hexdigest()


def _first(user_agent: str, known: tuple[tuple[str, str], ...]) -> str:
    return next((name for sign, name in known if sign in user_agent), "")
