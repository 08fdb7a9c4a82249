"""How the number of a bank account is written for people."""

TIED = "\u00a0"


def in_fours(iban: str, between: str = " ") -> str:
    """Write an IBAN as banks print it, in groups of four; `TIED` between them keeps it on one line of a paper."""
    bare = "".join(iban.split())
    return between.join(bare[start : start + 4] for start in range(0, len(bare), 4))
