"""The group BELENIOS-2048 (section 5.1): its elements, its exponents, and fast powers of fixed bases."""

import secrets
from collections.abc import Sequence
from functools import lru_cache

from gmpy2 import invert, mpz, powmod

from collegial.secret.belenios.text import Unacceptable

NAME = "BELENIOS-2048"
P = mpz(
    "2069478569142254640101364365750500806492298929575110409710088478705737421924271740192223725449768433"
    "8129066633138078958404960054389636289796393038773905722803605973749427671376777618898589872735865049"
    "0811670993105358677809800307904916540637771737641986785272734744763418356000356983051931442845617019"
    "1100078673730733356412397173289791324047457883446826065232797464795113767265869358218004631792207366"
    "8860052627186363386088796882120769432366149491002923444346373222145884100586421050242120365433561201"
    "3204811188524087310770141516662001623131771693721892480785077118278423174980732765988288251691831031"
    "25680162072880719"
)
G = mpz(
    "2402352677501852209227687703532399932712287657378364916510075318787663274146353219320285676155269678"
    "7996946682987493890950838965734256019006010684771644917354741372831046104586813145117816467554005274"
    "0288984613986453266121505579709716201616827031288643245666383486363578210615491841998253431518974065"
    "8186868651151358576410138882215396016043228843603930989333662772848406593138406010231675095763777982"
    "6651036068224066350766977640253462537730851331734951942489677540525736590494924776314759915751987751"
    "7771148149092045660020547812705472823814097251863985833411570056835369555342378147558249189605029668"
    "0037745308460627"
)
Q = mpz("78571733251071885079927659812671450121821421258408794611510081919805623223441")

_WINDOW = 8
_WINDOWS = 32  # of 8 bits: all of an exponent
_MASK = (1 << _WINDOW) - 1
_STEP, _RUNGS = 4, 64


class FixedBase:
    """The powers of one base, from a table: a seventh of the time of a plain power (measured)."""

    def __init__(self, base: mpz) -> None:
        self.base = base
        self._rows = list(_rows(base))

    def power(self, exponent: mpz) -> mpz:
        """Raise the base to an exponent of Zq."""
        result = mpz(1)
        for row, digit in zip(self._rows, _bytes(exponent), strict=True):
            if digit:
                result = result * row[digit] % P
        return result


class Ladder:
    """The powers of a base that is raised two to four times: its squarings are made once (Yao's method).

    `rungs` are the base raised to 1, 16, 16², …: a power multiplies those of one digit together, then the digits.
    """

    def __init__(self, rungs: Sequence[mpz]) -> None:
        self.rungs = rungs

    @classmethod
    def of(cls, base: mpz) -> "Ladder":
        """Square a base all the way up."""
        rungs = [base]
        for _ in range(_RUNGS - 1):
            for _ in range(_STEP):
                base = base * base % P
            rungs.append(base)
        return cls(rungs)

    def times(self, other: "Ladder") -> "Ladder":
        """Return the ladder of the product of two bases: cheaper than its squarings."""
        return Ladder([one * another % P for one, another in zip(self.rungs, other.rungs, strict=True)])

    def power(self, exponent: mpz) -> mpz:
        """Raise the base to an exponent of Zq."""
        buckets: list[mpz | None] = [None] * (1 << _STEP)
        for place, byte in enumerate(_bytes(exponent)):
            for at, digit in ((2 * place, byte & 15), (2 * place + 1, byte >> 4)):
                if digit:
                    held = buckets[digit]
                    buckets[digit] = self.rungs[at] if held is None else held * self.rungs[at] % P
        running = result = mpz(1)
        for held in buckets[:0:-1]:
            if held is not None:
                running = running * held % P
            result = result * running % P
        return result


def _bytes(exponent: mpz) -> bytes:
    return int(exponent).to_bytes(_WINDOWS, "little")


def _rows(base: mpz) -> list[list[mpz]]:
    rows, step = [], base
    for _ in range(_WINDOWS):
        row = [mpz(1)]
        for _ in range(_MASK):
            row.append(row[-1] * step % P)
        rows.append(row)
        step = row[-1] * step % P
    return rows


@lru_cache(maxsize=16)
def fixed(base: mpz) -> FixedBase:
    """Return the table of a base that is raised often: the generator, an election's public key."""
    return FixedBase(base)


def g_power(exponent: mpz) -> mpz:
    """Raise the generator."""
    return fixed(G).power(exponent)


def power(base: mpz, exponent: mpz) -> mpz:
    """Raise any element."""
    return powmod(base, exponent, P)


def inverse(element: mpz) -> mpz:
    """Invert an element."""
    return invert(element, P)


def random_exponent() -> mpz:
    """Draw an exponent."""
    return mpz(secrets.randbelow(int(Q)))


def is_element(number: mpz) -> bool:
    """Say whether a number is of the subgroup of order q."""
    return bool(0 < number < P and powmod(number, Q, P) == 1)


def read_element(written: object) -> mpz:
    """Read an element of the group; its membership is checked, always."""
    number = read_residue(written)
    if not is_element(number):
        raise Unacceptable("element")
    return number


def read_residue(written: object) -> mpz:
    """Read a number below p that has yet to be shown to be of the group; see `membership`."""
    number = _read_number(written, len(str(P)))
    if not 0 < number < P:
        raise Unacceptable("element")
    return number


def read_exponent(written: object) -> mpz:
    """Read an exponent of Zq."""
    number = _read_number(written, len(str(Q)))
    if not 0 <= number < Q:
        raise Unacceptable("exponent")
    return number


def read_private(written: object) -> mpz:
    """Read a private exponent that a trustee sent or kept: belenios-tool does not reduce these modulo q."""
    return _read_number(written, len(str(Q)) + 1) % Q


def _read_number(written: object, most_digits: int) -> mpz:
    if not isinstance(written, str) or not (0 < len(written) <= most_digits):
        raise Unacceptable("number")
    if not (written.isascii() and written.isdigit()) or (written[0] == "0" and written != "0"):
        raise Unacceptable("number")
    return mpz(written)
