"""The file of direct debits: valid for the schema, the same for the same order, in signs that banks take."""

from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sepaxml.validation import ValidationError, try_valid_xml

from collegial.kernel.money import Money
from collegial.shares.sepa import SCHEMA, Collection, Creditor, debit_file

NAMESPACE = {"p": f"urn:iso:std:iso:20022:tech:xsd:{SCHEMA}"}
CREDITOR = Creditor(
    name="Pôle de l’ESS du Pays d’essai", iban="FR76 3000 6000 0112 3456 7890 189", bic="AGRIFRPP",
    creditor_id="FR72ZZZ123456",
)  # fmt: skip
IBAN = "FR7630006000011234567890189"


def collection(number=1, **changes):
    fields = {
        "reference": f"PARTS-20261123-1-{number}", "amount": Money(60_000 + number), "holder": "Awena Lanvoël",
        "iban": IBAN, "mandate": f"MANDAT-{number}-1", "signed_on": date(2026, 1, 2),
        "purpose": "Parts sociales, souscription 2",
    }  # fmt: skip
    return Collection(**fields | changes)


def written(*collections, creditor=CREDITOR):
    return debit_file(
        creditor, collections, reference="PARTS-20261123-1", collected_on=date(2026, 12, 8),
        made_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
    )  # fmt: skip


def text(content, path):
    return [one.text for one in ET.fromstring(content).iterfind(f".//{path}", NAMESPACE)]


def test_the_file_keeps_to_the_schema_of_the_banks():
    try_valid_xml(written(collection(1), collection(2)), SCHEMA)

    with pytest.raises(ValidationError):
        try_valid_xml(written(collection(1)).replace(b"<SeqTp>RCUR</SeqTp>", b"<SeqTp>OFTEN</SeqTp>"), SCHEMA)


def test_the_file_says_who_collects_how_much_from_whom_and_when():
    content = written(collection(1), collection(2))

    assert text(content, "p:GrpHdr/p:CtrlSum") == ["1200.03"]
    assert text(content, "p:GrpHdr/p:NbOfTxs") == ["2"]
    assert text(content, "p:InstdAmt") == ["600.01", "600.02"]
    assert text(content, "p:ReqdColltnDt") == ["2026-12-08"]
    assert text(content, "p:MndtId") == ["MANDAT-1-1", "MANDAT-2-1"]
    assert text(content, "p:DtOfSgntr") == ["2026-01-02"] * 2
    assert text(content, "p:CdtrSchmeId//p:Id/p:PrvtId/p:Othr/p:Id") == ["FR72ZZZ123456"]
    assert text(content, "p:CdtrAcct/p:Id/p:IBAN") == [IBAN]
    assert text(content, "p:EndToEndId") == ["PARTS-20261123-1-1", "PARTS-20261123-1-2"]


def test_the_same_order_gives_the_same_file_under_its_own_reference():
    assert written(collection()) == written(collection())
    assert text(written(collection()), "p:MsgId") == ["PARTS-20261123-1"]
    assert text(written(collection()), "p:PmtInfId") == ["PARTS-20261123-1"]


def test_no_bic_is_needed():
    bare = Creditor(name="Pôle", iban=IBAN, bic="", creditor_id="FR72ZZZ123456")

    try_valid_xml(written(collection(), creditor=bare), SCHEMA)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("Élodie Le Bras & Cie", "Elodie Le Bras + Cie"),
        ("L’Atelier <script>", "L'Atelier script"),
        ("Coëtlaven № 3 – «Bro»", "Coetlaven No 3 Bro"),
        ("Ñandú", "Nandu"),
    ],
)
def test_names_are_written_in_the_signs_that_all_banks_take(name, sent):
    assert text(written(collection(holder=name)), "p:Dbtr/p:Nm") == [sent]


@settings(max_examples=8, deadline=None)
@given(st.text(min_size=1, max_size=120), st.integers(min_value=1, max_value=99_999_999_999))
def test_any_name_and_any_amount_give_a_valid_file(name, cents):
    content = written(collection(holder=f"A {name}", purpose=f"P {name}", amount=Money(cents)))

    try_valid_xml(content, SCHEMA)
    assert text(content, "p:InstdAmt") == [f"{cents // 100}.{cents % 100:02}"]
