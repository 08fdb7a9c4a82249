"""Writing an agenda, special assemblies, documents: each rule on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DatabaseError

from collegial.assemblies.models import AssemblyDocument, AssemblyKind, Resolution, RollEntry
from collegial.assemblies.queries.agenda import documents_of
from collegial.assemblies.queries.attending import quorum_of
from collegial.assemblies.queries.preparing import readiness
from collegial.assemblies.rules import checks
from collegial.assemblies.services.agenda import (
    NewItem,
    NewResolution,
    add_item,
    add_items,
    add_resolution,
    edit_item,
    edit_resolution,
    move_item,
    move_resolution,
    remove_item,
    remove_resolution,
)
from collegial.assemblies.services.amending import put_to_vote
from collegial.assemblies.services.conducting import declare_inquorate
from collegial.assemblies.services.documents import add_document, remove_document
from collegial.assemblies.services.preparing import change_frame, convene, convene_again, prepare_assembly
from collegial.files.models import StoredFile
from collegial.files.rules import Upload
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.statutes.models import College
from collegial.statutes.queries import newest
from collegial.statutes.rules import DecisionKind
from collegial.statutes.services.drafting import start_draft
from collegial.testing.factories import World, _entries, convened, found, statutes_document
from collegial.votes.models import Choice, Outcome
from collegial.votes.services import cast_vote, close_vote, open_vote

pytestmark = pytest.mark.both_databases

SIZES = {"A": 2, "B": 8, "C": 5, "D": 5}
ORDINARY, EXTRAORDINARY = DecisionKind.ORDINARY, DecisionKind.EXTRAORDINARY
PDF = Upload(name="bilan.pdf", content=b"%PDF-1.7\n...")


def refused(error, code, act, *arguments, field=None, **named):
    with pytest.raises(error) as caught:
        act(*arguments, **named)
    assert (caught.value.code, caught.value.field) == (code, field)


def frame(context, **changes):
    given = {
        "kind": AssemblyKind.MIXED, "title": "AG", "starts_at": context.clock.now() + timedelta(days=30),
        "place": "Rennes",
    }  # fmt: skip
    return {**given, **changes}


@pytest.fixture
def meeting(context):
    """Give a draft with three items; the second has two resolutions, the third one."""
    found(context, SIZES)
    one = prepare_assembly(context, **frame(context))
    for title in ("Un", "Deux", "Trois"):
        add_item(context, one, title=title)
    context.session.flush()
    for place, title in ((1, "a"), (1, "b"), (2, "c")):
        add_resolution(context, one, title=title, text="…", kind=ORDINARY, item=one.items[place])
    return one


def shown(session, meeting):
    """Return the agenda as it is stored: titles of items with their resolutions, by place and number."""
    session.flush()
    session.expire_all()
    assert [one.position for one in meeting.items] == list(range(1, len(meeting.items) + 1))
    assert [one.number for one in meeting.resolutions] == list(range(1, len(meeting.resolutions) + 1))
    return [
        (item.title, [one.title for one in meeting.resolutions if one.item_id == item.id])
        for item in meeting.items
    ], [one.title for one in meeting.resolutions]


def test_resolutions_are_numbered_in_the_order_of_the_agenda(context, session, meeting):
    add_resolution(context, meeting, title="d", text="…", kind=ORDINARY, item=meeting.items[0])

    items, numbers = shown(session, meeting)
    assert items == [("Un", ["d"]), ("Deux", ["a", "b"]), ("Trois", ["c"])]
    assert numbers == ["d", "a", "b", "c"]


def test_an_item_moves_with_its_resolutions(context, session, meeting):
    move_item(context, meeting.items[2], up=True)

    assert shown(session, meeting) == (
        [("Un", []), ("Trois", ["c"]), ("Deux", ["a", "b"])],
        ["c", "a", "b"],
    )


@pytest.mark.parametrize(("place", "up"), [(0, True), (2, False)])
def test_at_the_end_of_the_list_nothing_moves(context, session, meeting, place, up):
    before = shown(session, meeting)
    move_item(context, meeting.items[place], up=up)

    assert shown(session, meeting) == before


def test_a_resolution_moves_within_its_item_only(context, session, meeting):
    move_resolution(context, meeting.resolutions[1], up=True)
    assert shown(session, meeting)[1] == ["b", "a", "c"]

    move_resolution(context, meeting.resolutions[1], up=False)
    assert shown(session, meeting)[1] == ["b", "a", "c"]


def test_removing_an_item_removes_its_resolutions_and_closes_the_gap(context, session, meeting):
    remove_item(context, meeting.items[1])

    assert shown(session, meeting) == ([("Un", []), ("Trois", ["c"])], ["c"])


def test_removing_a_resolution_closes_the_gap(context, session, meeting):
    remove_resolution(context, meeting.resolutions[0])

    assert shown(session, meeting)[1] == ["b", "c"]


def test_words_are_changed_and_never_empty(context, meeting):
    edit_item(context, meeting.items[0], title=" Rapport ", text=" ")
    edit_resolution(
        context, meeting.resolutions[0], title="A", text="Autre", kind=EXTRAORDINARY, is_backed=False
    )

    assert (meeting.items[0].title, meeting.items[0].text) == ("Rapport", None)
    assert (meeting.resolutions[0].text, meeting.resolutions[0].is_backed) == ("Autre", False)
    refused(Invalid, "agenda.no_title", edit_item, context, meeting.items[0], title=" ", field="title")
    refused(Invalid, "agenda.no_title", add_item, context, meeting, title="", field="title")
    words = {"title": "A", "text": " ", "kind": ORDINARY}
    refused(Invalid, "agenda.no_text", add_resolution, context, meeting, **words, field="text")


def test_what_a_template_holds_is_added_whole_or_not_at_all(context, session):
    found(context, SIZES)
    meeting = prepare_assembly(context, **frame(context, kind=AssemblyKind.ORDINARY))
    fine = NewResolution(title="a", text="…", kind=ORDINARY)
    wrong = NewResolution(title="b", text="…", kind=EXTRAORDINARY)

    both = [NewItem(title="Un", resolutions=[fine]), NewItem(title="Deux", resolutions=[wrong])]
    refused(Invalid, "assemblies.wrong_kind", add_items, context, meeting, both, field="kind")
    assert shown(session, meeting) == ([], [])

    add_items(context, meeting, both[:1])
    assert shown(session, meeting) == ([("Un", ["a"])], ["a"])


def test_a_convened_agenda_is_changed_by_nobody(context, session):
    world = convened(context, SIZES)
    meeting = world.assembly
    item, resolution = meeting.items[0], meeting.resolutions[0]

    for act, thing in ((move_item, item), (move_resolution, resolution)):
        refused(Refused, "assemblies.already_convened", act, context, thing, up=True)
    for act, thing in ((remove_item, item), (remove_resolution, resolution)):
        refused(Refused, "assemblies.already_convened", act, context, thing)
    refused(Refused, "assemblies.already_convened", edit_item, context, item, title="x")
    refused(Refused, "assemblies.already_convened", change_frame, context, meeting, **frame(context))
    for statement in ("UPDATE agenda_item SET title = 'x'", "DELETE FROM agenda_item"):
        with pytest.raises(DatabaseError, match="convened agenda"), session.begin_nested():
            session.execute(text(statement))


def test_a_second_convocation_keeps_the_agenda_of_the_first(context):
    world = convened(context, SIZES)
    world.open()
    declare_inquorate(context, world.assembly)
    later = context.clock.now() + timedelta(days=12)
    second = convene_again(context, world.assembly, starts_at=later)

    refused(Refused, "assemblies.same_agenda", add_item, context, second, title="x")
    refused(Refused, "assemblies.same_agenda", remove_resolution, context, second.resolutions[0])
    other = frame(context, kind=AssemblyKind.ORDINARY)
    refused(Invalid, "assemblies.second_kind", change_frame, context, second, **other, field="kind")
    change_frame(context, second, **frame(context, starts_at=later, place="Redon"))
    assert second.place == "Redon"


def test_members_do_not_prepare(context, meeting, as_role):
    member = as_role("member")
    refused(Forbidden, "permission.missing", add_item, member, meeting, title="x")
    refused(Forbidden, "permission.missing", remove_item, member, meeting.items[0])
    refused(Forbidden, "permission.missing", change_frame, member, meeting, **frame(context))
    refused(Forbidden, "permission.missing", add_document, member, meeting, PDF)


def test_the_frame_changes_while_the_assembly_is_prepared(context, meeting):
    changed = frame(context, title=" AGM ", place="Redon", online_address="https://example.org")
    change_frame(context, meeting, **changed)

    assert (meeting.title, meeting.place, meeting.online_address) == ("AGM", "Redon", "https://example.org")
    refused(
        Invalid,
        "assemblies.no_title",
        change_frame,
        context,
        meeting,
        **frame(context, title=" "),
        field="title",
    )


def test_a_kind_that_cannot_take_the_resolutions_is_refused(context, meeting):
    only = frame(context, kind=AssemblyKind.EXTRAORDINARY)
    refused(Invalid, "assemblies.kind_in_use", change_frame, context, meeting, **only, field="kind")
    assert meeting.kind is AssemblyKind.MIXED


def test_what_another_hand_wrote_meanwhile_is_read_again(context, session, meeting):
    meeting.resolutions[0].kind = EXTRAORDINARY
    session.flush()
    others = update(Resolution).where(Resolution.assembly_id == meeting.id).values(kind=ORDINARY)
    session.execute(others.execution_options(synchronize_session=False))

    change_frame(context, meeting, **frame(context, kind=AssemblyKind.ORDINARY))

    assert meeting.kind is AssemblyKind.ORDINARY


def test_an_assembly_that_changes_the_statutes_does_not_become_that_of_one_college(context, session, meeting):
    other = statutes_document({"A": "35%", "B": "30%", "C": "25%", "D": "10%"}, label="Statuts changés")
    draft = start_draft(context, other, base=newest(session))
    put_to_vote(context, draft, meeting, title="Statuts", text="L’assemblée adopte les statuts changés.")
    college = session.scalars(select(College)).first()

    alone = frame(context, kind=AssemblyKind.SPECIAL, college=college)
    refused(Invalid, "assemblies.amends", change_frame, context, meeting, **alone, field="kind")
    assert meeting.kind is AssemblyKind.MIXED


def test_an_assembly_whose_hour_is_past_is_not_convened(context, clock, meeting):
    clock.move(days=30)
    refused(Refused, "assemblies.past", convene, context, meeting, late_reason="x")
    same = frame(context, starts_at=meeting.starts_at)
    refused(Invalid, "assemblies.past", change_frame, context, meeting, **same, field="starts_at")


# -- special assemblies ----------------------------------------------------------------------------


@pytest.fixture
def special(context, session):
    """Give the special assembly of college B, convened, at its hour."""
    found(context, SIZES)
    college = session.scalars(select(College).where(College.key == "B")).one()
    meeting = prepare_assembly(context, **frame(context, kind=AssemblyKind.SPECIAL, college=college))
    item = add_item(context, meeting, title="Élection")
    add_resolution(context, meeting, title="Élection", text="…", kind=ORDINARY, item=item)
    convene(context, meeting)
    context.clock.move(days=30)
    return World(context=context, assembly=meeting, entries=_entries(context, meeting))


def test_a_special_assembly_needs_its_college(context):
    found(context, SIZES)
    kind = frame(context, kind=AssemblyKind.SPECIAL)
    refused(Invalid, "assemblies.no_college", prepare_assembly, context, **kind, field="college")


def test_the_roll_of_a_special_assembly_is_its_college(special, session):
    assert session.scalar(select(func.count()).select_from(RollEntry)) == 8
    assert set(special.entries) == {"B"}


def test_in_a_special_assembly_heads_are_counted_without_weights(special, session):
    context, meeting = special.context, special.assembly
    voters = special.entries["B"][:3]
    special.arrive(*voters)
    special.open()
    verdict = quorum_of(context, meeting, ORDINARY)
    assert (verdict.count, verdict.needed, verdict.reached) == (3, 2, True)

    vote = open_vote(context, meeting, meeting.resolutions)
    for entry, choice in zip(voters, (Choice.FOR, Choice.FOR, Choice.AGAINST), strict=True):
        cast_vote(context, vote.id, special.own(entry), {vote.questions[0].id: choice})
    close_vote(context, vote.id)

    outcome = session.scalars(select(Outcome)).one()
    assert outcome.adopted is True
    assert (outcome.for_share.numerator, outcome.for_share.denominator) == (2, 3)


def test_a_college_without_members_cannot_be_convened(context, session):
    found(context, {"A": 2})
    empty = College(key="Z", name="Vide", position=9)
    session.add(empty)
    session.flush()
    meeting = prepare_assembly(context, **frame(context, kind=AssemblyKind.SPECIAL, college=empty))
    add_resolution(context, meeting, title="a", text="…", kind=ORDINARY)

    state = readiness(session, meeting, context.zone, context.clock.now())
    assert [one.key for one in checks(state)] == ["nobody"]
    refused(Refused, "assemblies.nobody", convene, context, meeting)


# -- documents and checks --------------------------------------------------------------------------


def test_accounts_without_documents_are_pointed_out_until_one_is_attached(context, session):
    found(context, SIZES)
    meeting = prepare_assembly(context, **frame(context))
    approval = NewResolution(title="Comptes", text="…", kind=ORDINARY)
    (item,) = add_items(
        context, meeting, [NewItem(title="Comptes annuels", template="accounts", resolutions=[approval])]
    )

    def keys():
        return [one.key for one in checks(readiness(session, meeting, context.zone, context.clock.now()))]

    add_document(context, meeting, PDF)
    assert keys() == ["no_documents"]
    add_document(context, meeting, PDF, item=item, title="Bilan")
    assert keys() == []


def test_an_assembly_is_checked_even_without_statutes(context, session):
    meeting = prepare_assembly(context, **frame(context))
    found_keys = [one.key for one in checks(readiness(session, meeting, context.zone, context.clock.now()))]

    assert found_keys == ["no_statutes", "no_resolution", "nobody"]


def test_a_document_is_called_by_its_file_and_taken_back_with_it(context, session, meeting):
    document = add_document(context, meeting, PDF, item=meeting.items[0])
    assert (document.title, document.item.title) == ("bilan.pdf", "Un")

    remove_document(context, document)
    for table in (AssemblyDocument, StoredFile):
        assert session.scalar(select(func.count()).select_from(table)) == 0


def test_the_documents_of_a_removed_item_stay_with_the_assembly(context, session, meeting):
    add_document(context, meeting, PDF, item=meeting.items[1])
    remove_item(context, meeting.items[1])

    assert [one.item_id for one in documents_of(session, meeting.id)] == [None]


def test_what_the_members_were_convened_with_stays(context, session, meeting):
    document = add_document(context, meeting, PDF)
    convene(context, meeting)

    refused(Refused, "documents.sent", remove_document, context, document)
    add_document(context, meeting, PDF, title="Bilan corrigé")
    for statement in ("DELETE FROM assembly_document", "UPDATE assembly_document SET title = 'x'"):
        with pytest.raises(DatabaseError, match="stays"), session.begin_nested():
            session.execute(text(statement))
    with pytest.raises(DatabaseError), session.begin_nested():
        session.execute(text("DELETE FROM stored_file"))


def test_an_assembly_that_is_over_takes_no_document(context, session):
    world = convened(context, SIZES)
    add_document(context, world.assembly, PDF)
    world.open()
    declare_inquorate(context, world.assembly)

    refused(Refused, "documents.too_late", add_document, context, world.assembly, PDF)
    copied = "assembly_id, file_id, title, added_at"
    with pytest.raises(DatabaseError), session.begin_nested():
        session.execute(
            text(f"INSERT INTO assembly_document ({copied}) SELECT {copied} FROM assembly_document")
        )
