"""A list of members: each row read, matched, admitted and entered in the register of shares; once."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event, func, select

from collegial.actors.models import Actor, ActorKind, Address, Birth, Contact, Identifier
from collegial.actors.queries import voter_of
from collegial.actors.rules import IdentifierKind
from collegial.actors.services import add_actor
from collegial.imports.models import ImportReference, ImportRow
from collegial.imports.queries import rows
from collegial.imports.rules import ImportState, Mode, Outcome, from_json
from collegial.imports.services.planning import plan_rows
from collegial.kernel.money import Money
from collegial.membership.models import Member
from collegial.membership.queries import placings
from collegial.membership.rules import LeavingCause
from collegial.membership.services import leave
from collegial.shares.models import ShareEntry, SharePayment

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("statutes")]


def number_of(session, model):
    return session.scalar(select(func.count()).select_from(model))


def outcomes(session, file):
    return [row.outcome for row in session.scalars(rows(file.id))]


def faults(session, file):
    """Return what is wrong with each row, by its number: (field, code)."""
    wrong = session.scalars(rows(file.id, Outcome.WRONG))
    return {row.number: [(fault["field"], fault["code"]) for fault in row.faults] for row in wrong}


def change(row, lists, **cells):
    """Return a row with other cells, by title."""
    found = list(row)
    for title, value in cells.items():
        found[lists.titles.index(title)] = value
    return found


def test_each_row_becomes_a_member_with_its_shares(session, import_all, lists):
    file = import_all(lists.written(lists.nolwenn, lists.samuel))

    nolwenn, samuel = session.scalars(select(Member).order_by(Member.number))
    place = placings(session, [nolwenn.id], date(2026, 1, 1))[nolwenn.id]
    assert (file.state, file.new_count, file.wrong_count) == (ImportState.DONE, 2, 0)
    assert (nolwenn.actor.name, nolwenn.actor.kind) == ("Nolwenn Kerbrazan", ActorKind.PERSON)
    assert (nolwenn.actor.given_name, nolwenn.actor.family_name) == ("Nolwenn", "Kerbrazan")
    assert (nolwenn.actor.email, nolwenn.actor.locality) == ("nolwenn@example.org", "Rennes")
    assert (place.category.key, place.college.key) == ("employees", "A")
    assert (nolwenn.admitted_on, samuel.admitted_on) == (date(2025, 12, 31), date(2026, 1, 15))
    assert [one.shares for one in session.scalars(select(ShareEntry).order_by(ShareEntry.number))] == [4, 1]
    assert {one.amount for one in session.scalars(select(SharePayment))} == {Money(8000), Money(500)}


@pytest.mark.parametrize("mode", Mode)
def test_the_same_file_again_changes_nothing(context, session, import_all, bring, lists, mode):
    content = lists.written(lists.nolwenn, lists.samuel)
    import_all(content, mode=mode)

    again = bring(content)

    assert outcomes(session, again) == [Outcome.SAME, Outcome.SAME]
    assert number_of(session, Member) == number_of(session, Actor) == 2


def test_without_references_the_same_file_again_changes_nothing(session, import_all, bring, lists):
    content = lists.written(*(change(row, lists, Réf="") for row in (lists.nolwenn, lists.samuel)))
    import_all(content)

    assert outcomes(session, bring(content)) == [Outcome.SAME, Outcome.SAME]
    assert number_of(session, ImportReference) == 0


def test_other_contacts_change_and_the_register_never(session, import_all, bring, lists):
    import_all(lists.written(lists.nolwenn))
    changed = change(
        lists.nolwenn, lists, Courriel="nouvelle@example.org", Parts="40", Catégorie="Bénéficiaires"
    )

    file = import_all(lists.written(changed))

    (member,) = session.scalars(select(Member))
    assert (file.new_count, file.changed_count) == (0, 1)
    assert member.actor.email == "nouvelle@example.org"
    assert placings(session, [member.id], date(2026, 2, 1))[member.id].category.key == "employees"
    assert [one.shares for one in session.scalars(select(ShareEntry))] == [4]


def test_an_empty_cell_erases_nothing(session, import_all, bring, lists):
    import_all(lists.written(lists.nolwenn))

    again = bring(lists.written(change(lists.nolwenn, lists, Courriel="", Commune="")))

    assert outcomes(session, again) == [Outcome.SAME]


def test_an_actor_of_the_directory_is_admitted_and_not_made_twice(context, session, import_all, lists):
    known = add_actor(context, kind=ActorKind.PERSON, name="Nolwenn KERBRAZAN")
    session.commit()

    import_all(lists.written(lists.nolwenn))

    (member,) = session.scalars(select(Member))
    assert member.actor_id == known.id
    assert member.actor.email == "nolwenn@example.org"


def test_a_list_from_before_a_leaving_readmits_nobody(context, session, import_all, bring, lists):
    content = lists.written(lists.nolwenn)
    import_all(content)
    (member,) = session.scalars(select(Member))
    leave(context, member, left_on=date(2026, 6, 1), cause=LeavingCause.RESIGNATION, accept_empty=True)
    session.commit()

    assert outcomes(session, bring(content)) == [Outcome.SAME]


@pytest.mark.parametrize("written", ["employees", "SALARIES DU POLE", "Salariés du pôle", "salaries"])
def test_a_category_is_known_by_its_key_its_name_or_how_that_begins(bring, lists, written):
    file = bring(lists.written(change(lists.nolwenn, lists, Catégorie=written)))

    assert (file.new_count, file.wrong_count) == (1, 0)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"Nom": "", "Prénom": ""}, [("kind", "imports.kind_missing"), ("name", "imports.name_missing")]),
        ({"Date d’admission": "31/02/2026"}, [("admitted_on", "tables.bad_date")]),
        ({"Date d’admission": "31/12/26"}, [("admitted_on", "tables.bad_date")]),
        ({"Date d’admission": ""}, [("admitted_on", "imports.day_missing")]),
        ({"Date d’admission": "01/01/2030"}, [("admitted_on", "imports.future")]),
        ({"Date d’admission": "01/01/2020"}, [("admitted_on", "members.no_statutes")]),
        ({"Parts": "-3"}, [("shares", "tables.bad_count")]),
        ({"Parts": "2,5"}, [("shares", "tables.bad_count")]),
        ({"Parts": "0"}, [("paid", "imports.paid_without_shares")]),
        ({"Montant versé": "-80"}, [("paid", "tables.negative_amount")]),
        ({"Montant versé": "19,99"}, [("paid", "imports.bad_payment")]),
        ({"Montant versé": "80,01"}, [("paid", "imports.bad_payment")]),
        ({"Catégorie": "Mécènes"}, [("category", "members.unknown_category")]),
        ({"Catégorie": ""}, [("category", "imports.category_missing")]),
        ({"Catégorie": "Autres partenaires"}, [("college", "members.college_missing")]),
        ({"Catégorie": "Autres"}, [("category", "members.unknown_category")]),
        ({"Courriel": "nolwenn@"}, [("email", "actors.bad_email")]),
        ({"Commune": "R" * 101}, [("locality", "imports.too_long")]),
        (
            {"Date d’admission": "31/02/2026", "Catégorie": "Mécènes", "Montant versé": "80,01"},
            [
                ("admitted_on", "tables.bad_date"),
                ("category", "members.unknown_category"),
                ("paid", "imports.bad_payment"),
            ],
        ),
        (
            {"Courriel": "x", "Parts": "y"},
            [("email", "actors.bad_email"), ("shares", "tables.bad_number")],
        ),
    ],
)  # fmt: skip
def test_every_error_stands_at_its_cell_and_nothing_is_written(
    context, session, bring, lists, cells, expected
):
    file = bring(lists.written(change(lists.nolwenn, lists, **cells), lists.samuel))

    assert faults(session, file) == {2: expected}
    assert file.wrong_count == file.new_count == 1
    assert number_of(session, Member) == number_of(session, Actor) == 0


def test_good_rows_are_written_and_wrong_ones_left_out(session, import_all, lists):
    file = import_all(
        lists.written(change(lists.nolwenn, lists, Parts="-1"), lists.samuel), mode=Mode.GOOD_ROWS
    )

    assert (file.new_count, file.wrong_count, file.done_count) == (1, 1, 2)
    assert [one.actor.name for one in session.scalars(select(Member))] == ["Samuel Le Goff"]


def test_two_rows_of_one_actor_are_never_both_written(session, import_all, lists):
    twice = change(lists.nolwenn, lists, Réf="", Courriel="")

    file = import_all(lists.written(lists.nolwenn, twice))

    assert faults(session, file) == {3: [("name", "imports.double")]}
    assert number_of(session, Member) == 1


def test_a_reference_that_belongs_to_another_is_refused(session, import_all, bring, lists):
    import_all(lists.written(lists.nolwenn))

    file = bring(lists.written(change(lists.samuel, lists, Réf="1")))

    assert faults(session, file) == {2: [("reference", "imports.reference_of_another")]}


def test_a_name_of_several_is_refused_until_something_tells_them_apart(context, session, bring, lists):
    for locality in ("Rennes", "Betton"):
        add_actor(context, kind=ActorKind.PERSON, name="Nolwenn Kerbrazan", locality=locality)

    unsure = bring(lists.written(change(lists.nolwenn, lists, Courriel="", Réf="")))

    assert faults(session, unsure) == {2: [("name", "imports.ambiguous")]}


def test_namesakes_with_two_addresses_are_two(session, import_all, lists):
    other = change(lists.nolwenn, lists, Réf="9", Courriel="autre@example.org")

    file = import_all(lists.written(lists.nolwenn, other))

    assert (file.new_count, file.wrong_count) == (2, 0)
    assert number_of(session, Member) == 2


def test_one_value_stands_for_every_row_that_says_nothing(session, import_all, lists):
    bare = lists.written(["Kerbrazan", "Nolwenn"], ["Le Goff", "Samuel"], titles=["Nom", "Prénom"])

    import_all(bare, defaults={"category": "salariés", "admitted_on": "01/02/2026"})

    assert {one.admitted_on for one in session.scalars(select(Member))} == {date(2026, 2, 1)}


def test_numbers_follow_the_days_of_admission(session, import_all, lists):
    import_all(lists.written(lists.samuel, lists.nolwenn))

    members = session.scalars(select(Member).order_by(Member.number))
    assert [one.actor.given_name for one in members] == ["Nolwenn", "Samuel"]


def test_an_organisation_is_known_by_its_siren(session, import_all, bring, lists):
    titles = ["Raison sociale", "SIREN", "Catégorie", "Date d’admission"]
    import_all(
        lists.written(["Les Amis du Blosne", "552 100 554", "Bénéficiaires", "2026-01-15"], titles=titles)
    )

    renamed = bring(
        lists.written(["Amis du Blosne", "552100554", "Bénéficiaires", "2026-01-15"], titles=titles)
    )

    (member,) = session.scalars(select(Member))
    assert member.actor.kind is ActorKind.ORGANISATION
    assert outcomes(session, renamed) == [Outcome.SAME]
    assert session.scalar(select(func.count()).select_from(ImportRow)) == 1


REACHED = ["Réf", "Nom", "Prénom", "Téléphone", "Adresse", "Code postal", "Ville", "Date de naissance"]
PLACED = {"category": "Salariés", "admitted_on": "2026-01-01"}


def current(session, table, *columns):
    found = select(*(getattr(table, name) for name in columns)).order_by(table.id)
    return [tuple(row) for row in session.execute(found)]


def test_telephone_address_and_birth_are_kept_once(session, import_all, bring, lists):
    row = ["1", "Kerbrazan", "Nolwenn", "299000000", "3 rue des Carmes", "1000", "Bourg", "01/02/1980"]
    content = lists.written(row, titles=REACHED)

    import_all(content, defaults=PLACED)

    assert current(session, Contact, "value", "is_main") == [("+33299000000", True)]
    assert current(session, Address, "lines", "postcode", "locality", "ends_on") == [
        ("3 rue des Carmes", "01000", "Bourg", None)
    ]
    assert session.scalars(select(Birth.born_on)).all() == [date(1980, 2, 1)]
    assert outcomes(session, bring(content, defaults=PLACED)) == [Outcome.SAME]


def test_a_new_telephone_and_address_take_the_place_of_the_former(session, import_all, clock, lists):
    rows_of = [
        ["1", "Kerbrazan", "Nolwenn", "0299000000", "3 rue des Carmes", "35000", "Rennes", ""],
        ["1", "Kerbrazan", "Nolwenn", "0299000001", "4 rue des Carmes", "35000", "Rennes", ""],
        ["1", "Kerbrazan", "Nolwenn", "0299000000", "5 rue des Carmes", "35000", "Rennes", ""],
    ]
    for number, row in enumerate(rows_of):
        clock.move(days=min(number, 1))
        import_all(lists.written(row, titles=REACHED), defaults=PLACED)

    day = clock.now().date()
    assert current(session, Contact, "value", "is_main") == [("+33299000001", False), ("+33299000000", True)]
    assert current(session, Address, "lines", "ends_on") == [
        ("3 rue des Carmes", day - timedelta(days=1)), ("4 rue des Carmes", day), ("5 rue des Carmes", None),
    ]  # fmt: skip


def test_a_second_address_of_one_day_corrects_the_first(session, import_all, lists):
    for street in ("3 rue des Carmes", "3 bis rue des Carmes"):
        row = ["1", "Kerbrazan", "Nolwenn", "", street, "35000", "Rennes", ""]
        import_all(lists.written(row, titles=REACHED), defaults=PLACED)

    assert current(session, Address, "lines", "ends_on") == [("3 bis rue des Carmes", None)]


def test_a_siret_brings_the_siren(session, import_all, lists):
    import_all(
        lists.written(["Les Amis", "732 829 320 00074"], titles=["Structure", "SIRET"]), defaults=PLACED
    )

    assert current(session, Identifier, "kind", "value") == [
        (IdentifierKind.SIREN, "732829320"), (IdentifierKind.SIRET, "73282932000074"),
    ]  # fmt: skip


def test_an_unknown_category_is_told_with_those_that_are_known(session, bring, lists):
    file = bring(lists.written(change(lists.nolwenn, lists, Catégorie="Retraités")))

    (row,) = session.scalars(select(ImportRow).where(ImportRow.file_id == file.id))
    said = str(from_json(row.faults[0]["text"]))
    assert "have no category “Retraités”. They have: Salariés du pôle, " in said
    assert " and " in said


def with_voices(lists, *voices):
    """Return a list of organisations, one for each name and address of who votes for it."""
    titles = [*lists.titles, "SIREN", "Représentant", "Courriel du représentant"]
    sirens = ("732829320", "552100554", "542065479")
    rows_of = [
        [
            f"O{place}",
            f"Les Amis {place}",
            "",
            "",
            "Rennes",
            "Salariés",
            "31/12/2025",
            "4",
            "80",
            siren,
            *voice,
        ]
        for place, (siren, voice) in enumerate(zip(sirens, voices, strict=False))
    ]
    return lists.written(*rows_of, titles=titles)


def voters(session, day):
    """Return the name and the address of who votes for each organisation, in the order of the directory."""
    groups = session.scalars(select(Actor).where(Actor.kind == ActorKind.ORGANISATION).order_by(Actor.id))
    ids = [one.id for one in groups]
    found = voter_of(session, ids, day)
    people = [session.get_one(Actor, found[number]) for number in ids]
    return [(one.name, one.email) for one in people]


def test_an_organisation_comes_with_who_votes_for_it(session, import_all, bring, lists):
    import_all(with_voices(lists, ("", "")))
    import_all(with_voices(lists, ("Anne Le Goff", "anne@example.org")))
    again = bring(with_voices(lists, ("Quelqu’un d’autre", "")))

    assert voters(session, date(2027, 1, 1)) == [("Anne Le Goff", "anne@example.org")]
    assert number_of(session, Member) == 1
    assert outcomes(session, again) == [Outcome.SAME]


@pytest.mark.parametrize("address", ["", "Anne@Example.org"])
def test_who_votes_is_a_person_of_the_directory_from_the_admission_on(
    context, session, import_all, lists, address
):
    add_actor(context, kind=ActorKind.PERSON, name="Anne Le Goff", email="anne@example.org")

    import_all(with_voices(lists, ("anne le goff", address)))

    assert voters(session, date(2025, 12, 31)) == [("Anne Le Goff", "anne@example.org")]
    assert voters(session, date(2025, 12, 30)) == [("Les Amis 0", None)]


@pytest.mark.parametrize("known", [None, "anne@elsewhere.example.org"])
def test_a_namesake_without_the_address_is_nobodys_voice(context, session, bring, lists, known):
    add_actor(context, kind=ActorKind.PERSON, name="Anne Le Goff", email=known)

    file = bring(with_voices(lists, ("Anne Le Goff", "anne@example.org")))

    assert faults(session, file) == {2: [("representative_email", "imports.representative")]}


def test_of_namesakes_the_one_with_the_address_votes(context, session, import_all, lists):
    for address in (None, "anne@example.org"):
        add_actor(context, kind=ActorKind.PERSON, name="Anne Le Goff", email=address)

    import_all(with_voices(lists, ("Anne Le Goff", "anne@example.org")))

    assert voters(session, date(2026, 1, 1)) == [("Anne Le Goff", "anne@example.org")]


def test_a_list_names_one_person_for_two_organisations(session, import_all, lists):
    anne = ("Anne Le Goff", "anne@example.org")

    import_all(with_voices(lists, anne, ("Anne Le Goff", ""), anne))

    assert voters(session, date(2026, 1, 1)) == [anne] * 3
    assert len(session.scalars(select(Actor).where(Actor.kind == ActorKind.PERSON)).all()) == 1


def test_the_preview_tells_of_namesakes_within_the_list(session, bring, lists):
    addresses = ("anne@example.org", "other@example.org")

    file = bring(with_voices(lists, *(("Anne Le Goff", one) for one in addresses)))

    assert faults(session, file) == {3: [("representative_email", "imports.representative")]}


def test_a_list_gives_its_members_the_address_by_which_they_vote_for_others(
    context, session, import_all, lists
):
    add_actor(context, kind=ActorKind.PERSON, name="Nolwenn Kerbrazan")
    titles = [*lists.titles, "SIREN", "Représentant", "Courriel du représentant"]
    amis = ["O", "Les Amis", "", "", "Rennes", "Salariés", "31/12/2025", "4", "80", "732829320"]
    nolwenn = ("Nolwenn Kerbrazan", "nolwenn@example.org")

    file = import_all(lists.written([*lists.nolwenn, "", "", ""], [*amis, *nolwenn], titles=titles))

    assert faults(session, file) == {}
    assert voters(session, date(2026, 1, 1)) == [nolwenn]


def test_who_votes_is_looked_up_once_for_all_rows(context, session, bring, lists):
    asked = []
    file = bring(with_voices(lists, *((f"Anne {n}", "") for n in range(3))))
    every = session.scalars(rows(file.id)).all()
    event.listen(session.get_bind(), "before_cursor_execute", lambda *given: asked.append(given[2]))

    plan_rows(context, file, every)
    asked_of_three = len(asked)
    plan_rows(context, file, every[:1])

    assert len(asked) == 2 * asked_of_three


def test_a_person_has_nobody_who_votes_for_it(context, session, bring, lists):
    for _ in range(2):
        add_actor(context, kind=ActorKind.PERSON, name="Anne Le Goff")
    titles = [*lists.titles, "SIREN", "Représentant", "Courriel du représentant"]
    amis = ["3", "Les Amis", "", "", "Rennes", "Salariés", "31/12/2025", "4", "80", "732829320"]

    file = bring(
        lists.written(
            [*lists.nolwenn, "", "Anne Le Goff", ""], [*amis, "Anne Le Goff", ""], titles=titles
        )
    )  # fmt: skip

    assert faults(session, file)[2] == [("representative", "imports.representative")]
    assert faults(session, file)[3] == [("representative", "imports.representative")]
