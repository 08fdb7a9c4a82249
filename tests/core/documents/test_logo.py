"""The logo of the Pays at the head of its papers: beside its name alone, within bounds, left out if it is damaged."""

import struct
import zlib
from datetime import UTC
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from collegial.documents.logo import Logo
from collegial.documents.printing import print_document
from collegial.documents.rendering import render_pdf
from collegial.documents.voice import voice_in

TEMPLATE = """
#import "@collegial/layout:1.0.0": *
#show: printed
#title()
"""
PAYS = "Pôle de Redon"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 60"><circle r="28" opacity="0.5"/></svg>'


def png(width: int, height: int) -> bytes:
    """Draw a picture, half of it seen through."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    rows = (b"\0" + b"\x13\x5a\x75\x80" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a paper with nothing but its head."""
    path = tmp_path_factory.mktemp("templates") / "letter.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def data(name: str = PAYS) -> dict[str, object]:
    """Give a letter of a day, which is made to be kept."""
    return {"title": "A letter", "dated": "2026-05-04", "letterhead": {"name": name, "legal_line": "SCIC SA"}}


def printed(template: Path, logo: bytes | None, name: str = PAYS) -> bytes:
    """Print a letter of somebody where the Pays has a logo, or none."""
    given = Logo(owner=PAYS, content=logo) if logo is not None else None
    voice = voice_in("fr", say=str, zone=UTC, logo=lambda: given)
    return print_document("letter", template, data(name), voice=voice, locale="fr")


def alternatives(pdf: bytes) -> list[str]:
    """Return what is read aloud in the place of pictures."""
    objects = PdfReader(BytesIO(pdf))
    found = (objects.get_object(number + 1) for number in range(objects.trailer["/Size"] - 1))
    return [str(one["/Alt"]) for one in found if isinstance(one, dict) and "/Alt" in one]


@pytest.mark.parametrize("logo", [png(600, 60), png(60, 600), png(2000, 2000), png(32, 2000), SVG])
def test_a_logo_of_any_shape_is_read_aloud_and_kept(template: Path, logo: bytes) -> None:
    pdf = printed(template, logo)

    assert alternatives(pdf) == [f"Logo of {PAYS}"]
    told = PdfReader(BytesIO(pdf)).root_object["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in told
    assert "<pdfaid:part>2</pdfaid:part>" in told
    assert printed(template, logo) == pdf


@pytest.mark.parametrize(
    "logo",
    [
        None,
        b"",
        png(64, 64)[:60],
        b"\x89PNG\r\n\x1a\n",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='0'/>",
    ],
)
def test_without_a_logo_that_can_be_drawn_the_paper_is_as_it_was(template: Path, logo: bytes | None) -> None:
    assert printed(template, logo) == render_pdf(template, data(), locale="fr")


def test_what_is_in_the_name_of_another_does_not_bear_it(template: Path) -> None:
    assert printed(template, SVG, name="Fondation des Marais") == render_pdf(
        template, data("Fondation des Marais"), locale="fr"
    )


def test_the_logo_has_room_beside_the_name(template: Path) -> None:
    for wide in (png(2000, 32), png(32, 2000)):
        (page,) = PdfReader(BytesIO(printed(template, wide))).pages
        assert "Pôle de Redon" in page.extract_text()
        assert "A letter" in page.extract_text()
