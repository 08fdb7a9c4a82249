"""Whoever follows a proposal is told once, the next morning, what happened; not what they did themselves."""

from datetime import timedelta

import pytest
from flask_mailman import EmailMessage
from sqlalchemy import select

from collegial.accounts.models import Account
from collegial.accounts.services import close_account, open_account
from collegial.kernel.errors import Forbidden
from collegial.kernel.outbox import OutboxMessage
from collegial.proposals.jobs import send_digest
from collegial.proposals.models import Follower, GateOutcome, WorkingCopy
from collegial.proposals.queries.following import is_following
from collegial.proposals.rules import Count
from collegial.proposals.services.following import DIGEST, follow, unfollow
from collegial.proposals.services.rolling_back import roll_back
from collegial.proposals.services.withdrawing import take_up_again, withdraw_proposal

DIGESTS = select(OutboxMessage).where(OutboxMessage.task == DIGEST).order_by(OutboxMessage.id)


@pytest.fixture
def reader(context, as_role):
    account = open_account(context, email="reader@example.org", actor_id=None, roles=["member"])
    return as_role("member", account_id=account.id)


def test_two_things_in_a_day_are_one_mail_the_next_morning(
    app, context, session, clock, garden, reader, monkeypatch
):
    sent = []
    monkeypatch.setattr(EmailMessage, "send", lambda self, *_, **__: sent.append(self))
    follow(reader, garden.proposal)
    follow(reader, garden.proposal)
    garden.make_ready(context)
    garden.pass_gate(context, outcome=GateOutcome.SENT_BACK, votes_for=0)
    garden.pass_gate(context)
    roll_back(context, garden.proposal, to_stage="idea", reasons="Lost.", count=Count(votes_for=2, against=1))

    (promised,) = session.scalars(DIGESTS).all()
    assert timedelta(hours=12) < promised.due_at - clock.now() < timedelta(hours=24)
    with app.test_request_context():
        send_digest(context, promised.payload)
        send_digest(context, promised.payload)
        _first, letter = session.scalars(DIGESTS).all()
        send_digest(context, letter.payload)

    (mail,) = sent
    assert mail.to == ["reader@example.org"]
    assert mail.body.count("Idea") == 3  # sent back, frozen, and what the next draft was started again from
    assert "Trial" in mail.body
    assert mail.extra_headers["List-Unsubscribe"].strip("<>") in mail.body


def test_a_withdrawal_and_its_end_are_told_with_their_reasons(
    app, context, session, garden, reader, monkeypatch
):
    sent = []
    monkeypatch.setattr(EmailMessage, "send", lambda self, *_, **__: sent.append(self))
    follow(reader, garden.proposal)
    withdraw_proposal(context, garden.proposal, reasons="Nobody has time.")
    take_up_again(context, garden.proposal, reasons="Spring has come.")

    with app.test_request_context():
        for _ in range(2):
            send_digest(context, session.scalars(DIGESTS).all()[-1].payload)

    (mail,) = sent
    assert mail.body.index("Nobody has time.") < mail.body.index("Spring has come.")


def test_whoever_makes_the_news_is_not_told(context, session, garden, as_role, reader):
    garden.make_ready(context)
    acting = as_role("pilot", actor_id=garden.elder.id, account_id=reader.by.account_id)
    follow(acting, garden.proposal)
    garden.pass_gate(acting)

    assert session.scalars(select(Follower)).one().news_since is None


def test_following_ends_and_asks_for_an_account(session, garden, as_role, reader):
    follow(reader, garden.proposal)
    assert is_following(session, garden.proposal, reader.by.account_id)
    unfollow(reader, garden.proposal)
    assert not is_following(session, garden.proposal, reader.by.account_id)
    with pytest.raises(Forbidden):
        follow(as_role("member"), garden.proposal)


def test_a_closed_account_follows_nothing_and_leaves_nothing_typed(context, session, garden, reader):
    follow(reader, garden.proposal)
    session.add(
        WorkingCopy(
            version_id=garden.draft.id, account_id=reader.by.account_id, place="facts", revision=1, base={},
            fields={}, kept_at=context.clock.now(),
        )
    )  # fmt: skip
    session.flush()
    close_account(context, session.get(Account, reader.by.account_id))

    assert session.scalars(select(Follower.id)).all() == session.scalars(select(WorkingCopy.id)).all() == []


def test_one_follows_on_the_page(client, sign_in, served):
    client.set_cookie("locale", "en")
    sign_in("member")

    client.post("/proposals/beans/follow")
    assert "Stop following" in client.get("/proposals/beans").text
    client.post("/proposals/beans/follow", data={"stop": "1"})
    assert "Stop following" not in client.get("/proposals/beans").text
