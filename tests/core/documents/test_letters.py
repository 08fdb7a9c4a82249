"""Letters in one print: each says whom it is from, for each goes into an envelope of its own."""

from datetime import UTC
from io import BytesIO

from pypdf import PdfReader

from collegial.documents.letters import print_letters
from collegial.documents.logo import Logo
from collegial.documents.voice import voice_in

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="9"/></svg>'
DOCUMENT = {
    "title": "What was decided", "sentences": ["The accounts were approved."],
    "letterhead": {"name": "Pôle de Redon", "legal_line": "SCIC SA à capital variable"},
    "page": {"label": "The page", "address": "https://example.org/"},
}  # fmt: skip


def test_each_letter_of_a_print_bears_the_head() -> None:
    voice = voice_in("en", say=str, zone=UTC, logo=lambda: Logo(owner="Pôle de Redon", content=SVG))
    readers = [["Nolwenn", "1 quai"], ["Awena", "2 quai"], ["Malo", "3 quai"]]

    pages = PdfReader(BytesIO(print_letters("letter", DOCUMENT, readers, voice=voice, locale="en"))).pages

    assert len(pages) == len(readers)
    for page, (name, _) in zip(pages, readers, strict=True):
        assert name in page.extract_text()
        assert "Pôle de Redon" in page.extract_text()
        assert "SCIC SA" in page.extract_text()
        assert "1 / 1" in page.extract_text()
