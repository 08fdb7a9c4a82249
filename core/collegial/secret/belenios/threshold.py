"""How n trustees make a key that k of them can use (4.6.4 to 4.6.7), and the checks on what they made."""

from collections.abc import Sequence
from dataclasses import dataclass

from gmpy2 import mpz

from collegial.secret.belenios.group import Q, g_power, power, random_exponent, read_element, read_private
from collegial.secret.belenios.signing import (
    Cert,
    Seed,
    Signed,
    is_signed,
    read_cert,
    read_sealed,
    read_signed,
    receive,
    send,
    sign,
)
from collegial.secret.belenios.text import Unacceptable, items, parse, read, table, words, write
from collegial.secret.belenios.trustees import (
    Threshold,
    Trustee,
    TrusteeKey,
    Trustees,
    build_trustee_key,
    check_trustee_key,
    product,
    trustee_key,
)


@dataclass(frozen=True)
class Polynomial:
    """What a trustee sends in the second round: a polynomial for itself, a point of it for each, its public half."""

    polynomial: str
    secrets: tuple[str, ...]
    coefficients: Signed

    def written(self) -> dict[str, object]:
        """Return the fields in their order."""
        coefexps = self.coefficients.written()
        return {"polynomial": self.polynomial, "secrets": list(self.secrets), "coefexps": coefexps}


@dataclass(frozen=True)
class Vinput:
    """What each trustee is given for the third round."""

    polynomial: str
    secrets: tuple[str, ...]
    coefficients: tuple[Signed, ...]

    def written(self) -> dict[str, object]:
        """Return the fields in their order."""
        coefexps = [one.written() for one in self.coefficients]
        return {"polynomial": self.polynomial, "secrets": list(self.secrets), "coefexps": coefexps}


@dataclass(frozen=True)
class Voutput:
    """What a trustee answers in the third round: its share sealed for itself, and the public half of it."""

    private: str
    key: TrusteeKey

    def written(self) -> dict[str, object]:
        """Return the fields in their order."""
        return {"private_key": self.private, "public_key": self.key.written()}


def make_polynomial(seed: Seed, certs: Sequence[Cert], threshold: int) -> Polynomial:
    """Draw a trustee's polynomial; `threshold` is the number of trustees needed, t + 1."""
    own = _place(seed, certs)
    coefficients = [random_exponent() for _ in range(threshold)]
    points = [write({"secret": _value(coefficients, place)}) for place in range(1, len(certs) + 1)]
    public = write({"coefexps": [g_power(one) for one in coefficients]})
    return Polynomial(
        send(seed.signing, certs[own].encryption, write({"polynomial": coefficients})),
        tuple(send(seed.signing, cert.encryption, point) for cert, point in zip(certs, points, strict=True)),
        sign(seed.signing, public),
    )


def read_polynomial(text: str, sender: Cert, trustees: int, threshold: int) -> Polynomial:
    """Read what a trustee sent in the second round, and check what anyone can see of it."""
    found = read(text, lambda raw: _polynomial(raw, trustees), Polynomial.written)
    for sealed in (found.polynomial, *found.secrets):
        read_sealed(sealed)
    read_coefficients(found.coefficients, sender, threshold)
    return found


def vinput_for(place: int, polynomials: Sequence[Polynomial]) -> Vinput:
    """Route to a trustee, by its place from 0, what the others sent for it."""
    return Vinput(
        polynomials[place].polynomial,
        tuple(one.secrets[place] for one in polynomials),
        tuple(one.coefficients for one in polynomials),
    )


def read_vinput(text: str) -> Vinput:
    """Read what a trustee is given for the third round."""
    return read(text, _vinput, Vinput.written)


def make_voutput(seed: Seed, certs: Sequence[Cert], vinput: Vinput, threshold: int) -> Voutput:
    """Check the points that the others sent, and make the share; raise Unacceptable for a false point."""
    own = _place(seed, certs)
    share = mpz(0)
    for cert, sealed, signed in zip(certs, vinput.secrets, vinput.coefficients, strict=True):
        point = _secret(parse(receive(seed.decryption, cert.verification, sealed)))
        if g_power(point) != _public_value(read_coefficients(signed, cert, threshold), own + 1):
            raise Unacceptable("secret")
        share = (share + point) % Q
    private = send(seed.signing, certs[own].encryption, write(share))
    return Voutput(private, trustee_key(share))


def read_voutput(text: str, place: int, coefficients: Sequence[Sequence[mpz]]) -> Voutput:
    """Read a trustee's answer of the third round, and check that its key is the one its share must have."""
    found = read(text, _voutput, Voutput.written)
    read_sealed(found.private)
    check_trustee_key(found.key)
    if found.key.public != _expected_key(place, coefficients):
        raise Unacceptable("verification_key")
    return found


def open_share(seed: Seed, sealed: str) -> mpz:
    """Return the private share of a trustee from the sealed one that the server keeps for it."""
    return read_private(parse(receive(seed.decryption, g_power(seed.signing), sealed)))


def read_coefficients(signed: Signed, sender: Cert, threshold: int) -> tuple[mpz, ...]:
    """Read the public half of a polynomial and check who signed it."""
    if not is_signed(signed, sender.verification):
        raise Unacceptable("signature")
    return read(
        signed.message,
        lambda raw: tuple(read_element(one) for one in items(table(raw, "coefexps")["coefexps"], threshold)),
        lambda one: {"coefexps": list(one)},
    )


def public_key_of(trustees: Trustees) -> mpz:
    """Check what every trustee proves, and return the key that they make together."""
    if not trustees:
        raise Unacceptable("trustees")
    return product([_sub_key(one) for one in trustees])


def combine(trustees: Trustees, factors: dict[int, Sequence[mpz]]) -> list[mpz]:
    """Combine partial decryptions into the factors of the result (4.19), by owner from 1.

    Raise Unacceptable when fewer than needed are there; of a threshold, the first enough are used.
    """
    parts: list[Sequence[mpz]] = []
    first = 1
    for one in trustees:
        if isinstance(one, TrusteeKey):
            if first not in factors:
                raise Unacceptable("too_few_decryptions")
            parts.append(factors[first])
            first += 1
        else:
            own = {
                place: factors[first + place - 1]
                for place in range(1, len(one.keys) + 1)
                if first + place - 1 in factors
            }
            parts.append(_interpolate(one, own))
            first += len(one.keys)
    return [product(column) for column in zip(*parts, strict=True)]


def _interpolate(threshold: Threshold, shares: dict[int, Sequence[mpz]]) -> list[mpz]:
    places = sorted(shares)[: threshold.threshold]
    if len(places) < threshold.threshold:
        raise Unacceptable("too_few_decryptions")
    weights = [_lagrange(place, places) for place in places]
    columns = zip(*(shares[place] for place in places), strict=True)
    return [product([power(one, by) for one, by in zip(column, weights, strict=True)]) for column in columns]


def _lagrange(place: int, places: Sequence[int]) -> mpz:
    result = mpz(1)
    for other in places:
        if other != place:
            result = result * other * pow(mpz(other - place), -1, Q) % Q
    return result


def _sub_key(trustee: Trustee) -> mpz:
    if isinstance(trustee, TrusteeKey):
        check_trustee_key(trustee)
        return trustee.public
    if not 0 < trustee.threshold <= len(trustee.keys):
        raise Unacceptable("threshold")
    certs = [read_cert(one) for one in trustee.certs]
    coefficients = [
        read_coefficients(signed, cert, trustee.threshold)
        for signed, cert in zip(trustee.coefficients, certs, strict=True)
    ]
    for place, key in enumerate(trustee.keys):
        check_trustee_key(key)
        if key.public != _expected_key(place, coefficients):
            raise Unacceptable("verification_key")
    return product([one[0] for one in coefficients])


def _expected_key(place: int, coefficients: Sequence[Sequence[mpz]]) -> mpz:
    return product([_public_value(one, place + 1) for one in coefficients])


def _public_value(coefficients: Sequence[mpz], x: int) -> mpz:
    return product([power(one, mpz(x) ** k) for k, one in enumerate(coefficients)])


def _value(coefficients: Sequence[mpz], x: int) -> mpz:
    return sum((one * mpz(x) ** k for k, one in enumerate(coefficients)), mpz(0)) % Q


def _place(seed: Seed, certs: Sequence[Cert]) -> int:
    own = Cert(g_power(seed.signing), g_power(seed.decryption))
    if own not in certs:
        raise Unacceptable("certificate")
    return list(certs).index(own)


def _secret(raw: object) -> mpz:
    return read_private(table(raw, "secret")["secret"])


def _polynomial(raw: object, trustees: int) -> Polynomial:
    fields = table(raw, "polynomial", "secrets", "coefexps")
    secrets = tuple(words(one) for one in items(fields["secrets"], trustees))
    return Polynomial(words(fields["polynomial"]), secrets, read_signed(fields["coefexps"]))


def _vinput(raw: object) -> Vinput:
    fields = table(raw, "polynomial", "secrets", "coefexps")
    secrets = tuple(words(one) for one in items(fields["secrets"]))
    coefexps = tuple(read_signed(one) for one in items(fields["coefexps"], len(secrets)))
    return Vinput(words(fields["polynomial"]), secrets, coefexps)


def _voutput(raw: object) -> Voutput:
    fields = table(raw, "private_key", "public_key")
    return Voutput(words(fields["private_key"]), build_trustee_key(fields["public_key"]))
