"""A cooperative with statutes, and lists to bring in."""

import csv
import io
from datetime import date
from types import SimpleNamespace

import pytest

from collegial.imports.kinds import kind_of
from collegial.imports.queries import import_file
from collegial.imports.rules import Mode, guess_mapping
from collegial.imports.services import match_columns, start, upload
from collegial.statutes.services import record_statutes
from collegial.tables.reading import read_table
from collegial.testing.factories import statutes_document

TITLES = [
    "Réf",
    "Nom",
    "Prénom",
    "Courriel",
    "Commune",
    "Catégorie",
    "Date d’admission",
    "Parts",
    "Montant versé",
]
NOLWENN = [
    "1",
    "Kerbrazan",
    "Nolwenn",
    "nolwenn@example.org",
    "Rennes",
    "Salariés",
    "31/12/2025",
    "4",
    "80,00",
]
SAMUEL = ["2", "Le Goff", "Samuel", "samuel@example.org", "Betton", "Bénéficiaires", "2026-01-15", "1", "5"]


def written(*rows, titles=TITLES):
    """Return a CSV file as a French office writes it."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([titles, *rows])
    return out.getvalue().encode("utf-8-sig")


@pytest.fixture
def lists():
    """Give two good rows, their titles, and the way to write them."""
    return SimpleNamespace(titles=TITLES, nolwenn=NOLWENN, samuel=SAMUEL, written=written)


@pytest.fixture
def document():
    return statutes_document(
        {"A": "40%", "B": "30%", "C": "30%"},
        categories=[
            {"key": "employees", "name": "Salariés du pôle", "mandatory": True, "college": "A"},
            {"key": "beneficiaries", "name": "Bénéficiaires habituels", "mandatory": True, "college": "B"},
            {"key": "others", "name": "Autres partenaires", "mandatory": False, "college": None},
            {"key": "friends", "name": "Autres soutiens", "mandatory": False, "college": None},
        ],
    )


@pytest.fixture
def statutes(context, document):
    return record_statutes(
        context, document, effective_from=date(2025, 1, 1), reason="Assemblée constitutive"
    )


@pytest.fixture
def bring(context):
    """Give a function that hands a list in and matches its columns."""

    def do(content, *, kind="members", name="liste.csv", defaults=None, columns=None):
        file = upload(context, kind_key=kind, name=name, content=content, sheet=read_table(content))
        fields = kind_of(kind).fields
        chosen = [""] * len(file.headers)
        for key, at in guess_mapping(file.headers, fields).items():
            chosen[at] = key
        match_columns(context, file, columns or chosen, defaults or {})
        return file

    return do


@pytest.fixture
def work(program, session):
    """Give a function that commits and does the promised work, as the worker does."""

    def do():
        session.commit()
        while program.drain():
            pass
        session.expire_all()

    return do


@pytest.fixture
def import_all(context, session, bring, work):
    """Give a function that brings a list in to its end."""

    def do(content, *, mode=Mode.GOOD_ROWS, **more):
        file = bring(content, **more)
        start(context, file, mode=mode)
        number = file.id
        work()
        return import_file(session, number)

    return do


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client
