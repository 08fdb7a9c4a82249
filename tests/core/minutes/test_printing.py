"""The printed minutes: accessible, complete, reproducible."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from collegial.documents.voice import Voice
from collegial.minutes.facts import MinutesFacts, QuestionFacts
from collegial.minutes.printing import print_minutes


def printed_text(pdf: bytes) -> str:
    """Read every page as one line: words hyphenated at a line's end joined, all spaces alike."""
    pages = "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return re.sub(r"\s+", " ", re.sub(r"[\u00ad\u2010-]\n", "", pages))


def structure(pdf: bytes) -> list[DictionaryObject]:
    """List the structure elements of a tagged PDF."""
    found: list[DictionaryObject] = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, ArrayObject):
            for child in node:
                walk(child)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                found.append(node)
            walk(node.get("/K"))

    walk(PdfReader(BytesIO(pdf)).root_object["/StructTreeRoot"])
    return found


@pytest.mark.parametrize(
    "fact",
    [
        "Pôle coopératif du Pays d’Auray",
        "société anonyme à capital variable",
        "Minutes no. 12",
        "vendredi 12 juin 2026",
        "Espace Athéna",
        "18 h 05",
        "20 h 47",
        "Statuts du 14 mars 2025, version 3",
        "First convocation",
        "vendredi 29 mai 2026",
        "15 days before the meeting",
        "jeudi 28 mai 2026",
        "panne du service postal de la zone",
        "Maëlle Le Bihan",
        "Yann Kermorgant et Aïssatou Diallo",
        "Loïc Perrot",
        "436 of 871 voting rights attend",
        "Rapport de gestion 2025",
        "3b" * 32,
        "« une année pleine »",
        "coupure de la visioconférence",
        "Resolution 1: Approbation des comptes de l’exercice 2025",
        "un excédent net de 10 000 €",
        "More than 1/2 of the votes cast",
        "1643669/1741740",
        "≈ 94,37 %",
        "The resolution is adopted.",
        "The resolution is rejected.",
        "a1" * 32,
        "b2" * 32,
        "c3" * 32,
        "Signature of the secretary",
    ],
)
def test_the_minutes_state_each_fact(minutes_in_french: str, fact: str) -> None:
    assert fact in minutes_in_french


@pytest.fixture(scope="module")
def remembered() -> dict[str, str]:
    """Keep one printing for all the facts looked up in it."""
    return {}


@pytest.fixture
def minutes_in_french(facts: MinutesFacts, in_french: Voice, remembered: dict[str, str]) -> str:
    """Give the text of the printed minutes."""
    if "text" not in remembered:
        remembered["text"] = printed_text(print_minutes(facts, in_french, locale="fr"))
    return remembered["text"]


def test_every_step_of_every_result_is_printed(facts: MinutesFacts, minutes_in_french: str) -> None:
    squeezed = minutes_in_french.replace(" ", "")

    for resolution in facts.resolutions:
        for step in resolution.result.steps:
            assert re.sub(r"\s", "", str(step)) in squeezed


def test_the_same_minutes_are_the_same_bytes(facts: MinutesFacts, in_french: Voice) -> None:
    assert print_minutes(facts, in_french, locale="fr") == print_minutes(facts, in_french, locale="fr")


def test_minutes_are_tagged_and_declare_pdf_ua_1(facts: MinutesFacts, in_french: Voice) -> None:
    root = PdfReader(BytesIO(print_minutes(facts, in_french, locale="fr"))).root_object

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data().decode()


def test_tables_have_header_cells_and_bars_a_description(facts: MinutesFacts, in_french: Voice) -> None:
    elements = structure(print_minutes(facts, in_french, locale="fr"))

    kinds = [element["/S"] for element in elements]
    described = [element["/Alt"] for element in elements if "/Alt" in element]
    assert kinds.count("/Table") == 4
    assert kinds.count("/TH") == 8 + 3 * 10
    assert len(described) == 3
    assert all(alt.startswith("Bar of the votes for, stacked by college: ") for alt in described)


def test_a_missed_quorum_is_printed_too(missed: MinutesFacts, in_french: Voice) -> None:
    text = printed_text(print_minutes(missed, in_french, locale="fr"))

    assert "435 of 871 voting rights attend" in text
    assert "The quorum was missed: no resolution could be put to the vote." in text


def test_markup_in_a_resolution_stays_text(facts: MinutesFacts, in_english: Voice) -> None:
    hostile = '#read("/etc/passwd") *bold* $x$ = no heading'
    resolution = replace(facts.resolutions[0], title=hostile, text=hostile, debate=hostile)

    text = printed_text(print_minutes(replace(facts, resolutions=(resolution,)), in_english, locale="en"))

    assert text.count(hostile) == 3


def test_written_questions_are_printed_with_their_answers(facts: MinutesFacts, in_french: Voice) -> None:
    asked = (QuestionFacts(by="Loïc Perrot", text="Quand ?", answer="Demain."),)
    text = printed_text(print_minutes(replace(facts, questions=asked), in_french, locale="fr"))

    assert "Question asked by Loïc Perrot" in text
    assert "Demain." in text
