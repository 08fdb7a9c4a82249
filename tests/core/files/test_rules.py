"""What is kept is told by its content; a name alone opens nothing."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegial.files.rules import ENDINGS, LARGEST, Upload, check_file
from collegial.kernel.errors import Invalid


def archive(**members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return target.getvalue()


def word(**more):
    return archive(**{"[Content_Types]_xml": "<x/>", "word__document_xml": "<a/>", **more})


def sheet():
    target = io.BytesIO()
    openpyxl.Workbook().save(target)
    return target.getvalue()


PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0" * 20
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01" + b"\0" * 20
PDF = b"%PDF-1.7\n1 0 obj\n"
ODT = archive(mimetype="application/vnd.oasis.opendocument.text", content_xml="<a/>")
OFFICE = "application/vnd.openxmlformats-officedocument"
SAMPLES = {
    "pdf": (PDF, "application/pdf"),
    "png": (PNG, "image/png"),
    "jpg": (JPEG, "image/jpeg"),
    "jpeg": (JPEG, "image/jpeg"),
    "odt": (ODT, "application/vnd.oasis.opendocument.text"),
    "docx": (word(), f"{OFFICE}.wordprocessingml.document"),
    "xlsx": (sheet(), f"{OFFICE}.spreadsheetml.sheet"),
    "csv": ("Nom;Voix\nÉloïse;1\n".encode("cp1252"), "text/csv"),
    "txt": (b"Ordre du jour", "text/plain"),
}


def refused(code, name, content):
    with pytest.raises(Invalid) as caught:
        check_file(Upload(name=name, content=content))
    assert (caught.value.code, caught.value.field) == (code, "file")
    return str(caught.value.text)


def test_every_kind_that_is_offered_has_a_sample_here():
    assert set(SAMPLES) == set(ENDINGS)


@pytest.mark.parametrize(("ending", "content", "media_type"), [(key, *one) for key, one in SAMPLES.items()])
def test_each_kind_is_kept_under_its_own_media_type(ending, content, media_type):
    kept = check_file(Upload(name=f"Rapport.{ending.upper()}", content=content))

    assert (kept.media_type, kept.content) == (media_type, content)
    assert len(kept.digest) == 64


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rapport.pdf", b"MZ\x90\0" + b"\0" * 60),
        ("rapport.pdf", PNG),
        ("photo.png", JPEG),
        ("photo.jpg", PDF),
        ("lettre.docx", sheet()),
        ("lettre.odt", word()),
        ("tableau.xlsx", word()),
        ("lettre.docx", word(word__vbaProject_bin="macro")),
        ("notes.txt", b"\x7fELF\0\0\0"),
        ("tableau.csv", b"a;b\0c"),
        ("tableau.xlsx", b"PK\x03\x04 broken"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(name, content):
    ending = name.rsplit(".", maxsplit=1)[-1]
    assert refused("files.disguised", name, content) == (
        f"The content of this file is not what its name says ({ending}). Save it again in that format."
    )


@pytest.mark.parametrize("name", ["virus.exe", "page.html", "image.svg", "sans-fin", "macro.docm", ""])
def test_other_kinds_are_refused_with_the_list_of_those_that_are_kept(name):
    assert refused("files.unknown_kind", name, PDF).endswith("Choose one of: " + ", ".join(ENDINGS) + ".")


def test_an_empty_file_and_one_byte_too_many_are_refused_and_the_limit_is_kept():
    assert refused("files.empty", "a.txt", b"") == "This file is empty. Choose another one."
    assert refused("files.too_large", "a.txt", b"a" * (LARGEST + 1)) == (
        "This file is larger than 10 MB. Make it smaller, or split it."
    )
    assert check_file(Upload(name="a.txt", content=b"a" * LARGEST)).content


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\Users\\moi\\bilan.pdf", "bilan.pdf"),
        ("../../etc/bilan.pdf", "bilan.pdf"),
        ("bi\nlan\u202e.pdf", "bilan.pdf"),
        ("é" * 300 + ".pdf", "é" * 196 + ".pdf"),
    ],
)
def test_a_name_keeps_no_folder_and_no_sign_that_does_not_print(sent, kept):
    assert check_file(Upload(name=sent, content=PDF)).name == kept


def outcome(name, content):
    try:
        return check_file(Upload(name=name, content=content)).content
    except Invalid as error:
        return error.code


@given(st.sampled_from(ENDINGS), st.binary(min_size=1, max_size=200))
def test_whatever_the_bytes_the_answer_is_a_file_or_a_refusal(ending, content):
    assert outcome(f"a.{ending}", content) in (content, "files.disguised")


@given(st.sampled_from(["odt", "docx", "xlsx"]), st.integers(0, 10_000), st.integers(0, 255))
def test_an_archive_with_one_byte_changed_never_breaks_the_check(ending, place, value):
    changed = bytearray(SAMPLES[ending][0])
    changed[place % len(changed)] = value

    assert outcome(f"a.{ending}", bytes(changed)) in (bytes(changed), "files.disguised")
