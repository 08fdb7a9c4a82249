"""Amendments: suggested beside the text, debated, answered with reasons, merged into the next version."""

import re
import threading

import pytest
from flask_mailman import EmailMessage
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DatabaseError

from collegial.accounts.services import open_account
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.permissions import program as program_viewer
from collegial.notices.models import Notice
from collegial.notices.services import tell
from collegial.proposals import queries, services
from collegial.proposals.events import AmendmentWritten
from collegial.proposals.jobs import tell_answer
from collegial.proposals.models import Amendment, AmendmentKind, AmendmentState
from collegial.proposals.noticing import NOTICES
from collegial.proposals.rules.ordering import Place
from collegial.proposals.services import amending, writing
from collegial.proposals.services.amending import AmendmentFields
from collegial.proposals.services.following import follow
from collegial.proposals.services.settling import Settling, leave_out, settle_conflict
from collegial.proposals.services.topics import reopen_topic
from collegial.proposals.services.writing import ActionFields
from collegial.proposals.steps import amendment_steps, topic_steps

from .conftest import TEXT

CHANGE, ADD, REMOVE, MOVE = (AmendmentKind[one] for one in ("CHANGE", "ADD", "REMOVE", "MOVE"))


class Desk:
    """The draft with its pieces, and who may do what."""

    def __init__(self, context, garden, as_role):
        self.context, self.garden = context, garden
        garden.make_ready(context)
        self.elder = as_role("pilot", actor_id=garden.elder.id)
        self.other = as_role("member", actor_id=garden.other.id)

    @property
    def axes(self):
        return queries.content_of(self.context.session, self.garden.draft)

    def action(self, at=1):
        return self.axes[0].actions[at]

    def suggest(self, kind=CHANGE, title="Dig", text="Deep, with care.", **more):
        action = None if kind is ADD else self.action().key
        fields = {"axis": self.axes[0].key, "action": action, "reasons": "Roots.", **more}
        return amending.suggest_amendment(
            self.other, self.garden.draft, AmendmentFields(kind=kind, title=title, text=text, **fields)
        )

    def accept(self, amendment):
        amending.answer_amendment(self.elder, amendment, accept=True, reasons="Yes.")


@pytest.fixture
def desk(context, garden, as_role):
    return Desk(context, garden, as_role)


def test_what_is_accepted_goes_into_the_next_version_and_not_into_this_one(context, session, desk):
    changed, added = desk.suggest(), desk.suggest(ADD, "Water", "Daily.")
    removed = desk.suggest(REMOVE, action=desk.action(0).key)
    for one in (changed, added, removed):
        desk.accept(one)
    desk.garden.pass_gate(context)

    frozen, draft = desk.garden.proposal.versions
    said = [[(one.title, one.text) for one in axis.actions] for axis in queries.content_of(session, draft)]
    assert said == [[("Dig", "Deep, with care."), ("Water", "Daily.")], []]
    kept = [one.title for one in queries.content_of(session, frozen)[0].actions]
    assert kept == ["Buy seeds", "Dig"]
    assert {one.state for one in (changed, added, removed)} == {AmendmentState.MERGED}


def test_a_later_change_of_other_words_is_put_together(context, desk):
    amendment = desk.suggest(text="Very deep.")
    writing.write_action(
        context, desk.garden.draft, desk.action(), ActionFields(title="Dig", text="Deep. Twice."), seen=1
    )
    desk.accept(amendment)
    desk.garden.pass_gate(context)

    assert desk.action().text == "Very deep. Twice."


def test_what_meets_another_change_waits_for_a_person_and_is_not_lost(context, desk, as_role):
    amendment = desk.suggest(text="Shallow.")
    writing.write_action(
        context, desk.garden.draft, desk.action(), ActionFields(title="Dig", text="Abysmal."), seen=1
    )
    desk.accept(amendment)
    desk.garden.pass_gate(context)
    assert amendment.state is AmendmentState.IN_CONFLICT
    action = desk.action()

    said = Settling(title="Dig", text="Just so.")
    settle_conflict(context, desk.garden.draft, amendment, said, seen=action.revision)

    assert (desk.action().text, amendment.state) == ("Just so.", AmendmentState.MERGED)
    with pytest.raises(Refused, match="settled"):
        settle_conflict(context, desk.garden.draft, amendment, said, seen=2)


@pytest.mark.both_databases
def test_of_two_merges_at_once_one_is_refused_and_nothing_is_lost(program, context, session, desk):
    amendment = desk.suggest(text="Shallow.")
    fields = ActionFields(title="Dig", text="Abysmal.")
    writing.write_action(context, desk.garden.draft, desk.action(), fields, seen=1)
    desk.accept(amendment)
    desk.garden.pass_gate(context)
    seen, number, slug = desk.action().revision, amendment.id, desk.garden.proposal.slug
    session.commit()
    start, outcomes = threading.Barrier(2), {}

    def merge(text):
        with program.database.writing() as own:
            rival = program.context(own, program_viewer("rival"))
            start.wait(timeout=10)
            try:
                draft = queries.proposal_by_slug(own, slug, rival.by).versions[-1]
                said = Settling(title="Dig", text=text)
                settle_conflict(rival, draft, own.get_one(Amendment, number), said, seen=seen)
                own.commit()
                outcomes[text] = "merged"
            except Refused as error:
                own.rollback()
                outcomes[text] = error.code

    mergers = [threading.Thread(target=merge, args=(text,)) for text in ("Just so.", "Otherwise.")]
    for one in mergers:
        one.start()
    for one in mergers:
        one.join(timeout=60)

    assert sorted(outcomes.values()) == ["merged", "proposals.settled"]
    session.expire_all()
    assert outcomes[desk.action().text] == "merged"


def test_a_piece_goes_where_an_accepted_amendment_moves_it(context, session, desk):
    sow, reap = desk.axes
    with pytest.raises(Invalid, match="no_place"):
        desk.suggest(MOVE, place=Place(axis=sow.key, after=desk.action(0).key))
    action = desk.suggest(MOVE, place=Place(axis=reap.key))
    axis = desk.suggest(MOVE, axis=reap.key, action=None, place=Place())
    late = desk.suggest(MOVE, action=desk.action(0).key, place=Place(axis=sow.key, after=desk.action(1).key))
    for one in (action, axis, late):
        desk.accept(one)
    desk.garden.pass_gate(context)

    titles = [(axis.title, [one.title for one in axis.actions]) for axis in desk.axes]
    assert titles == [("Reap", ["Dig"]), ("Sow", ["Buy seeds"])]
    assert late.state is AmendmentState.IN_CONFLICT  # the piece that it would stand after is elsewhere now
    frozen = queries.content_of(session, desk.garden.proposal.versions[0])
    assert [axis.title for axis in frozen] == ["Sow", "Reap"]
    settle_conflict(context, desk.garden.draft, late, Settling(place=Place(axis=reap.key)), seen=1)
    assert [one.title for one in desk.axes[0].actions] == ["Buy seeds", "Dig"]


@pytest.mark.parametrize("kind", [ADD, REMOVE])
def test_what_cannot_be_put_in_is_put_elsewhere_or_left_out_with_reasons(context, session, desk, kind):
    reap = desk.axes[1]
    amendment = desk.suggest(kind, axis=reap.key, action=desk.action(1).key if kind is REMOVE else None)
    desk.accept(amendment)
    if kind is ADD:
        writing.remove_axis(context, desk.garden.draft, reap, seen=1)
    else:
        fields = ActionFields(title="Dig", text="Deep. Twice.")
        writing.write_action(context, desk.garden.draft, desk.action(), fields, seen=1)
    desk.garden.pass_gate(context)
    assert amendment.state is AmendmentState.IN_CONFLICT
    services.settle_topic(context, desk.garden.topic("place", "rule"), "Here.")

    with pytest.raises(Forbidden):
        leave_out(desk.other, desk.garden.draft, amendment, "No.")
    with session.begin_nested() as undone:
        leave_out(desk.elder, desk.garden.draft, amendment, "It says more now.")
        assert (amendment.state, amendment.answer) == (AmendmentState.REJECTED, "Yes.\n\nIt says more now.")
        undone.rollback()
    said = Settling(title="Water", text="Daily.", place=Place(axis=desk.axes[0].key))
    settle_conflict(context, desk.garden.draft, amendment, said, seen=1)
    after = ["Buy seeds", "Dig", "Water"] if kind is ADD else ["Buy seeds"]
    assert [one.title for one in desk.axes[0].actions] == after


def test_a_frozen_text_takes_no_amendment(context, desk):
    frozen = desk.garden.draft
    key = desk.action().key
    desk.garden.pass_gate(context)

    with pytest.raises(Refused, match="frozen"):
        amending.suggest_amendment(
            desk.other, frozen, AmendmentFields(kind=CHANGE, title="x", reasons="y", action=key)
        )


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"reasons": " "}, "no_reasons"), ({"title": " "}, "title"), ({"text": "Deep."}, "no_change")],
)
def test_an_amendment_that_says_nothing_is_refused(desk, fields, code):
    with pytest.raises(Invalid, match=code):
        desk.suggest(**fields)


def test_only_the_group_answers_and_only_once(desk, as_role, garden):
    amendment = desk.suggest()
    with pytest.raises(Forbidden):
        amending.answer_amendment(desk.other, amendment, accept=True, reasons="Mine.")
    outsider = as_role("pilot", actor_id=garden.other.id)
    with pytest.raises(Forbidden, match="not_in_group"):
        amending.answer_amendment(outsider, amendment, accept=True, reasons="Mine.")
    amending.answer_amendment(desk.elder, amendment, accept=False, reasons="No.")
    with pytest.raises(Refused, match="amendment_answered"):
        desk.accept(amendment)


def test_support_counts_each_once_and_only_while_it_is_open(session, desk):
    amendment = desk.suggest()
    amending.support_amendment(desk.elder, amendment)
    amending.support_amendment(desk.elder, amendment)
    assert len(amendment.supports) == 1
    amending.take_support_back(desk.elder, amendment)
    assert amendment.supports == []
    with pytest.raises(Forbidden, match="not_author"):
        amending.withdraw_amendment(desk.elder, amendment)
    amending.withdraw_amendment(desk.other, amendment)
    with pytest.raises(Refused):
        amending.support_amendment(desk.elder, amendment)


@pytest.mark.both_databases
def test_an_answer_is_not_rewritten(session, desk):
    amendment = desk.suggest()
    amending.answer_amendment(desk.elder, amendment, accept=False, reasons="No.")
    for statement in ("UPDATE amendment SET state = 'open', answer = NULL", "DELETE FROM amendment"):
        with pytest.raises(DatabaseError, match="never changes"), session.begin_nested():
            session.execute(text(statement))


def test_the_author_is_told(app, context, garden, desk, monkeypatch):
    sent = []
    monkeypatch.setattr(EmailMessage, "send", lambda self, *_, **__: sent.append(self))
    garden.other.email = "bob@example.org"
    amendment = desk.suggest()
    desk.accept(amendment)
    with app.test_request_context():
        tell_answer(context, {"amendment": amendment.id})

    (mail,) = sent
    assert mail.to == ["bob@example.org"]
    assert "Yes." in mail.body


def test_who_answers_and_who_follows_are_told_that_an_amendment_is_there(
    context, session, garden, desk, as_role
):
    fan = garden.person(context, "Fan")
    session.add(fan)
    session.flush()
    elder, author, follower = (
        open_account(context, email=f"{one.name}@example.org", actor_id=one.id, roles=["member"]).id
        for one in (garden.elder, garden.other, fan)
    )
    for account in (elder, author, follower):
        follow(as_role("member", account_id=account), garden.proposal)
    amendment = desk.suggest()

    def told():
        session.execute(delete(Notice))
        event = AmendmentWritten(proposal="beans", stage="idea", amendment=amendment.id)
        for kind in NOTICES:
            if AmendmentWritten in kind.events:
                tell(context, kind, event)
        return {tuple(one) for one in session.execute(select(Notice.kind, Notice.account_id, Notice.about))}

    assert told() == {
        ("proposals.amendment_waits", elder, "Dig"), ("proposals.amended", follower, "Dig"),
    }  # fmt: skip
    amending.withdraw_amendment(desk.other, amendment)
    assert told() == set()


def test_the_home_page_of_those_who_decide_says_what_waits_for_an_answer(session, desk):
    assert list(amendment_steps(session, desk.elder.by)) == []
    desk.suggest()
    answered = desk.suggest(title="Dig twice")
    desk.accept(answered)
    (step,) = amendment_steps(session, desk.elder.by)
    assert step.sentence.count == 1
    assert list(amendment_steps(session, desk.other.by)) == []


def test_the_home_page_counts_the_topics_that_wait_for_those_who_decide(context, session, garden, desk):
    assert list(topic_steps(session, desk.elder.by, context.today)) == []
    reopen_topic(desk.elder, garden.topic("place"), "Frost.")
    (step,) = topic_steps(session, desk.elder.by, context.today)
    assert (step.sentence.count, step.sentence.params["end"]) == (1, "trial")
    assert list(topic_steps(session, desk.other.by, context.today)) == []


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


def test_an_amendment_lives_on_its_pages(client, sign_in, context, served):
    services.write_version(context, served.draft, TEXT)
    key = queries.content_of(context.session, served.draft)[0].actions[1].key
    elder, other = served.elder.id, served.other.id
    context.session.commit()
    sign_in("member", actor_id=other)
    assert "Suggest a change" in client.get("/proposals/beans/versions/idea").text
    to = f"/proposals/beans/amendments/to/{key}"
    assert client.post(to, data={"title": "Dig", "text": "Deep.", "reasons": "x"}).status_code == 422

    made = client.post(to, data={"title": "Dig", "text": "Not deep.", "reasons": "Roots."})

    own = client.get(made.location, follow_redirects=True).text
    assert "<ins" in own
    assert "The group answers it" in own
    assert "Support this amendment" not in own
    client.post(f"{made.location}/remarks", data={"remark-text": "Careful <script>."})
    sign_in("pilot", actor_id=elder)
    assert "Support this amendment" in client.get(made.location).text
    client.post(f"{made.location}/support")
    assert client.post(f"{made.location}/answer", data={"answer-answer": "accept"}).status_code == 422
    answered = {"answer-answer": "accept", "answer-reasons": "Good."}
    page = client.post(f"{made.location}/answer", data=answered, follow_redirects=True).text
    assert "Accepted, for the next version" in page
    assert "1 support" in page
    assert "<script>." not in page
    marks = re.findall(r'name="once"[^>]*value="([^"]+)"', page)
    assert (
        len(marks) == len(set(marks)) == page.count('/remarks"')
    )  # the answer to a remark has a mark of its own
    client.post(f"{made.location}/remarks/1/hide", data={"hide-1-why": "Off topic."})
    page = client.get(made.location).text
    assert "Careful" not in page
    assert "Off topic." in page
