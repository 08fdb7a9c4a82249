"""The count (4.16 to 4.19): multiply the ballots, decrypt the products only, read the sums."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from gmpy2 import mpz

from collegial.secret.belenios.ballots import Ballot
from collegial.secret.belenios.election import Election, Question
from collegial.secret.belenios.group import G, P, Q, g_power, inverse, power, random_exponent, read_element
from collegial.secret.belenios.proofs import NEUTRAL, Ciphertext, Proof, read_ciphertext, read_proof
from collegial.secret.belenios.text import Unacceptable, challenge, commas, items, read, table, whole
from collegial.secret.belenios.threshold import combine
from collegial.secret.belenios.trustees import Threshold, Trustees

Tally = tuple[tuple[Ciphertext, ...], ...]
Result = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class PartialDecryption:
    """A trustee's factor of every ciphertext of the tally, each with its proof."""

    factors: tuple[tuple[mpz, ...], ...]
    proofs: tuple[tuple[Proof, ...], ...]

    def written(self) -> dict[str, object]:
        """Return the fields in their order."""
        return {
            "decryption_factors": [list(row) for row in self.factors],
            "decryption_proofs": [[one.written() for one in row] for row in self.proofs],
        }


def tallied(ballots: Iterable[Ballot]) -> list[Ballot]:
    """Keep the last ballot of each credential (4.15)."""
    last: dict[mpz, Ballot] = {}
    for ballot in ballots:
        last.pop(ballot.credential, None)
        last[ballot.credential] = ballot
    return list(last.values())


def encrypted_tally(questions: Sequence[Question], ballots: Sequence[Ballot]) -> Tally:
    """Multiply the ballots, choice by choice."""
    tally = [[NEUTRAL] * question.width for question in questions]
    for ballot in ballots:
        for sums, answer in zip(tally, ballot.answers, strict=True):
            sums[:] = [one.times(other) for one, other in zip(sums, answer.choices, strict=True)]
    return tuple(tuple(row) for row in tally)


def multiply(questions: Sequence[Question], ballots: Iterable[str]) -> tuple[Tally, int]:
    """Multiply ballots that were verified when they were cast; return how many count, too.

    Reading each again with all its checks would keep the closing of a large vote waiting for minutes.
    """
    last: dict[str, list[list[Ciphertext]]] = {}
    for text in ballots:
        raw = json.loads(text)
        last[raw["credential"]] = [
            [Ciphertext(mpz(one["alpha"]), mpz(one["beta"])) for one in answer["choices"]]
            for answer in raw["answers"]
        ]
    tally = [[NEUTRAL] * question.width for question in questions]
    for answers in last.values():
        for sums, choices in zip(tally, answers, strict=True):
            sums[:] = [one.times(other) for one, other in zip(sums, choices, strict=True)]
    return tuple(tuple(row) for row in tally), len(last)


def written_tally(tally: Tally) -> list[object]:
    """Return the encrypted tally in its order."""
    return [[one.written() for one in row] for row in tally]


def read_tally(text: str, questions: Sequence[Question]) -> Tally:
    """Read an encrypted tally."""

    def build(raw: object) -> Tally:
        rows = zip(items(raw, len(questions)), questions, strict=True)
        return tuple(
            tuple(read_ciphertext(one) for one in items(row, question.width)) for row, question in rows
        )

    return read(text, build, written_tally)


def decrypt(election: Election, tally: Tally, private: mpz) -> PartialDecryption:
    """Compute a trustee's part of the decryption, proving that it used the key it published."""
    public = g_power(private)
    factors = tuple(tuple(power(one.alpha, private) for one in row) for row in tally)
    proofs = tuple(tuple(_prove(election, public, private, one.alpha) for one in row) for row in tally)
    return PartialDecryption(factors, proofs)


def read_decryption(text: str, tally: Tally) -> PartialDecryption:
    """Read a partial decryption of a tally; its proofs are checked by `check_decryption`."""

    def build(raw: object) -> PartialDecryption:
        fields = table(raw, "decryption_factors", "decryption_proofs")
        factors, proofs = (
            [items(row, len(sums)) for row, sums in zip(items(fields[name], len(tally)), tally, strict=True)]
            for name in ("decryption_factors", "decryption_proofs")
        )
        return PartialDecryption(
            tuple(tuple(read_element(one) for one in row) for row in factors),
            tuple(tuple(read_proof(one) for one in row) for row in proofs),
        )

    return read(text, build, PartialDecryption.written)


def check_decryption(election: Election, tally: Tally, public: mpz, part: PartialDecryption) -> None:
    """Raise Unacceptable unless every factor was computed with the private half of `public`."""
    for row, factors, proofs in zip(tally, part.factors, part.proofs, strict=True):
        for one, factor, proof in zip(row, factors, proofs, strict=True):
            first = g_power(proof.response) * power(public, proof.challenge) % P
            second = power(one.alpha, proof.response) * power(factor, proof.challenge) % P
            if _hash(election, public, first, second) != proof.challenge:
                raise Unacceptable("decryption_proof")


def result(tally: Tally, trustees: Trustees, parts: dict[int, PartialDecryption], ballots: int) -> Result:
    """Read the sums from the checked parts, by owner from 1; no sum is above the number of ballots."""
    flat = {owner: [one for row in part.factors for one in row] for owner, part in parts.items()}
    factors = iter(combine(trustees, dict(flat)))
    logarithms = {}
    point = mpz(1)
    for number in range(ballots + 1):
        logarithms[point] = number
        point = point * G % P
    return tuple(
        tuple(_logarithm(logarithms, one.beta * inverse(next(factors)) % P) for one in row) for row in tally
    )


def wrong_owners(
    tally: Tally, trustees: Trustees, parts: dict[int, PartialDecryption], ballots: int
) -> set[int]:
    """Return whose parts belong to no set of as many as are needed that gives a result; empty if nothing can tell.

    The proof of a part, as the specification has it, does not bind every number in it, so a part can be wrong.
    """
    if len(trustees) != 1 or not isinstance(trustees[0], Threshold):
        return set()  # all are needed: nobody's part can be left out to see
    sound: set[int] = set()
    for some in combinations(sorted(parts), trustees[0].threshold):
        if not set(some) <= sound and _gives(
            tally, trustees, {owner: parts[owner] for owner in some}, ballots
        ):
            sound.update(some)
    return set(parts) - sound if sound else set()


def _gives(tally: Tally, trustees: Trustees, parts: dict[int, PartialDecryption], ballots: int) -> bool:
    try:
        return bool(result(tally, trustees, parts, ballots))
    except Unacceptable:
        return False


def written_result(found: Result) -> dict[str, object]:
    """Return the result in its order."""
    return {"result": [list(row) for row in found]}


def read_result(text: str) -> Result:
    """Read a result."""

    def build(raw: object) -> Result:
        return tuple(tuple(whole(one) for one in items(row)) for row in items(table(raw, "result")["result"]))

    return read(text, build, written_result)


def _logarithm(logarithms: dict[mpz, int], point: mpz) -> int:
    if point not in logarithms:
        raise Unacceptable("result")
    return logarithms[point]


def _prove(election: Election, public: mpz, private: mpz, alpha: mpz) -> Proof:
    witness = random_exponent()
    asked = _hash(election, public, g_power(witness), power(alpha, witness))
    return Proof(asked, (witness - private * asked) % Q)


def _hash(election: Election, public: mpz, first: mpz, second: mpz) -> mpz:
    return challenge("decrypt", election.fingerprint, str(public), commas(first, second)) % Q
