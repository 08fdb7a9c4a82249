"""Tell people by mail, each in their language: how an amendment was answered, who mentioned them, what is new."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import render_template, url_for
from flask_babel import force_locale
from flask_mailman import EmailMessage

from collegial.accounts.models import Account
from collegial.accounts.queries import account_of_actor, viewer_for
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.text import Text, t
from collegial.proposals.links import MailLink, stop_address
from collegial.proposals.models import Amendment, AmendmentKind, Follower, RemarkMention
from collegial.proposals.queries import proposal_by_slug, rules_of
from collegial.proposals.queries.debating import is_silent
from collegial.proposals.queries.following import news_of
from collegial.proposals.services.amending import TELL
from collegial.proposals.services.following import DIGEST, MENTIONS
from collegial.web.languages import say
from collegial.web.links import stop_headers
from collegial.web.mails import DressedMail
from collegial.web.program import current_program, public_address


def tell_answer(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail the answer to the author; without an address, the page alone tells it."""
    found = context.session.get(Amendment, payload["amendment"])
    account = account_of_actor(context.session, found.author_id) if found else None
    address = (found.author.email if found else None) or (account.email if account else None)
    if found is None or address is None:
        return
    with force_locale(account.locale if account else found.author.locale):
        _message(found, address).send()


def _message(found: Amendment, address: str) -> EmailMessage:
    subject = say(_answered(found))
    body = render_template("proposals/mail/answer.txt", amendment=found, link=_page_of(found))
    return DressedMail(subject, body, to=[address])


def _answered(found: Amendment) -> Text:
    if found.kind is AmendmentKind.REMARK:
        return t("%(pays)s: the answer to your remark", pays=_pays())
    return t("%(pays)s: the answer to your amendment", pays=_pays())


def tell_mention(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail someone that they were mentioned, without a word of the remark: it may be hidden, or not for them.

    Nothing is sent once the remark is hidden, to who wants no such mails, or may not read the proposal.
    """
    found = context.session.get(RemarkMention, payload["mention"])
    account = account_of_actor(context.session, found.actor_id) if found else None
    if found is None or account is None or not _is_told(context, found, account):
        return
    with force_locale(account.locale):
        _mention(found, account).send()


def _is_told(context: Context, found: RemarkMention, account: Account) -> bool:
    session, proposal = context.session, found.remark.amendment.proposal
    reader = viewer_for(session, account, current_program().registry)
    return (
        account.active
        and found.remark.hidden_at is None
        and not is_silent(session, proposal, account.id)
        and proposal_by_slug(session, proposal.slug, reader) is not None
    )


def _mention(found: RemarkMention, account: Account) -> EmailMessage:
    said = found.remark
    stop = stop_address(MailLink(what=MENTIONS, proposal=said.amendment.proposal_id, account=account.id))
    body = render_template(
        "proposals/mail/mention.txt", mention=found, stop=stop,
        link=f"{_page_of(said.amendment)}?remark={said.id}#remark-{said.id}",
    )  # fmt: skip
    subject = say(t("%(pays)s: you are mentioned in a debate", pays=_pays()))
    return DressedMail(subject, body, to=[account.email], headers=dict(stop_headers(stop)))


def send_digest(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail a follower what is new, once: the mail is a work of its own, and what happens meanwhile is for the next."""
    one = context.session.get(Follower, payload["follower"])
    if one is not None and "since" in payload:
        _tell_news(context, one, datetime.fromisoformat(payload["since"]))
        return
    if one is None or one.news_since is None:
        return
    since, one.news_since = one.news_since, None
    if one.account.active:
        payload = {"follower": one.id, "since": since.isoformat()}
        promise(context.session, DIGEST, payload, at=context.clock.now())


def _tell_news(context: Context, one: Follower, since: datetime) -> None:
    if one.account.active:
        with force_locale(one.account.locale):
            _digest(context, one, since).send()


def _digest(context: Context, one: Follower, since: datetime) -> EmailMessage:
    proposal = one.proposal
    stop = stop_address(MailLink(what=DIGEST, proposal=proposal.id, account=one.account_id))
    body = render_template(
        "proposals/mail/digest.txt", proposal=proposal, rules=rules_of(proposal), stop=stop,
        link=public_address(url_for("proposals.show", slug=proposal.slug)),
        news=news_of(context.session, proposal, since, context.zone),
    )  # fmt: skip
    subject = say(t("%(pays)s: news of a proposal you follow", pays=_pays()))
    return DressedMail(subject, body, to=[one.account.email], headers=dict(stop_headers(stop)))


def _page_of(found: Amendment) -> str:
    return public_address(url_for("proposals.amendment", slug=found.proposal.slug, amendment_id=found.id))


def _pays() -> str:
    return current_program().settings.pays.short_name


JOBS = (
    Job(key=TELL, label=t("News of an answer on a proposal"), run=tell_answer),
    Job(key=MENTIONS, label=t("News of a mention on a proposal"), run=tell_mention),
    Job(key=DIGEST, label=t("Digest of followed proposals"), run=send_digest),
)
