"""Hashes, ciphers and numbers of the browser's modules, against other implementations."""

import hashlib
import hmac
import json
import string

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESCCM
from hypothesis import given, settings
from hypothesis import strategies as st

SEVERAL = settings(max_examples=30, deadline=None)


@SEVERAL
@given(st.text(max_size=300))
def test_sha256(node, text):
    assert node.sha256(text) == hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@pytest.mark.parametrize("length", [0, 55, 56, 63, 64, 65, 119, 120, 100_000])
def test_sha256_at_the_edges_of_its_blocks(node, length):
    assert node.sha256("a" * length) == hashlib.sha256(b"a" * length).hexdigest()


@SEVERAL
@given(st.binary(max_size=100), st.binary(max_size=100))
def test_hmac(node, key, message):
    assert node.hmac(key.hex(), message.hex()) == hmac.new(key, message, "sha256").hexdigest()


def test_pbkdf2(node):
    expected = hashlib.pbkdf2_hmac("sha256", b"mot-de-passe", b"sel", 1000)

    assert node.pbkdf2("mot-de-passe", "sel", 1000) == expected.hex()


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 900])
def test_ccm_is_that_of_openssl(node, length):
    key, nonce, plain = bytes(range(32)).hex(), bytes(range(50, 82)).hex(), (b"x7" * 450)[:length].hex()
    other = AESCCM(bytes.fromhex(key), tag_length=8)
    expected = other.encrypt(bytes.fromhex(nonce)[:13], bytes.fromhex(plain), None).hex()

    sealed = node.encryptCcm(key, nonce, plain)

    assert sealed == expected
    assert node.decryptCcm(key, nonce, sealed) == plain


def test_a_changed_message_is_not_opened(node, refused):
    key, nonce = "11" * 32, "22" * 32
    sealed = node.encryptCcm(key, nonce, "abcd")

    with pytest.raises(refused):
        node.decryptCcm(key, nonce, f"{int(sealed[:2], 16) ^ 1:02x}{sealed[2:]}")


def test_parameters_are_a_subgroup_of_prime_order(node):
    p, q, g = map(int, node.parameters())

    assert p.bit_length() == 2048
    assert (p - 1) % q == 0
    assert pow(g, q, p) == 1 != g
    assert all(pow(base, q - 1, q) == 1 and pow(base, p - 1, p) == 1 for base in (2, 3, 5))


@SEVERAL
@given(st.integers(0, 2**256 - 1))
def test_the_three_ways_to_a_power_agree(node, exponent):
    p, q, g = map(int, node.parameters())
    exponent %= q

    assert {int(one) for one in node.powers(str(exponent))} == {pow(g, exponent, p)}


@SEVERAL
@given(st.integers(1, 10**40))
def test_inverses(node, number):
    _p, q, _g = map(int, node.parameters())

    assert int(node.invert(str(number), str(q))) == pow(number, -1, q)


@pytest.mark.parametrize("what", ["zero", "p", "another order", "negative"])
def test_numbers_outside_the_group(node, what):
    p, _q, g = map(int, node.parameters())
    number = {"zero": 0, "p": p, "another order": p - g, "negative": -g}[what]

    assert node.isElement(str(g))
    assert not node.isElement(str(number))


def test_chance_reaches_every_value_below_the_bound_and_no_other(node):
    drawn = node.randomBelow("5", 400)

    assert set(drawn) == {0, 1, 2, 3, 4}


def test_credentials_are_those_of_the_tool(tool, node):
    tool.make_credentials(3)
    lines = json.loads((tool.folder / "public_creds.json").read_text())
    published = {line.split(",")[0] for line in lines}  # then the voter's name and weight

    assert {node.publicCredential(one, tool.uuid) for one in tool.credentials} == published
    assert [node.readCredential(one.replace("-", " ")) for one in tool.credentials] == tool.credentials


def neighbour(digit):
    """Another digit of base 58, the next one: a checksum modulo 53 does not tell two that are 53 apart."""
    digits = string.digits[1:] + "ABCDEFGHJKLMNPQRSTUVWXYZ" + "abcdefghijkmnopqrstuvwxyz"
    return digits[(digits.index(digit) + 1) % 58]


def test_a_mistyped_credential_is_noticed(node):
    credential = node.generateCredential()

    assert node.readCredential(credential) == credential
    assert node.readCredential(neighbour(credential[0]) + credential[1:]) is None
    assert node.readCredential(credential[:-1]) is None
    assert node.readCredential("0" + credential[1:]) is None
