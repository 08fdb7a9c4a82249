"""Passwords that would be tried first: those of leaks, of keyboards, of calendars, and one's own names.

The estimate of zxcvbn goes by lists of what leaked elsewhere, and how people vary it; it asks for no kind of sign.
"""

import unicodedata
from collections.abc import Iterable

# A hundred million guesses: what its authors call safely unguessable for a password that is hashed slowly.
ENOUGH = 3
_SHORTEST_NAME = 3
_BESIDE_NAMES = 8
_READ = 72  # zxcvbn reads no more; what is longer is as good as its beginning
# What its English lists do not know of a French keyboard and of our field.
_OURS = (
    "motdepasse", "azertyuiop", "azerty", "qsdfghjklm", "wxcvbn", "soleil", "doudou", "bonjour", "jetaime",
    "cooperative", "collegial", "assemblee", "association", "bretagne", "breizh", "societaire",
)  # fmt: skip


def is_guessable(password: str, names: Iterable[str] = ()) -> bool:
    """Tell whether a password is among those that are tried first; `names` are of the person and the place."""
    return strength(password, names) < ENOUGH


def strength(password: str, names: Iterable[str] = ()) -> int:
    """Return how long a password withstands guessing, from 0 to 4; from 3 on it is taken."""
    from zxcvbn import zxcvbn  # noqa: PLC0415 (its lists are read only where somebody chooses a password)

    plain = _plain(password)
    if len(_without(names, plain).strip()) < _BESIDE_NAMES:
        return 0
    return int(zxcvbn(plain[:_READ], user_inputs=_OURS)["score"])


def _without(names: Iterable[str], plain: str) -> str:
    """Return what a password holds beside names: whoever knows the person begins with these."""
    known = {piece for name in names for piece in _pieces(name) if len(piece) >= _SHORTEST_NAME}
    left = plain.casefold()
    for piece in sorted(known, key=len, reverse=True):
        left = left.replace(piece, "")
    return left


def _pieces(name: str) -> list[str]:
    words = "".join(sign if sign.isalnum() else " " for sign in _plain(name).casefold()).split()
    return [*words, "".join(words)]


def _plain(text: str) -> str:
    """Return a text without accents: whoever guesses tries both."""
    return "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))
