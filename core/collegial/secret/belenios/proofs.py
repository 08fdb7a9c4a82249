"""Zero-knowledge proofs: of knowledge (4.5, 4.14), of interval membership (4.12), of possibly blank votes (4.13)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gmpy2 import mpz

from collegial.secret.belenios.group import (
    G,
    Ladder,
    P,
    Q,
    fixed,
    g_power,
    inverse,
    power,
    random_exponent,
    read_element,
    read_exponent,
)
from collegial.secret.belenios.text import challenge, commas, items, table

_G_INVERSE = inverse(G)
Pair = tuple[mpz, mpz]
# How an element is read: checked at once, or vouched for later with many others.
Reader = Callable[[object], mpz]
# A challenge is the hash of what was committed to; each kind of proof says how.
Hashing = Callable[[Sequence[Pair]], mpz]


@dataclass(frozen=True, slots=True)
class Proof:
    """A challenge and its response."""

    challenge: mpz
    response: mpz

    def written(self) -> dict[str, mpz]:
        """Return the fields in their order."""
        return {"challenge": self.challenge, "response": self.response}


@dataclass(frozen=True, slots=True)
class Ciphertext:
    """An El Gamal pair."""

    alpha: mpz
    beta: mpz

    def written(self) -> dict[str, mpz]:
        """Return the fields in their order."""
        return {"alpha": self.alpha, "beta": self.beta}

    def times(self, other: "Ciphertext") -> "Ciphertext":
        """Multiply: the sum of what both hide."""
        return Ciphertext(self.alpha * other.alpha % P, self.beta * other.beta % P)

    def minus(self, plain: int) -> "Ciphertext":
        """Divide by g to a small power: what is hidden, less `plain`."""
        return Ciphertext(self.alpha, self.beta * _g_inverse_power(plain) % P)


NEUTRAL = Ciphertext(mpz(1), mpz(1))


def _g_inverse_power(plain: int) -> mpz:
    return power(_G_INVERSE, mpz(plain)) if plain > 1 else (_G_INVERSE if plain else mpz(1))


def read_proof(raw: object) -> Proof:
    """Read a proof."""
    fields = table(raw, "challenge", "response")
    return Proof(read_exponent(fields["challenge"]), read_exponent(fields["response"]))


def read_proofs(raw: object, length: int) -> tuple[Proof, ...]:
    """Read a list of proofs of known length."""
    return tuple(read_proof(one) for one in items(raw, length))


def read_ciphertext(raw: object, element: Reader = read_element) -> Ciphertext:
    """Read a ciphertext; both halves are of the group."""
    fields = table(raw, "alpha", "beta")
    return Ciphertext(element(fields["alpha"]), element(fields["beta"]))


def prove_knowledge(secret: mpz, hashing: Callable[[mpz], mpz]) -> Proof:
    """Prove knowledge of the logarithm of g^secret, as Schnorr."""
    witness = random_exponent()
    asked = hashing(g_power(witness)) % Q
    return Proof(asked, (witness - secret * asked) % Q)


def knows(public: mpz, proof: Proof, hashing: Callable[[mpz], mpz]) -> bool:
    """Verify a proof of knowledge of the logarithm of `public`."""
    commitment = g_power(proof.response) * power(public, proof.challenge) % P
    return bool(hashing(commitment) % Q == proof.challenge)


def encrypt(key: mpz, plain: int, randomness: mpz) -> Ciphertext:
    """Hide a small number."""
    return Ciphertext(g_power(randomness), fixed(key).power(randomness) * power(G, mpz(plain)) % P)


@dataclass(frozen=True, slots=True)
class Raised:
    """A ciphertext whose halves are raised several times, by all the proofs that speak of it."""

    alpha: Ladder
    beta: Ladder

    def times(self, other: "Raised") -> "Raised":
        """Multiply: the sum of what both hide."""
        return Raised(self.alpha.times(other.alpha), self.beta.times(other.beta))


def raised(value: Ciphertext) -> Raised:
    """Prepare a ciphertext."""
    return Raised(Ladder.of(value.alpha), Ladder.of(value.beta))


def _commit(key: mpz, claim: Ciphertext, proof: Proof) -> Pair:
    first = g_power(proof.response) * power(claim.alpha, proof.challenge) % P
    second = fixed(key).power(proof.response) * power(claim.beta, proof.challenge) % P
    return first, second


def prove_one_of(
    key: mpz, claims: Sequence[Ciphertext], true: int, randomness: mpz, hashing: Hashing
) -> tuple[Proof, ...]:
    """Prove that one of the claims hides zero, without telling which; `randomness` is that one's."""
    proofs = [Proof(random_exponent(), random_exponent()) for _ in claims]
    commitments = [_commit(key, claim, proof) for claim, proof in zip(claims, proofs, strict=True)]
    witness = random_exponent()
    commitments[true] = (g_power(witness), fixed(key).power(witness))
    others = sum((proof.challenge for place, proof in enumerate(proofs) if place != true), mpz(0))
    asked = (hashing(commitments) - others) % Q
    proofs[true] = Proof(asked, (witness - randomness * asked) % Q)
    return tuple(proofs)


# That a ciphertext hides a small number.
Claim = tuple[Raised, int]


def is_one_of(key: mpz, claims: Sequence[Claim], proofs: Sequence[Proof], hashing: Hashing) -> bool:
    """Verify a proof that one of the claims is true."""
    commitments = [_recommit(key, claim, proof) for claim, proof in zip(claims, proofs, strict=True)]
    total = sum((proof.challenge for proof in proofs), mpz(0)) % Q
    return bool(hashing(commitments) % Q == total)


def _recommit(key: mpz, claim: Claim, proof: Proof) -> Pair:
    """Commit as `_commit` does; what is claimed to be hidden is divided out by the table of g."""
    value, plain = claim
    first = g_power(proof.response) * value.alpha.power(proof.challenge) % P
    second = fixed(key).power(proof.response) * value.beta.power(proof.challenge) % P
    if plain:
        second = second * g_power(-plain * proof.challenge % Q) % P
    return first, second


def interval_claims(value: Ciphertext, least: int, most: int) -> list[Ciphertext]:
    """Return the claims that a value is one of an interval's numbers."""
    return [value.minus(number) for number in range(least, most + 1)]


def interval_hash(state: str, value: Ciphertext) -> Hashing:
    """H_iprove (4.12)."""
    return lambda pairs: challenge(
        "prove", state, commas(value.alpha, value.beta), ",".join(commas(*pair) for pair in pairs)
    )


def blank_hash(number: int, state: str) -> Hashing:
    """H_bproof0 and H_bproof1 (4.13)."""
    return lambda pairs: challenge(f"bproof{number}", state, ",".join(commas(*pair) for pair in pairs))
