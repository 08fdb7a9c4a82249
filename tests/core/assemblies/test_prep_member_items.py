"""Members' items: asked for, supported, on the agenda at the threshold (L33); the deadline of written questions."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from collegial.actors.models import Actor
from collegial.additions.services import note_posted
from collegial.assemblies.models import (
    AdditionLetter,
    AgendaItem,
    AssemblyKind,
    ItemSupport,
    MemberItem,
    MemberItemState,
    Resolution,
)
from collegial.assemblies.queries.member_items import asking, member_items, rights_of
from collegial.assemblies.services.agenda import (
    add_item,
    add_resolution,
    edit_item,
    edit_resolution,
    move_item,
    remove_item,
    remove_resolution,
)
from collegial.assemblies.services.member_items import (
    accept_item,
    ask_for_item,
    support_item,
    take_support_back,
)
from collegial.assemblies.services.preparing import convene, prepare_assembly
from collegial.assemblies.services.questions import ask_question
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.outbox import OutboxMessage
from collegial.membership.models import Member
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import _entries, found, statutes_document

pytestmark = pytest.mark.both_databases

SIZES = {"A": 5, "B": 10, "C": 5}  # 20 members: 15 % are 3
SECTION = {"items_threshold": "15%", "items_days": 25, "questions_days": 4}
ASKED = {"title": "Énergie", "reasons": "Le local est froid.", "resolution": "L’assemblée isole le local."}


def refused(error, code, act, *arguments, field=None, **named):
    with pytest.raises(error) as caught:
        act(*arguments, **named)
    assert (caught.value.code, caught.value.field) == (code, field)


def prepared(context, section=SECTION, *, kind=AssemblyKind.ORDINARY, days=40):
    found(context, SIZES, statutes_document(assemblies=section))
    meeting = prepare_assembly(
        context, kind=kind, title="AG", starts_at=context.clock.now() + timedelta(days=days), place="Rennes"
    )
    item = add_item(context, meeting, title="Comptes")
    add_resolution(context, meeting, title="Comptes", text="…", kind=DecisionKind.ORDINARY, item=item)
    context.session.flush()
    return meeting


@pytest.fixture
def meeting(context):
    return prepared(context)


@pytest.fixture
def members(session, meeting):
    return session.scalars(select(Member).order_by(Member.number)).all()


@pytest.fixture
def acting(as_role):
    """Give a function that returns a context in which a member acts."""
    return lambda member: as_role("member", actor_id=member.actor_id)


def ask(acting, meeting, member, **changes):
    given = {**ASKED, "kind": DecisionKind.ORDINARY, **changes}
    return ask_for_item(acting(member), meeting, member.id, **given)


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def test_whoever_asks_is_the_first_supporter(session, meeting, members, acting):
    item = ask(acting, meeting, members[0])

    (line,) = member_items(session, meeting, rights=[], needed=3)
    assert (line.item, line.supporters, item.state) == (item, 1, MemberItemState.OPEN)


def test_at_the_threshold_the_item_enters_the_agenda_by_itself_with_its_resolution(
    session, meeting, members, acting
):
    item = ask(acting, meeting, members[0])
    support_item(acting(members[1]), item, members[1].id)
    assert count(session, AgendaItem) == 1
    support_item(acting(members[2]), item, members[2].id)

    assert item.state is MemberItemState.ADDED
    last, resolution = meeting.items[-1], meeting.resolutions[-1]
    assert (last.id, last.title, last.text) == (item.item_id, "Énergie", "Le local est froid.")
    assert (resolution.number, resolution.text, resolution.is_backed) == (2, ASKED["resolution"], False)
    refused(Refused, "member_items.added", support_item, acting(members[3]), item, members[3].id)


def test_an_item_without_a_draft_has_no_resolution(session, meeting, members, acting, as_role):
    item = ask(acting, meeting, members[0], resolution=" ", kind=None)
    accept_item(as_role("staff"), item)

    assert (count(session, AgendaItem), count(session, Resolution)) == (2, 1)


def test_the_same_support_twice_is_one(session, meeting, members, acting):
    item = ask(acting, meeting, members[0])
    for _ in range(3):
        support_item(acting(members[1]), item, members[1].id)

    assert count(session, ItemSupport) == 2
    assert item.state is MemberItemState.OPEN


def test_a_support_is_taken_back_while_the_item_waits(session, meeting, members, acting):
    item = ask(acting, meeting, members[0])
    support_item(acting(members[1]), item, members[1].id)
    take_support_back(acting(members[1]), item, members[1].id)
    take_support_back(acting(members[1]), item, members[1].id)

    assert count(session, ItemSupport) == 1


def test_nobody_asks_or_supports_with_anothers_right(session, meeting, members, acting, as_role):
    mine, other = members[:2]
    refused(Forbidden, "member_items.not_yours", ask_for_item, acting(mine), meeting, other.id, **ASKED)
    item = ask(acting, meeting, mine)
    for act in (support_item, take_support_back):
        refused(Forbidden, "member_items.not_yours", act, acting(mine), item, other.id)
    refused(Forbidden, "permission.missing", accept_item, acting(mine), item)
    refused(Forbidden, "permission.missing", support_item, as_role("pilot"), item, mine.id)
    assert count(session, ItemSupport) == 1


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"title": " "}, "member_items.incomplete", "title"),
        ({"reasons": " "}, "member_items.incomplete", "reasons"),
        ({"kind": None}, "member_items.wrong_kind", "kind"),
        ({"kind": DecisionKind.EXTRAORDINARY}, "member_items.wrong_kind", "kind"),
    ],
)
def test_incomplete_words_and_kinds_that_do_not_fit_are_refused(
    session, meeting, members, acting, changes, code, field
):
    refused(Invalid, code, ask, acting, meeting, members[0], **changes, field=field)
    assert count(session, MemberItem) == 0


def test_the_last_day_is_the_days_before_the_assembly_in_the_statutes(
    session, meeting, members, acting, clock
):
    clock.move(days=15)
    item = ask(acting, meeting, members[0])

    clock.move(days=1)
    refused(Refused, "member_items.too_late", ask, acting, meeting, members[1])
    refused(Refused, "member_items.too_late", support_item, acting(members[1]), item, members[1].id)
    assert count(session, MemberItem) == 1


def test_the_staff_accepts_below_the_threshold(session, meeting, members, acting, as_role):
    item = ask(acting, meeting, members[0])
    accept_item(as_role("staff"), item)

    assert item.state is MemberItemState.ADDED
    refused(Refused, "member_items.added", accept_item, as_role("staff"), item)
    assert count(session, AgendaItem) == 2


def test_the_words_of_members_are_theirs_but_their_place_is_the_staffs(meeting, members, acting, context):
    item = ask(acting, meeting, members[0])
    accept_item(context, item)
    placed, resolution = meeting.items[-1], meeting.resolutions[-1]

    refused(Refused, "agenda.of_members", remove_item, context, placed)
    refused(Refused, "agenda.of_members", edit_item, context, placed, title="x")
    refused(Refused, "agenda.of_members", remove_resolution, context, resolution)
    words = {"title": "x", "text": "y", "kind": DecisionKind.ORDINARY, "is_backed": True}
    refused(Refused, "agenda.of_members", edit_resolution, context, resolution, **words)
    move_item(context, placed, up=True)
    assert [one.title for one in meeting.items] == ["Énergie", "Comptes"]
    assert [one.title for one in meeting.resolutions] == ["Énergie", "Comptes"]


def test_where_the_statutes_are_silent_nothing_is_asked_for(context, session, as_role):
    meeting = prepared(context, {"questions_days": 4})
    member = session.scalars(select(Member)).first()

    assert asking(session, meeting, context.zone) is None
    asks = as_role("member", actor_id=member.actor_id)
    refused(Refused, "member_items.unknown_right", ask_for_item, asks, meeting, member.id, **ASKED)


def test_once_convened_the_threshold_still_adds_and_every_voter_is_told(
    context, session, meeting, members, acting, as_role
):
    for member in members[:4]:
        session.get_one(Actor, member.actor_id).email = f"m{member.number}@example.org"
    item = ask(acting, meeting, members[0])
    convene(context, meeting)
    session.execute(OutboxMessage.__table__.delete())
    refused(Refused, "member_items.convened", accept_item, as_role("staff"), item)

    for member in members[1:3]:
        support_item(acting(member), item, member.id)

    assert [one.title for one in meeting.items] == ["Comptes", "Énergie"]
    promised = session.scalars(select(OutboxMessage)).all()
    assert {one.task for one in promised} == {"assemblies.send_addition"}
    assert len({one.payload["invitation"] for one in promised}) == 4


def test_the_notice_of_an_added_item_is_mailed_once_to_each(
    program, app, context, session, meeting, members, acting
):
    session.get_one(Actor, members[0].actor_id).email = "m1@example.org"
    convene(context, meeting)
    session.execute(OutboxMessage.__table__.delete())
    item = ask(acting, meeting, members[0])
    for member in members[1:3]:
        support_item(acting(member), item, member.id)
    session.commit()

    with app.test_request_context():
        assert program.drain() == 1
        (mail,) = app.extensions["mailman"].outbox
    assert mail.to == ["m1@example.org"]
    assert "Énergie" in mail.body
    assert "L’assemblée isole le local." in mail.body


@pytest.fixture
def added(context, session, meeting, members, acting):
    """Add an item once all are convened; the first member alone has an address."""
    session.get_one(Actor, members[0].actor_id).email = "m1@example.org"
    convene(context, meeting)
    item = ask(acting, meeting, members[0])
    for member in members[1:3]:
        support_item(acting(member), item, member.id)
    session.commit()
    return item


def test_who_has_no_address_is_told_of_an_added_item_by_a_letter(client, sign_in, session, added, as_role):
    client.set_cookie("locale", "en")
    sign_in("staff")
    page = f"/additions/assembly/{added.assembly_id}/items/{added.id}"
    assert "19 letters about an item that members added are to be posted" in client.get("/").text
    assert "Added item; letters posted: 0 of 19." in client.get(f"/assemblies/{added.assembly_id}").text
    assert "19 letters wait." in client.get(page).text
    printed = PdfReader(BytesIO(client.get(f"{page}/letters.pdf").data))
    assert len(printed.pages) == 19
    assert "L’assemblée isole le local." in printed.pages[0].extract_text()

    numbers = session.scalars(select(AdditionLetter.id).order_by(AdditionLetter.id).limit(4)).all()
    session.commit()
    assert client.post(f"{page}/posted", data={"letter": numbers, "way": "posted"}).status_code == 302
    assert "4 of 19" in client.get(page).text
    assert client.post(f"{page}/posted", data={"all": "19", "way": "posted"}).status_code == 409
    assert client.post(f"{page}/posted", data={"all": "15", "way": "posted"}).status_code == 302
    assert "No letter waits" in client.get(page).text
    assert "an item that members added" not in client.get("/").text
    session.rollback()
    assert note_posted(as_role("staff"), session.get_one(MemberItem, added.id), numbers) == 0
    posted = select(JournalEntry.payload).where(JournalEntry.event == "additions.posted")
    told = session.scalars(posted.order_by(JournalEntry.sequence)).all()
    assert told == [{"item": added.id, "count": 4}, {"item": added.id, "count": 15}]


def test_who_lost_the_address_meanwhile_gets_a_letter_once(program, app, session, members, added):
    session.get_one(Actor, members[0].actor_id).email = None
    session.commit()
    with app.test_request_context():
        program.drain()
    session.rollback()

    assert session.scalar(select(func.count(AdditionLetter.id))) == 20


def test_the_database_keeps_each_support_single_and_final(session, meeting, members, acting, context):
    item = ask(acting, meeting, members[0])
    session.flush()
    again = "member_item_id, member_id, supported_at"
    with pytest.raises(DatabaseError), session.begin_nested():
        session.execute(text(f"INSERT INTO item_support ({again}) SELECT {again} FROM item_support"))

    accept_item(context, item)
    session.flush()
    for statement, reason in (
        ("DELETE FROM item_support", "stays"),
        ("UPDATE member_item SET title = 'x'", "never changes"),
        ("DELETE FROM member_item", "never changes"),
    ):
        with pytest.raises(DatabaseError, match=reason), session.begin_nested():
            session.execute(text(statement))


def test_the_journal_tells_the_steps_without_the_words(session, meeting, members, acting):
    item = ask(acting, meeting, members[0])
    for member in members[1:3]:
        support_item(acting(member), item, member.id)

    told = session.scalars(select(JournalEntry).order_by(JournalEntry.sequence)).all()[-5:]
    assert [one.event.removeprefix("assemblies.item_") for one in told] == [
        "asked", "supported", "supported", "supported", "added",
    ]  # fmt: skip
    assert "Énergie" not in str([one.payload for one in told])


def test_rights_are_those_of_the_day_then_those_of_the_roll(context, session, meeting, members):
    today = context.clock.now().date()
    mine = rights_of(session, meeting, members[0].actor_id, today)
    assert [one.member_id for one in mine] == [members[0].id]
    assert rights_of(session, meeting, None, today) == []

    convene(context, meeting)
    assert rights_of(session, meeting, members[0].actor_id, today) == mine


def test_in_a_special_assembly_only_its_college_asks_and_is_counted(context, session, meeting, members):
    meeting.kind, meeting.college_id = AssemblyKind.SPECIAL, 1
    session.flush()

    rule = asking(session, meeting, context.zone)
    assert (rule.members, rule.needed) == (5, 1)
    assert rights_of(session, meeting, members[-1].actor_id, context.clock.now().date()) == []


def test_written_questions_end_on_the_day_that_the_statutes_set(context, session, meeting, acting, clock):
    convene(context, meeting)
    entry = _entries(context, meeting)["A"][0]
    voter = acting(session.get_one(Member, entry.member_id))

    clock.move(days=36)
    assert ask_question(voter, entry, "Pourquoi ?").text == "Pourquoi ?"
    clock.move(days=1)
    refused(Refused, "questions.after_the_last_day", ask_question, voter, entry, "Comment ?")
