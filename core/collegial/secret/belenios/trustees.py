"""Those who hold the keys (4.5, 4.7): a mandatory key each, or a threshold of them; and the key they make together."""

from collections.abc import Sequence
from dataclasses import dataclass

from gmpy2 import mpz

from collegial.secret.belenios.group import NAME, P, g_power, random_exponent, read_element
from collegial.secret.belenios.proofs import Proof, knows, prove_knowledge, read_proof
from collegial.secret.belenios.signing import Signed, read_signed
from collegial.secret.belenios.text import Unacceptable, challenge, items, read, table, whole


@dataclass(frozen=True)
class TrusteeKey:
    """A public key with the proof that its owner knows the private one."""

    proof: Proof
    public: mpz

    def written(self) -> dict[str, object]:
        """Return the fields in their order."""
        return {"pok": self.proof.written(), "public_key": self.public}


@dataclass(frozen=True)
class Threshold:
    """The parameters of a threshold of trustees, as published (4.6.7); `coefficients` are signed A_i0 … A_it."""

    threshold: int
    certs: tuple[Signed, ...]
    coefficients: tuple[Signed, ...]
    keys: tuple[TrusteeKey, ...]

    def written(self) -> dict[str, object]:
        """Return the fields in their order."""
        return {
            "threshold": self.threshold,
            "certs": [one.written() for one in self.certs],
            "coefexps": [one.written() for one in self.coefficients],
            "verification_keys": [one.written() for one in self.keys],
        }


Trustee = TrusteeKey | Threshold
Trustees = tuple[Trustee, ...]


def new_private_key() -> mpz:
    """Draw a private key."""
    return random_exponent()


def trustee_key(private: mpz) -> TrusteeKey:
    """Return the public key of a private one, with its proof."""
    public = g_power(private)
    return TrusteeKey(prove_knowledge(private, lambda point: _hash(public, point)), public)


def read_trustee_key(text: str) -> TrusteeKey:
    """Read a trustee's public key and check its proof."""
    key = read(text, build_trustee_key, TrusteeKey.written)
    check_trustee_key(key)
    return key


def build_trustee_key(raw: object) -> TrusteeKey:
    """Build a trustee's key from its fields."""
    fields = table(raw, "pok", "public_key")
    return TrusteeKey(read_proof(fields["pok"]), read_element(fields["public_key"]))


def check_trustee_key(key: TrusteeKey) -> None:
    """Raise Unacceptable unless the owner of a key proves to know its private half; 1 is no key."""
    if key.public == 1:
        raise Unacceptable("identity")
    if not knows(key.public, key.proof, lambda point: _hash(key.public, point)):
        raise Unacceptable("proof_of_knowledge")


def written_trustees(trustees: Trustees) -> list[list[object]]:
    """Return the structure of trustees in its order."""
    return [["Single" if isinstance(one, TrusteeKey) else "Pedersen", one.written()] for one in trustees]


def read_trustees(text: str) -> Trustees:
    """Read the structure of trustees; its proofs are checked where it is used, see `check_trustees`."""
    return read(text, lambda raw: tuple(_trustee(one) for one in items(raw)), written_trustees)


def keys_of(trustees: Trustees) -> tuple[TrusteeKey, ...]:
    """Return the verification keys in the order of owners, who are numbered from 1."""
    found: list[TrusteeKey] = []
    for one in trustees:
        found += [one] if isinstance(one, TrusteeKey) else one.keys
    return tuple(found)


def product(numbers: Sequence[mpz]) -> mpz:
    """Multiply elements of the group."""
    result = mpz(1)
    for one in numbers:
        result = result * one % P
    return result


def _hash(public: mpz, point: mpz) -> mpz:
    return challenge("pok", NAME, str(public), str(point))


def _trustee(raw: object) -> Trustee:
    kind, fields = items(raw, 2)
    if kind == "Single":
        return build_trustee_key(fields)
    if kind == "Pedersen":
        return _threshold(fields)
    raise Unacceptable("format")


def _threshold(raw: object) -> Threshold:
    fields = table(raw, "threshold", "certs", "coefexps", "verification_keys")
    certs = items(fields["certs"])
    return Threshold(
        whole(fields["threshold"]),
        tuple(read_signed(one) for one in certs),
        tuple(read_signed(one) for one in items(fields["coefexps"], len(certs))),
        tuple(build_trustee_key(one) for one in items(fields["verification_keys"], len(certs))),
    )
