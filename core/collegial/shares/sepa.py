"""Write an order of direct debits as the file that banks read, pain.008 (ISO 20022)."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from sepaxml import SepaDD

from collegial.kernel.money import Money

if TYPE_CHECKING:
    from xmlschema import XMLSchema

SCHEMA = "pain.008.001.08"
_NOT_FOR_BANKS = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]+")
_LONGEST_NAME, _LONGEST_PURPOSE = 70, 140
_NAMESPACE = f"urn:iso:std:iso:20022:tech:xsd:{SCHEMA}"


@dataclass(frozen=True, kw_only=True)
class Creditor:
    """Who collects: the name, the account, and the identifier that the bank gave (ICS); no BIC is needed."""

    name: str
    iban: str
    bic: str
    creditor_id: str


@dataclass(frozen=True, kw_only=True)
class Collection:
    """One debit; `reference` comes back with it from the bank."""

    reference: str
    amount: Money
    holder: str
    iban: str
    mandate: str
    signed_on: date
    purpose: str


def debit_file(
    creditor: Creditor,
    collections: Sequence[Collection],
    *,
    reference: str,
    collected_on: date,
    made_at: datetime,
) -> bytes:
    """Give the file of an order, checked against the schema; the same order gives the same bytes.

    A bank refuses a file whose reference it knows: given twice, the file is taken once.
    """
    config = {
        "name": _latin(creditor.name)[:_LONGEST_NAME], "IBAN": _bare(creditor.iban), "batch": True, "currency": "EUR",
        "creditor_id": _bare(creditor.creditor_id),
    }  # fmt: skip
    if creditor.bic:
        config["BIC"] = _bare(creditor.bic)
    file = SepaDD(config, schema=SCHEMA, clean=False)
    for one in collections:
        file.add_payment(_payment(one, collected_on))
    return _sealed(file.export(validate=False), reference, made_at)


def _payment(one: Collection, collected_on: date) -> dict[str, object]:
    return {
        "name": _latin(one.holder)[:_LONGEST_NAME], "IBAN": _bare(one.iban), "amount": one.amount.cents, "type": "RCUR",
        "collection_date": collected_on, "mandate_id": one.mandate, "mandate_date": one.signed_on,
        "description": _latin(one.purpose)[:_LONGEST_PURPOSE], "endtoend_id": one.reference,
    }  # fmt: skip


def _sealed(written: bytes, reference: str, made_at: datetime) -> bytes:
    """Put the order's own reference and moment in place of those that the library draws by lot."""
    ET.register_namespace("", _NAMESPACE)
    document = ET.fromstring(written)  # noqa: S314 (written by ourselves a moment ago)
    for tag, value in (
        ("MsgId", reference),
        ("CreDtTm", made_at.strftime("%Y-%m-%dT%H:%M:%S")),
        ("PmtInfId", reference),
    ):
        for element in document.iter(f"{{{_NAMESPACE}}}{tag}"):
            element.text = value
    sealed: bytes = ET.tostring(document, encoding="UTF-8", xml_declaration=True)
    _schema().validate(sealed.decode())
    return sealed


@lru_cache(maxsize=1)
def _schema() -> "XMLSchema":
    """Read the schema, once: it takes longer than all that is checked with it."""
    from xmlschema import XMLSchema  # noqa: PLC0415 (it changes etree, which the library that writes does not bear)

    return XMLSchema(str(files("sepaxml") / "schemas" / f"{SCHEMA}.xsd"))


def _latin(text: str) -> str:
    """Write a text with the signs that all banks take: letters without accents, digits, little else."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("&", "+"))
    return " ".join(_NOT_FOR_BANKS.sub(" ", plain.encode("ascii", "ignore").decode()).split())


def _bare(number: str) -> str:
    return "".join(number.split()).upper()
