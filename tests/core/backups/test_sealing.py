"""An encrypted file opens under its passphrase alone, whole and unchanged."""

import pytest

from collegial.backups import sealing
from collegial.backups.sealing import MAGIC, WrongSeal, is_sealed, open_sealed, seal_file

PHRASE = "four words that nobody guesses"


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(sealing, "_PIECE", 64)
    monkeypatch.setattr(sealing, "_COST", 1 << 4)


@pytest.fixture
def sealed(tmp_path):
    """Give a function that encrypts some bytes and returns the file."""

    def seal(content):
        source, target = tmp_path / "plain", tmp_path / "sealed"
        source.write_bytes(content)
        seal_file(source, target, PHRASE)
        return target

    return seal


def opened(path, phrase=PHRASE):
    target = path.with_name("opened")
    open_sealed(path, target, phrase)
    return target.read_bytes()


@pytest.mark.parametrize("content", [b"", b"x" * 64, b"y" * 200])
def test_what_was_sealed_comes_back(sealed, content):
    file = sealed(content)
    assert is_sealed(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert opened(file) == content


def test_another_passphrase_opens_nothing(sealed):
    file = sealed(b"z" * 200)
    with pytest.raises(WrongSeal):
        opened(file, "four words that somebody guesses")
    assert not file.with_name("opened").exists()


def test_a_file_that_was_cut_changed_or_reordered_is_refused(sealed):
    file = sealed(b"a" * 64 + b"b" * 64 + b"c" * 64)
    whole, head, piece = file.read_bytes(), len(MAGIC) + 23, 64 + 16
    first, second = whole[head : head + piece], whole[head + piece : head + 2 * piece]
    for spoiled in (
        whole[: head + 2 * piece],  # the last piece is gone
        whole[:-1],
        whole[:head],
        whole[:head] + second + first + whole[head + 2 * piece :],
        whole[:-1] + bytes([whole[-1] ^ 1]),
    ):
        file.write_bytes(spoiled)
        with pytest.raises(WrongSeal):
            opened(file)
