"""Amendments without an answer at a passage: answered first, or carried over, and their authors told."""

import re

import pytest
from flask_mailman import EmailMessage
from sqlalchemy import select

from collegial.accounts.services import open_account
from collegial.hosting.host import Host
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.outbox import OutboxMessage
from collegial.notices.models import Notice
from collegial.notices.services import tell
from collegial.proposals import queries, services
from collegial.proposals.events import AmendmentCarried
from collegial.proposals.jobs import tell_answer
from collegial.proposals.models import AmendmentKind, AmendmentState, GateOutcome, Stance
from collegial.proposals.noticing import NOTICES
from collegial.proposals.queries.amendments import amendments_on, open_amendments, remarks_taken_up
from collegial.proposals.services import amending, rounds, settling
from collegial.proposals.services.amending import AmendmentFields

from .conftest import TEXT, fine

TO = "/proposals/beans/gate/trial"


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


def suggest(garden, by, kind=AmendmentKind.CHANGE, **more):
    axes = queries.content_of(by.session, garden.draft)
    fields = {"title": "Dig", "text": "Deep, with care.", "reasons": "Roots.", **more}
    return amending.suggest_amendment(
        by, garden.draft,
        AmendmentFields(kind=kind, axis=axes[0].key, action=axes[0].actions[1].key, **fields),
    )  # fmt: skip


@pytest.fixture
def ready(context, garden, as_role):
    garden.make_ready(context)
    garden.writer = as_role("member", actor_id=garden.other.id)
    garden.pilot = as_role("pilot", actor_id=garden.elder.id)
    return garden


def test_a_passage_waits_for_what_is_unanswered(context, ready):
    amendment = suggest(ready, ready.writer)
    with pytest.raises(Refused, match="amendments_unanswered") as caught:
        ready.pass_gate(context)
    assert caught.value.field == "carries_over"

    amending.answer_amendment(ready.pilot, amendment, accept=True, reasons="Yes.")
    ready.pass_gate(context)

    assert (ready.draft.stage, amendment.state) == ("trial", AmendmentState.MERGED)


def test_sending_back_waits_for_no_answer(context, ready):
    suggest(ready, ready.writer)
    ready.pass_gate(context, outcome=GateOutcome.SENT_BACK, votes_for=1, votes_against=3)

    assert ready.draft.stage == "idea"


@pytest.mark.both_databases
def test_what_is_carried_over_is_answered_and_merged_there(context, session, ready):
    amendment = suggest(ready, ready.writer)
    ready.pass_gate(context, carries_over=True)
    key = amendment.action_key
    assert (amendment.version, open_amendments(session, ready.proposal)) == (ready.draft, 1)
    assert [one.id for one in amendments_on(session, ready.draft, most=3)[key]] == [amendment.id]
    amending.answer_amendment(ready.pilot, amendment, accept=True, reasons="Yes.")
    services.settle_topic(context, ready.topic("place", "rule"), "Here.")
    ready.pass_gate(context)

    action = queries.content_of(session, ready.draft)[0].actions[1]
    assert (ready.draft.stage, action.text, amendment.merged_into) == ("rule", "Deep, with care.", "rule")


def test_the_author_of_what_is_carried_over_is_told_while_it_waits(context, session, ready):
    account = open_account(context, email="bob@example.org", actor_id=ready.other.id, roles=["member"])
    amendment = suggest(ready, ready.writer)
    ready.pass_gate(context, carries_over=True)
    event = AmendmentCarried(proposal="beans", stage="trial", amendment=amendment.id)
    carried = next(one for one in NOTICES if one.key == "proposals.amendment_carried")

    tell(context, carried, event)
    amending.withdraw_amendment(ready.writer, amendment)

    (told,) = session.scalars(select(Notice).where(Notice.kind == carried.key))
    assert told.account_id == account.id
    assert carried.tell(context, event) is None


def test_a_round_carries_over_too(context, ready):
    suggest(ready, ready.writer)
    rounds.open_round(ready.pilot, ready.proposal, check=fine)
    rounds.take_part(ready.pilot, ready.proposal, Stance.FOR)
    with pytest.raises(Refused, match="amendments_unanswered"), context.session.begin_nested():
        rounds.close_round(ready.pilot, ready.proposal, reasons="Ripe.", check=fine)
    rounds.close_round(ready.pilot, ready.proposal, reasons="Ripe.", check=fine, carries_over=True)

    assert ready.draft.stage == "trial"


def test_a_remark_asks_for_no_other_words_and_is_answered(context, session, ready):
    with pytest.raises(Invalid, match="no_reasons"):
        suggest(ready, ready.writer, AmendmentKind.REMARK, reasons=" ")
    remark = suggest(ready, ready.writer, AmendmentKind.REMARK, title="Dig", text="", reasons="With whom?")
    assert open_amendments(session, ready.proposal) == 1
    amending.answer_amendment(ready.pilot, remark, accept=True, reasons="We say it in the next version.")
    ready.pass_gate(context)

    said = [one.text for one in queries.content_of(session, ready.draft)[0].actions]
    assert (said, remark.state, remark.merged_into) == ([None, "Deep."], AmendmentState.ACCEPTED, None)


def test_a_remark_is_answered_at_the_last_stage_without_touching_the_text(context, session, ready):
    ready.pass_gate(context)
    services.settle_topic(context, ready.topic("place", "rule"), "Here.")
    ready.pass_gate(context)
    remark = suggest(ready, ready.writer, AmendmentKind.REMARK, reasons="With whom?")
    amending.answer_amendment(ready.pilot, remark, accept=True, reasons="With all.")

    assert remark.state is AmendmentState.ACCEPTED
    assert queries.content_of(session, ready.draft)[0].actions[1].text == "Deep."


def test_the_gate_names_what_waits_and_asks_whether_it_is_carried_over(
    client, sign_in, context, served, as_role, monkeypatch
):
    monkeypatch.setattr(Host, "check_gate", lambda *_: fine("weather.fine", None))
    served.make_ready(context)
    elder, other = served.elder.id, as_role("member", actor_id=served.other.id)
    suggest(served, other)
    suggest(served, other, AmendmentKind.REMARK, reasons="With whom?")
    context.session.commit()
    sign_in("pilot", actor_id=elder)

    page = client.get("/proposals/beans/gate").text
    before = "Before the passage: 2 amendments or remarks to answer, or to carry over."
    assert (before in page, "Nothing is missing" in page) == (True, False)
    assert re.findall(r'class="button button-primary" href="([^"]+)"', page) == [
        "/proposals/beans/amendments/1#answer"
    ]
    shown = client.get("/proposals/beans").text
    assert (before in shown, "Nothing is missing" in shown) == (True, False)
    assert re.search(
        r'button-primary" href="/proposals/beans/gate">(?:(?!</a>).)*See what waits for an answer',
        shown,
        re.DOTALL,
    )
    assert "“The elders” answers them before the passage" in page
    assert ("Amendment 1: Dig" in page, "Remark 2: Dig" in page) == (True, True)
    sent = {
        "outcome": "passed",
        "votes_for": "3",
        "votes_against": "0",
        "abstentions": "0",
        "reasons": "Ripe.",
    }
    refused = client.post(TO, data=sent)
    assert (refused.status_code, 'id="carries_over-error"' in refused.text) == (409, True)
    assert client.post(TO, data={**sent, "carries_over": "y"}).status_code == 302
    assert client.get("/proposals/beans/gate").text.count("/proposals/beans/amendments/1") == 1


def test_without_an_amendment_nothing_is_asked(client, sign_in, context, served):
    served.make_ready(context)
    elder = served.elder.id
    context.session.commit()
    sign_in("pilot", actor_id=elder)

    assert "carries_over" not in client.get("/proposals/beans/gate").text


def test_a_remark_lives_on_its_pages(client, sign_in, context, served):
    services.write_version(context, served.draft, TEXT)
    key = queries.content_of(context.session, served.draft)[0].actions[1].key
    elder, other = served.elder.id, served.other.id
    context.session.commit()
    sign_in("member", actor_id=other)
    form = f"/proposals/beans/amendments/to/{key}/remark"
    assert f'href="{form}"' in client.get("/proposals/beans/versions/idea").text
    assert client.post(form, data={"reasons": " "}).status_code == 422
    made = client.post(form, data={"reasons": "With whom?"})
    page = client.get(made.location).text
    assert ("Remark 1" in page, "With whom?" in page, "What would change" in page) == (True, True, False)

    sign_in("pilot", actor_id=elder)
    client.post(f"{made.location}/answer", data={"answer-answer": "reject", "answer-reasons": "With all."})
    assert "Noted, the text stays" in client.get("/proposals/beans/amendments").text


def test_who_writes_the_draft_finds_the_remarks_taken_up(client, sign_in, context, served, as_role):
    served.make_ready(context)
    writer, pilot = as_role("member", actor_id=served.other.id), as_role("pilot", actor_id=served.elder.id)
    for is_taken_up in (True, False):
        remark = suggest(served, writer, AmendmentKind.REMARK, reasons="With whom?")
        amending.answer_amendment(pilot, remark, accept=is_taken_up, reasons="So.")
    amending.answer_amendment(pilot, suggest(served, writer), accept=True, reasons="Yes.")
    served.pass_gate(context)
    context.session.commit()
    sign_in("staff")

    page = client.get("/proposals/beans/draft").text

    assert "Remarks taken up, to work in" in page
    assert re.findall(r'href="/proposals/beans/amendments/(\d+)">([^<]+)<', page) == [("1", "Remark 1: Dig")]
    sign_in("pilot")
    assert "Remarks taken up" not in client.get("/proposals/beans/versions/trial").text


def test_the_gate_says_what_was_accepted_and_is_not_in_the_text_yet(
    client, sign_in, context, served, as_role, monkeypatch
):
    monkeypatch.setattr(Host, "check_gate", lambda *_: fine("weather.fine", None))
    served.make_ready(context)
    writer, pilot = as_role("member", actor_id=served.other.id), as_role("pilot", actor_id=served.elder.id)
    elder = served.elder.id
    context.session.commit()
    sign_in("pilot", actor_id=elder)
    assert "to be worked into the text" not in client.get("/proposals/beans/gate").text
    remark = suggest(served, writer, AmendmentKind.REMARK, reasons="With whom?")
    amending.answer_amendment(pilot, remark, accept=True, reasons="So.")
    context.session.commit()

    left = "1 accepted amendment or remark waits to be worked into the text: it does not bar the passage."
    for page in ("/proposals/beans/gate", "/proposals/beans"):
        shown = client.get(page).text
        assert "Nothing is missing: the group can decide." in shown
        assert left in shown
    sign_in("staff")
    assert f'<a href="/proposals/beans/draft">{left}</a>' in client.get("/proposals/beans/gate").text


@pytest.fixture
def taken_up(context, ready):
    """Give a remark that was taken up two versions ago."""
    remark = suggest(ready, ready.writer, AmendmentKind.REMARK, reasons="With whom?")
    amending.answer_amendment(ready.pilot, remark, accept=True, reasons="So.")
    ready.pass_gate(context)
    services.settle_topic(context, ready.topic("place", "rule"), "Here.")
    ready.pass_gate(context)
    return remark


@pytest.mark.both_databases
def test_a_remark_taken_up_stays_listed_until_it_is_worked_in(context, ready, taken_up):
    assert remarks_taken_up(context.session, ready.proposal) == [taken_up]

    settling.work_in(context, ready.draft, taken_up)

    assert (taken_up.state, taken_up.merged_into) == (AmendmentState.MERGED, "rule")
    assert remarks_taken_up(context.session, ready.proposal) == []
    waiting = context.session.scalars(
        select(OutboxMessage.payload).where(OutboxMessage.task == amending.TELL)
    )
    assert waiting.all()[-1] == {"amendment": taken_up.id}
    with pytest.raises(Refused, match="settled"):
        settling.work_in(context, ready.draft, taken_up)


def test_a_remark_taken_up_is_left_out_with_reasons_by_who_decides(context, ready, taken_up):
    with pytest.raises(Forbidden):
        settling.leave_out(ready.writer, ready.draft, taken_up, "No.")
    settling.leave_out(ready.pilot, ready.draft, taken_up, "It says so now.")

    assert (taken_up.state, taken_up.answer) == (AmendmentState.REJECTED, "So.\n\nIt says so now.")
    assert remarks_taken_up(context.session, ready.proposal) == []


@pytest.mark.parametrize(
    ("act", "becomes"), [("settle", "In the text"), ("leave-out", "Noted, the text stays")]
)
def test_what_becomes_of_a_remark_taken_up_is_said_on_its_page(
    client, sign_in, context, served, as_role, act, becomes
):
    served.make_ready(context)
    remark = suggest(served, as_role("member", actor_id=served.other.id), AmendmentKind.REMARK)
    elder = served.elder.id
    amending.answer_amendment(as_role("pilot", actor_id=elder), remark, accept=True, reasons="So.")
    context.session.commit()
    page = "/proposals/beans/amendments/1"
    sign_in("member")
    assert f"{page}/settle" not in client.get(page).text
    sign_in("pilot", actor_id=elder)
    assert f"{page}/settle" in client.get(page).text
    shown = client.get(f"{page}/settle").text
    assert ("shown with the remark" in shown, "with the amendment" in shown) == (True, False)

    assert client.post(f"{page}/leave-out", data={"leave-why": " "}).status_code == 422
    assert client.post(f"{page}/{act}", data={"leave-why": "It says so now."}).status_code == 302

    assert becomes in client.get(page).text
    assert "Remarks taken up" not in client.get("/proposals/beans/draft").text
    assert client.post(f"{page}/settle").status_code == 409


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (AmendmentState.ACCEPTED, "is taken up: who writes"),
        (AmendmentState.REJECTED, "is noted; the text stays"),
        (AmendmentState.MERGED, "is worked into the draft"),
    ],
)
def test_the_mail_says_what_became_of_a_remark(app, context, ready, monkeypatch, state, said):
    sent = []
    monkeypatch.setattr(EmailMessage, "send", lambda self, *_, **__: sent.append(self))
    ready.other.email = "bob@example.org"
    ready.other.locale = "en"
    remark = suggest(ready, ready.writer, AmendmentKind.REMARK)
    accept = state is not AmendmentState.REJECTED
    amending.answer_amendment(ready.pilot, remark, accept=accept, reasons="So.")
    if state is AmendmentState.MERGED:
        settling.work_in(context, ready.draft, remark)

    with app.test_request_context():
        tell_answer(context, {"amendment": remark.id})

    assert f"Your remark on “Dig” {said}" in sent[0].body


def test_who_answers_is_led_to_the_next_and_then_to_the_gate(client, sign_in, context, served, as_role):
    services.write_version(context, served.draft, TEXT)
    writer, elder = as_role("member", actor_id=served.other.id), served.elder.id
    suggest(served, writer)
    suggest(served, writer, AmendmentKind.REMARK, reasons="With whom?")
    context.session.commit()
    sign_in("pilot", actor_id=elder)
    assert "more amendment" not in client.get("/proposals/beans/amendments/1").text

    def answer(number):
        path = f"/proposals/beans/amendments/{number}"
        sent = {"answer-answer": "accept", "answer-reasons": "Yes."}
        return client.post(f"{path}/answer", data=sent, follow_redirects=True).text

    first, second = answer(1), answer(2)

    assert "1 more amendment or remark waits for an answer." in first
    assert 'href="/proposals/beans/amendments/2#answer">Remark 2: Dig</a>' in first
    assert "All amendments and remarks are answered." in second
    assert 'class="button button-primary" href="/proposals/beans/gate"' in second
    sign_in("member")
    assert "are answered." not in client.get("/proposals/beans/amendments/2").text


def test_what_is_sent_twice_is_published_once_and_leads_to_the_same_page(client, sign_in, context, served):
    services.write_version(context, served.draft, TEXT)
    key = queries.content_of(context.session, served.draft)[0].actions[1].key
    other = served.other.id
    context.session.commit()
    sign_in("member", actor_id=other)
    form = f"/proposals/beans/amendments/to/{key}/remark"
    mark = re.search(r'name="once"[^>]*value="([^"]+)"', client.get(form).text)[1]
    sent = {"reasons": "With whom?", "once": mark}

    first, second = (client.post(form, data=sent) for _ in range(2))

    assert (first.status_code, second.status_code, second.location) == (302, 302, first.location)
    assert client.get("/proposals/beans/amendments").text.count("<strong>Remark ") == 1
