"""The printing engine: accessible, reproducible, and deaf to what looks like markup."""

from datetime import UTC
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from collegial.documents.printing import print_document
from collegial.documents.rendering import RenderingFailed, render_pdf
from collegial.documents.voice import voice_in

TEMPLATE = """
#import "@collegial/layout:1.0.0": *
#show: printed
#title()
= Heading
#for words in data.words { par(words) }
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a template as a plugin would, outside the program's own folders."""
    path = tmp_path_factory.mktemp("templates") / "letter.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def letter(*words: str, title: str = "A letter") -> dict[str, object]:
    """Give the data of a letter."""
    letterhead = {"name": "Pôle de Redon", "legal_line": "SCIC SA à capital variable"}
    return {"title": title, "letterhead": letterhead, "words": list(words)}


def printed_text(pdf: bytes) -> str:
    """Read the text of every page, with each run of spaces as one."""
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_a_document_is_tagged_titled_and_says_its_language(template: Path) -> None:
    reader = PdfReader(BytesIO(render_pdf(template, letter("Bonjour"), locale="fr")))

    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "A letter"


def test_a_document_declares_pdf_ua_1(template: Path) -> None:
    reader = PdfReader(BytesIO(render_pdf(template, letter("Bonjour"), locale="fr")))

    metadata = reader.root_object["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_a_document_of_a_day_is_made_to_be_kept(template: Path) -> None:
    data = letter("Bonjour") | {"dated": "2026-05-04"}
    printed = render_pdf(template, data, locale="fr")
    root = PdfReader(BytesIO(printed)).root_object

    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "/OutputIntents" in root
    assert render_pdf(template, data, locale="fr") == printed


def test_two_renderings_are_the_same_bytes(template: Path) -> None:
    first = render_pdf(template, letter("Kenavo"), locale="br")

    assert render_pdf(template, letter("Kenavo"), locale="br") == first


@pytest.mark.parametrize(
    "words",
    [
        '#read("/etc/passwd")',
        "*bold* _italic_ `raw`",
        "$x^2$",
        "= Not a heading",
        "\\ #pagebreak() // comment",
        "@label <label> [content]",
        '"quoted" \\u{41} %(name)s {{ name }}',
    ],
)
def test_markup_in_what_people_write_stays_text(template: Path, words: str) -> None:
    assert words in printed_text(render_pdf(template, letter(words), locale="en"))


@given(words=st.text(max_size=40))
@settings(max_examples=30, deadline=None)
def test_any_text_can_be_printed(template: Path, words: str) -> None:
    assert render_pdf(template, letter(words), locale="fr").startswith(b"%PDF")


def test_a_character_that_no_font_draws_is_named_by_its_code_point(template: Path) -> None:
    text = printed_text(render_pdf(template, letter("Merci 🙂 à tous", "Nul\x00"), locale="fr"))

    assert "Merci [U+1F642] à tous" in text
    assert "Nul[U+0000]" in text


def test_letters_of_the_languages_around_are_drawn(template: Path) -> None:
    words = "Ce cœur naïf ; c’hoar Mañ, Ŵyn, Łódź, Şişli, Ñandú, ﬁ – — ≥ ≈ × €"

    assert "[U+" not in printed_text(render_pdf(template, letter(words), locale="br"))


def test_only_shipped_fonts_are_used(template: Path) -> None:
    reader = PdfReader(BytesIO(render_pdf(template, letter("Bonjour ≥ 2"), locale="fr")))

    fonts = {str(font["/BaseFont"].split("+")[-1]) for font in _fonts(reader)}
    assert fonts
    assert all(font.startswith(("CollegialSans", "LibertinusSerif")) for font in fonts)


def test_french_sets_narrow_spaces_before_tall_marks_and_in_guillemets(template: Path) -> None:
    pdf = render_pdf(template, letter("Oui ! « Non » ; 40 % : vrai ?"), locale="fr")

    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert "Oui\u202f!\u0020«\u202fNon\u202f»\u202f; 40\u202f%\u00a0: vrai\u202f?" in text


def test_english_keeps_the_spaces_that_people_typed(template: Path) -> None:
    pdf = render_pdf(template, letter("Well ! : so"), locale="en")

    assert "Well ! : so" in "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_pages_are_numbered_out_of_their_total(template: Path) -> None:
    reader = PdfReader(BytesIO(render_pdf(template, letter(*["Word " * 300] * 6), locale="en")))

    assert len(reader.pages) >= 2
    for number, page in enumerate(reader.pages, start=1):
        assert f"{number} / {len(reader.pages)}" in page.extract_text()


def test_a_document_without_title_is_refused(template: Path) -> None:
    with pytest.raises(RenderingFailed) as refusal:
        render_pdf(template, letter("Bonjour", title=""), locale="fr")

    assert str(refusal.value) == (
        "letter.typ: PDF/UA-1 error: missing document title. "
        "Hint: set the title with `set document(title: [...])`."
    )


def test_a_picture_without_alternative_text_is_refused(tmp_path: Path) -> None:
    drawing = tmp_path / "drawing.typ"
    drawing.write_text(
        TEMPLATE + '\n#figure(image(bytes("<svg xmlns=\\"http://www.w3.org/2000/svg\\" '
        'width=\\"9\\" height=\\"9\\"/>")))',
        encoding="utf-8",
    )

    with pytest.raises(RenderingFailed, match="missing alt text"):
        render_pdf(drawing, letter("Bonjour"), locale="fr")


def test_a_template_reads_no_file_outside_its_folder(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("key", encoding="utf-8")
    folder = tmp_path / "templates"
    folder.mkdir()
    prying = folder / "prying.typ"
    prying.write_text(TEMPLATE + '#read("../secret.txt")', encoding="utf-8")

    with pytest.raises(RenderingFailed, match=r"prying\.typ"):
        render_pdf(prying, letter("Bonjour"), locale="fr")


def test_nothing_is_written_beside_the_template(template: Path) -> None:
    before = sorted(template.parent.iterdir())

    render_pdf(template, letter("Bonjour"), locale="fr")

    assert sorted(template.parent.iterdir()) == before


def _fonts(reader: PdfReader) -> list[dict[str, str]]:
    return [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]


def test_lists_that_people_wrote_are_printed_as_lists(tmp_path: Path) -> None:
    template = tmp_path / "list.typ"
    template.write_text(
        '#import "@collegial/layout:1.0.0": *\n#show: printed\n#title()\n#paragraphs(data.texts)\n', "utf-8"
    )
    texts = ["On garde :\n- la *part* A\n- la part B\n  en entier", "Fin - vraiment."]

    pdf = render_pdf(template, letter("Bonjour") | {"texts": texts}, locale="fr")

    said = printed_text(pdf)
    assert "• la *part* A • la part B en entier Fin - vraiment." in said


def test_heads_and_strong_words_that_people_wrote_are_printed_as_such(tmp_path: Path) -> None:
    template = tmp_path / "words.typ"
    template.write_text(TEMPLATE.replace("par(words)", "written(words)"), encoding="utf-8")
    said = "## Ce que nous voyons\nDe l’argent pour **démarrer**, rien à 2 ** 3."
    said += "\n\n- presque **rien** pour “essayer”\n#5 reste"

    text = printed_text(render_pdf(template, letter(said), locale="fr"))

    assert "Ce que nous voyons De l’argent pour démarrer, rien à 2 ** 3." in text
    assert "presque rien pour “essayer” #5 reste" in text
    assert "## " not in text


def test_an_own_template_that_fails_does_not_stop_a_document(template: Path, tmp_path: Path) -> None:
    voice = voice_in("fr", say=str, zone=UTC, own=tmp_path)

    def text() -> str:
        pdf = print_document("letter", template, letter("Bonjour"), voice=voice, locale="fr")
        return printed_text(pdf)

    own = tmp_path / "letter.typ"
    own.write_text(TEMPLATE.replace("= Heading", "= Ours"), encoding="utf-8")
    assert "Ours" in text()

    own.write_text("#let x = ", encoding="utf-8")
    assert "Heading" in text()
