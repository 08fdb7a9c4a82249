"""Whether many numbers are of the group, in a fifteenth of the time of asking each (measured; decision 0025)."""

import secrets
from collections.abc import Sequence

from gmpy2 import mpz, powmod

from collegial.secret.belenios.group import P, Q, is_element, read_residue
from collegial.secret.belenios.text import Unacceptable

_ROUNDS = 16  # of 8 random subsets each: a foreign number passes once in 2^128
_SUBSETS = 8
_FEW = 200


class Members:
    """Numbers that were read and are vouched for together, by `check`.

    A number outside the group makes the product of a random subset leave it at least every other time, whatever
    the structure of what lies around the group. So one subset after the other is drawn, multiplied and tried.
    """

    def __init__(self) -> None:
        self._read: list[mpz] = []

    def read(self, written: object) -> mpz:
        """Read a number that `check` must vouch for before anything follows from it."""
        number = read_residue(written)
        self._read.append(number)
        return number

    def check(self) -> None:
        """Raise Unacceptable unless all numbers read so far are of the group; they are then forgotten."""
        numbers, self._read = self._read, []
        holds = all(map(is_element, numbers)) if len(numbers) < _FEW else _are_elements(numbers)
        if not holds:
            raise Unacceptable("element")


def _are_elements(numbers: Sequence[mpz]) -> bool:
    return all(
        powmod(product, Q, P) == 1
        for _ in range(_ROUNDS)
        for product in _products(numbers, secrets.token_bytes(len(numbers)))
    )


def _products(numbers: Sequence[mpz], drawn: bytes) -> list[mpz]:
    """Multiply eight subsets, the bits of the byte drawn for each number: numbers of one byte are multiplied first."""
    buckets = [mpz(1)] * (1 << _SUBSETS)
    for number, byte in zip(numbers, drawn, strict=True):
        buckets[byte] = buckets[byte] * number % P
    found = []
    while len(buckets) > 1:
        half = len(buckets) // 2
        low, high = buckets[:half], buckets[half:]
        found.append(_product(high))
        buckets = [one * other % P for one, other in zip(low, high, strict=True)]
    return found


def _product(numbers: Sequence[mpz]) -> mpz:
    result = mpz(1)
    for one in numbers:
        result = result * one % P
    return result
