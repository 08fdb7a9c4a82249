"""How names are compared: without capitals, accents or typographic signs."""

import unicodedata

_WRITTEN_OUT = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "\u2010": "-"})


def nameless(actor_id: int) -> str:
    """Return what stands in place of a name that was erased."""
    return f"#{actor_id}"


def fold(name: str) -> str:
    """Return a name as it is sorted and searched: `L’Épicerie` is found under `l'epicerie`."""
    # Some letters only show their capital, and some capitals their accent, once they are spread out.
    bare = _bare(_bare(name).casefold()).casefold()
    return " ".join(bare.translate(_WRITTEN_OUT).split())


def _bare(name: str) -> str:
    spread = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in spread if not unicodedata.combining(sign))
