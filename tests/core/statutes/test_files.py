"""A file of statutes is read exactly, and each way of failing has its own message."""

import json

import pytest

from collegial.kernel.errors import Invalid
from collegial.statutes.files import LARGEST, decode, parse_document, read_document


def test_toml_and_json_are_told_apart():
    assert read_document(b'label = "A"') == {"label": "A"}
    assert read_document(b' \n{"label": "A"}') == {"label": "A"}


def test_a_mark_of_utf8_at_the_start_is_left_out():
    assert read_document('{"label": "é"}'.encode("utf-8-sig")) == {"label": "é"}


@pytest.mark.parametrize("content", [b"weight = 0.1", b'{"weight": 0.1}'])
def test_decimals_stay_as_they_are_written(content):
    assert read_document(content) == {"weight": "0.1"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b" " * (LARGEST + 1), "too_large"),
        ("label = 'é'".encode("latin-1"), "not_utf8"),
        (b"  \n", "empty"),
        (b"label = ", "not_toml"),
        (b'{"label": }', "not_json"),
        (b'{"label": "A", "label": "B"}', "repeated"),
        (b'{"a":' * 30_000, "too_deep"),
        (b"a." * 90_000 + b"a = 1", "too_deep"),
        (b"[" + b"a." * 90_000 + b"a]", "too_deep"),
        (b'{"label": "\\u0000"}', "bad_signs"),
        (b'{"\\ud800": 1}', "bad_signs"),
        (b'{"names": [{"name": "\\udfff"}]}', "bad_signs"),
        (b'label = "\\u0000"', "bad_signs"),
        (b'{"days": ' + b"9" * 5000 + b"}", "not_json"),
    ],
)
def test_what_cannot_be_read_says_why(content, code):
    with pytest.raises(Invalid) as refusal:
        read_document(content)

    assert (refusal.value.code, refusal.value.field) == (f"statutes.file_{code}", "file")
    assert str(refusal.value.text).endswith(".")


def test_no_depth_gets_past_the_reader():
    for depth in range(600, 1000):
        code = None
        try:
            read_document(b'{"a":' + b"[" * depth + b"]" * depth + b"}")
        except Invalid as refusal:
            code = refusal.code
        assert code in (None, "statutes.file_too_deep")


def test_the_largest_file_is_read():
    assert len(decode(b"#" * LARGEST)) == LARGEST


def test_a_wrong_line_is_named():
    with pytest.raises(Invalid, match="line 2"):
        parse_document("label = 'A'\nnonsense\n")


def test_a_document_reads_back(document):
    assert read_document(json.dumps(document).encode()) == document
