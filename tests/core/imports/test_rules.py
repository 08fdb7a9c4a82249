"""How columns are recognised, what a row says, and whom it means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegial.imports.kinds import KINDS
from collegial.imports.rules import (
    Details,
    KeyScheme,
    Known,
    RowActor,
    check_mapping,
    doubles,
    from_json,
    guess_mapping,
    match,
    read_row,
    signature,
    to_json,
)
from collegial.imports.rules.cells import read_email, read_kind, read_mobile, read_postcode
from collegial.imports.rules.identity import Directory
from collegial.imports.rules.naming import row_actor
from collegial.kernel.errors import Invalid
from collegial.kernel.money import Money
from collegial.kernel.text import nt, t

FIELDS = KINDS["members"].fields
REFERENCE, SIREN = KeyScheme.REFERENCE, KeyScheme.SIREN


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["NOM", "Prénom", "E-mail"], {"name": 0, "given_name": 1, "email": 2}),
        (["Nom", "Prénom", "Raison sociale"], {"family_name": 0, "given_name": 1, "name": 2}),
        (["nom_de_famille", "PRENOM"], {"family_name": 0, "given_name": 1}),
        (["Code postal", "Ville", "Tél."], {"postcode": 0, "locality": 1, "phone": 2}),
        (["Nb de parts", "Montant versé (€)", "Date d’entrée"], {"shares": 0, "paid": 1, "admitted_on": 2}),
        (["Anv", "Anv-bihan", "Postel", "Rummad"], {"name": 0, "given_name": 1, "email": 2, "category": 3}),
        (["Full name", "Email", "Member since"], {"name": 0, "email": 1, "admitted_on": 2}),
        (["Couleur préférée", ""], {}),
    ],
)
def test_titles_are_recognised_in_three_languages(titles, expected):
    assert guess_mapping(titles, FIELDS) == expected


@given(st.permutations(["Nom", "Prénom", "E-mail", "Catégorie", "Parts", "Ville"]))
def test_the_order_of_the_columns_does_not_matter(titles):
    mapping = guess_mapping(titles, FIELDS)

    assert {key: titles[at] for key, at in mapping.items()} == {
        "name": "Nom", "given_name": "Prénom", "email": "E-mail", "category": "Catégorie", "shares": "Parts",
        "locality": "Ville",
    }  # fmt: skip
    assert signature(titles) == signature(sorted(titles))


@given(st.lists(st.text(max_size=12), max_size=8))
def test_a_column_gives_one_field_and_a_field_takes_one_column(titles):
    mapping = guess_mapping(titles, FIELDS)

    assert len(set(mapping.values())) == len(mapping)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["oui", "", "non"], {"is_organisation": 0, "name": 1}),
        (["Les Amis", "oui"], {"name": 0, "family_name": 1}),
        (["", ""], {"name": 0, "family_name": 1}),
    ],
)
def test_an_organisation_of_yes_and_no_is_no_name(cells, expected):
    rows = [[cell, "Dupont"] for cell in cells]

    assert guess_mapping(["Organisation", "Nom"], FIELDS, rows=rows) == expected


def test_what_was_chosen_last_time_is_proposed_again():
    remembered = {"n": "name", "n 2": "given_name", "z": "gone"}

    assert guess_mapping(["Z", "N", "n"], FIELDS, remembered=remembered) == {"name": 1, "given_name": 2}


def test_the_titles_of_our_own_empty_list_are_recognised():
    labels = {one.key: [str(one.label)] for one in FIELDS}

    assert set(guess_mapping([str(one.label) for one in FIELDS], FIELDS, labels=labels)) == {
        one.key for one in FIELDS
    }


def test_a_default_meets_a_need():
    with pytest.raises(Invalid, match=r"imports\.field_missing"):
        check_mapping(["name"], FIELDS, (("name",), ("category",)), {})

    assert check_mapping(["name"], FIELDS, (("name",), ("category",)), {"category": "x"}) == {"name": 0}


def test_all_that_is_wrong_with_a_row_is_said_at_once():
    reading = read_row(FIELDS, {"email": 0, "shares": 1, "paid": 2, "name": 3}, {}, ["x", "y", "z", "Nom"])

    assert [(fault.field, fault.code) for fault in reading.faults] == [
        ("email", "actors.bad_email"), ("shares", "tables.bad_number"), ("paid", "money.invalid"),
    ]  # fmt: skip
    assert reading.values == {"name": "Nom"}


@pytest.mark.parametrize(
    ("values", "kind", "name", "family"),
    [
        ({"name": "Le Goff", "given_name": "Samuel"}, "person", "Samuel Le Goff", "Le Goff"),
        ({"name": "LE GOFF Samuel", "given_name": "Samuel"}, "person", "Samuel LE GOFF", "LE GOFF"),
        ({"name": "Samuel Le Goff", "given_name": "Samuel"}, "person", "Samuel Le Goff", "Le Goff"),
        ({"family_name": "Le Goff", "given_name": "Samuel"}, "person", "Samuel Le Goff", "Le Goff"),
        ({"family_name": "Le Goff"}, "person", "Le Goff", "Le Goff"),
        ({"name": "Samuel Le Goff", "kind": "person"}, "person", "Samuel Le Goff", None),
        ({"name": "Les Amis", "kind": "organisation"}, "organisation", "Les Amis", None),
        ({"name": "Les Amis", "siren": "552100554"}, "organisation", "Les Amis", None),
        ({"name": "Les Amis", "is_organisation": True}, "organisation", "Les Amis", None),
        ({"family_name": "Les Amis", "kind": "organisation"}, "organisation", "Les Amis", None),
    ],
)
def test_the_name_is_found_in_whichever_columns_hold_it(values, kind, name, family):
    row, faults = row_actor(values)

    assert faults == []
    assert (row.kind, row.name, row.family_name) == (kind, name, family)


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({}, ["imports.kind_missing", "imports.name_missing"]),
        ({"name": "Les Amis"}, ["imports.kind_missing"]),
        ({"kind": "person"}, ["imports.name_missing"]),
        ({"given_name": "G" * 100, "family_name": "F" * 100}, ["imports.too_long"]),
        ({"family_name": "A", "address": "1 rue"}, ["imports.locality_missing"]),
        (
            {"name": "X", "siren": "552100554", "siret": "73282932000074"},
            ["imports.siret_of_another"],
        ),
    ],
)
def test_a_row_that_means_nobody_is_refused(values, codes):
    row, faults = row_actor(values)

    assert row is None
    assert [fault.code for fault in faults] == codes


def test_a_siret_says_the_siren_too():
    row, _ = row_actor({"name": "X", "siret": "73282932000074"})

    assert row.keys == {SIREN: "732829320"}


def row(name="Nolwenn", *, email=None, born_on=None, **keys):
    return RowActor(
        kind="person", name=name, details=Details(email=email, born_on=born_on),
        keys={KeyScheme(scheme): value for scheme, value in keys.items()},
    )  # fmt: skip


def known(number, name="Nolwenn", *, email=None, born_on=None, **keys):
    return Known(
        id=number, kind="person", name=name, search_name=name.casefold(),
        details=Details(email=email, born_on=born_on),
        keys={KeyScheme(scheme): frozenset({value}) for scheme, value in keys.items()},
    )  # fmt: skip


def found(facts, *actors):
    by_key = {
        (scheme, value): one for one in actors for scheme, values in one.keys.items() for value in values
    }
    by_name = {}
    for one in actors:
        by_name.setdefault((one.kind, one.search_name), []).append(one)
    actor = match(facts, Directory(by_key, by_name))
    return actor and actor.id


DAY, OTHER_DAY = date(1980, 1, 1), date(1990, 1, 1)


@pytest.mark.parametrize(
    ("facts", "actors", "expected"),
    [
        (row(), [], None),
        (row(), [known(1)], 1),
        (row(email="a@x.fr"), [known(1)], 1),
        (row(email="A@x.fr"), [known(1, email="a@x.fr")], 1),
        (row(email="b@x.fr"), [known(1, email="a@x.fr")], None),
        (row(email="b@x.fr", born_on=DAY), [known(1, email="a@x.fr", born_on=DAY)], 1),
        (row(born_on=OTHER_DAY), [known(1, born_on=DAY)], None),
        (row(email="a@x.fr"), [known(1), known(2, email="a@x.fr")], 2),
        (row(reference="7"), [known(1, reference="7"), known(2)], 1),
        (row(reference="7"), [known(1, reference="8")], None),
        (row(siren="552100554"), [known(1, "Autre nom", siren="552100554")], 1),
        (row("Samuel"), [known(1)], None),
    ],
)
def test_whom_a_row_means(facts, actors, expected):
    assert found(facts, *actors) == expected


@pytest.mark.parametrize(
    ("facts", "actors", "code"),
    [
        (row(), [known(1), known(2)], "imports.ambiguous"),
        (row("Samuel", reference="7"), [known(1, reference="7")], "imports.reference_of_another"),
        (
            row(reference="7", siren="552100554"),
            [known(1, reference="7", siren="732829320")],
            "imports.siren_of_another",
        ),
    ],
)
def test_a_row_that_could_mean_another_is_refused(facts, actors, code):
    with pytest.raises(Invalid) as refused:
        found(facts, *actors)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([row(), row()], [(1, 0)]),
        ([row(), None, row()], [(2, 0)]),
        ([row(email="a@x.fr"), row()], [(1, 0)]),
        ([row(email="a@x.fr"), row(email="b@x.fr")], []),
        ([row(reference="1"), row(reference="2")], []),
        ([row(reference="1"), row("Samuel", reference="1")], [(1, 0)]),
        ([row(born_on=DAY), row(born_on=OTHER_DAY)], []),
        ([row("A"), row("B")], []),
    ],
)
def test_two_rows_of_one_actor_are_seen(rows, expected):
    assert list(doubles(rows)) == expected


def test_only_what_is_said_and_new_is_news():
    actor = known(1, email="a@x.fr", reference="7")

    assert actor.news(row(reference="7")) == {}
    assert actor.news(row(email="a@x.fr")) == {}
    assert actor.news(row(email="b@x.fr", siren="552100554")) == {"email": "b@x.fr", "siren": "552100554"}


def test_zeros_that_a_spreadsheet_dropped_come_back():
    assert read_mobile("299000000") == read_mobile("02 99 00 00 00") == "+33299000000"
    assert (read_postcode("1000"), read_postcode("35000")) == ("01000", "35000")


def test_kinds_are_read_in_the_words_of_offices():
    assert [read_kind(word) for word in ("Personne physique", "PM", "Association", "den")] == [
        "person", "organisation", "organisation", "person",
    ]  # fmt: skip
    with pytest.raises(Invalid, match=r"imports\.bad_kind"):
        read_kind("chat")


def test_an_address_of_mail_is_kept_in_one_form():
    assert read_email("nolwenn@EXAMPLE.org") == "nolwenn@example.org"


@pytest.mark.parametrize(
    "text",
    [t("Plain."), t("“%(a)s” and %(n)s.", a="x%y", n=3), t("In “%(b)s”.", b=t("Family name")),
     t("%(m)s on %(d)s.", m=Money(-5), d=DAY),
     nt("%(count)d row.", "%(count)d rows.", 2)],
)  # fmt: skip
def test_a_sentence_is_kept_to_be_said_in_any_language(text):
    assert str(from_json(to_json(text))) == str(text)
