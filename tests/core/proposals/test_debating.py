"""Mentions: who can be mentioned and is told, and that nothing of it leaks."""

import re
from datetime import date

import pytest
from flask_mailman import EmailMessage
from sqlalchemy import select

from collegial.accounts.services import close_account, open_account
from collegial.kernel.errors import Refused
from collegial.kernel.outbox import OutboxMessage
from collegial.proposals import queries, services
from collegial.proposals.jobs import tell_mention
from collegial.proposals.models import AmendmentKind, AmendmentRemark, Follower, MentionSilence
from collegial.proposals.queries.debating import mentionable, unanswered_mentions
from collegial.proposals.services import amending, debating
from collegial.proposals.services.amending import AmendmentFields
from collegial.proposals.services.following import MENTIONS
from collegial.proposals.services.withdrawing import take_up_again, withdraw_proposal

from .conftest import TEXT


class Debate:
    """An amendment by Bob, whom Ada of the group mentions; both have accounts, Cid has none."""

    def __init__(self, context, garden, as_role):
        self.context, self.garden = context, garden
        garden.make_ready(context)
        self.account = open_account(
            context, email="bob@example.org", actor_id=garden.other.id, roles=["member"]
        )
        open_account(context, email="ada@example.org", actor_id=garden.elder.id, roles=["pilot"])
        self.ada = as_role("pilot", actor_id=garden.elder.id)
        self.bob = as_role("member", actor_id=garden.other.id, account_id=self.account.id)
        fields = AmendmentFields(
            kind=AmendmentKind.ADD, title="Water", reasons="Dry.",
            axis=queries.content_of(context.session, garden.draft)[0].key,
        )  # fmt: skip
        self.amendment = amending.suggest_amendment(self.bob, garden.draft, fields)

    def told(self, app, monkeypatch):
        sent = []
        monkeypatch.setattr(EmailMessage, "send", lambda self, *_, **__: sent.append(self))
        promised = self.context.session.scalars(select(OutboxMessage).where(OutboxMessage.task == MENTIONS))
        with app.test_request_context():
            for one in promised:
                tell_mention(self.context, one.payload)
        return sent


@pytest.fixture
def debate(context, garden, as_role):
    return Debate(context, garden, as_role)


def test_the_author_the_group_and_nobody_without_an_account_can_be_mentioned(session, debate):
    found = mentionable(session, debate.amendment, date(2026, 11, 23))

    assert [one.name for one in found] == ["Ada", "Bob"]


def test_nothing_is_said_while_the_proposal_is_withdrawn_and_moderation_goes_on(context, session, debate):
    said = debating.remark(debate.ada, debate.amendment, "Really?")
    withdraw_proposal(context, debate.amendment.proposal, reasons="No time.")
    with pytest.raises(Refused, match="withdrawn"):
        debating.remark(debate.bob, debate.amendment, "Yes.")
    debating.hide_remark(debate.ada, said, "Rude.")

    assert session.scalars(select(AmendmentRemark)).all() == [said]
    assert said.hidden_why == "Rude."
    take_up_again(context, debate.amendment.proposal, reasons="Time.")
    assert debating.remark(debate.bob, debate.amendment, "Yes.").text == "Yes."


def test_who_is_mentioned_is_told_by_mail_and_at_home_until_they_answer(app, session, debate, monkeypatch):
    said = debating.remark(debate.ada, debate.amendment, "Really, @Bob? And @Ada, secret.")
    assert said.text == "Really, @{1}? And @{2}, secret."

    (mail,) = debate.told(app, monkeypatch)  # nobody is told of what they say themselves

    assert mail.to == ["bob@example.org"]
    assert "secret" not in mail.body
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [one.remark_id for one in unanswered_mentions(session, debate.bob.by)] == [said.id]
    debating.remark(debate.bob, debate.amendment, "Yes.")
    assert unanswered_mentions(session, debate.bob.by) == []


@pytest.mark.parametrize("why", ["hidden", "silent", "closed", "not readable"])
def test_nobody_is_told_what_is_hidden_unwanted_or_not_for_them(app, session, debate, monkeypatch, why):
    said = debating.remark(debate.ada, debate.amendment, "Really, @Bob?")
    if why == "hidden":
        debating.hide_remark(debate.ada, said, "Rude.")
    elif why == "silent":
        session.add(MentionSilence(proposal_id=debate.garden.proposal.id, account_id=debate.account.id))
    elif why == "closed":
        close_account(debate.context, debate.account)
    else:
        debate.garden.proposal.is_public = False
        debate.account.roles = []
    session.flush()

    assert debate.told(app, monkeypatch) == []


@pytest.mark.own_app
def test_mails_stop_at_one_click_without_signing_in(app, client, session, debate, monkeypatch):
    app.config["WTF_CSRF_ENABLED"] = True
    debating.remark(debate.ada, debate.amendment, "Really, @Bob?")
    (mail,) = debate.told(app, monkeypatch)
    session.commit()
    path = re.search("<http://[^/]+(.+)>", mail.extra_headers["List-Unsubscribe"])[1]

    assert client.get(path).status_code == 200
    assert session.scalars(select(MentionSilence)).all() == []  # looking at a link stops nothing
    session.rollback()
    assert client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert client.post(path).status_code == 200
    assert client.post(path[:-3]).status_code == 404
    assert [one.account_id for one in session.scalars(select(MentionSilence))] == [debate.account.id]


def test_a_digest_stops_by_its_own_link_only(session, debate, context):
    row = Follower(
        proposal_id=debate.garden.proposal.id, account_id=debate.account.id, followed_at=context.clock.now()
    )
    session.add(row)
    session.flush()
    services.following.stop_by_link(context, services.following.DIGEST, row.proposal_id, row.account_id)

    assert session.scalars(select(Follower)).all() == session.scalars(select(MentionSilence)).all() == []


def test_a_visitor_reads_no_name_of_who_does_not_speak_here(client, sign_in, context, debate):
    services.write_version(context, debate.garden.draft, TEXT)
    debating.remark(debate.bob, debate.amendment, "Ask @Ada.")
    context.session.commit()
    page = f"/proposals/beans/amendments/{debate.amendment.id}"

    assert "Ask @…." in client.get(page).text
    sign_in("member")
    assert "Ask @Ada." in client.get(page).text
