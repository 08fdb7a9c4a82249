"""Mails of secret votes: the invitation of a scrutineer, and the receipt, which says that one voted, never how."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import render_template, url_for
from flask_babel import force_locale

from collegial.actors.models import Actor
from collegial.assemblies.models import Mandate
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.secret.mirroring import mirror_archives, mirror_heads
from collegial.secret.models import Ceremony, Scrutineer
from collegial.secret.queries import ceremony, ceremony_of_vote, election_for
from collegial.secret.services.casting import RECEIPT
from collegial.secret.services.guarding import HEADS, MIRROR
from collegial.secret.services.preparing import INVITE, INVITE_REGISTRAR
from collegial.secret.steps import real
from collegial.votes.models import SignOff
from collegial.web.languages import say
from collegial.web.mails import DressedMail
from collegial.web.program import current_program


def invite_scrutineer(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail the invitation; repeated, it is sent again, which misleads nobody."""
    one = context.session.get_one(Scrutineer, payload["scrutineer"])
    if one.actor is None:
        return
    link = url_for("secret.desk", ceremony_id=one.ceremony_id)
    subject = t("%(pays)s: you are named scrutineer", pays=_pays())
    _send(one.actor, say_in(one.actor, subject), "invitation", link, ceremony=one.ceremony)


def invite_registrar(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail who makes the codes that this is to be done; repeated, it is sent again."""
    found = ceremony(context.session, payload["ceremony"])
    if found.registrar is None:
        return
    link = url_for("secret.registrar", ceremony_id=found.id)
    subject = t("%(pays)s: you make the codes of a secret vote", pays=_pays())
    _send(found.registrar, say_in(found.registrar, subject), "registrar", link, ceremony=found)


def send_heads(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail the heads of the boards, as they were then, to those who guard the vote; repeated, they are sent again."""
    found = ceremony(context.session, payload["ceremony"])
    people = [*(one.actor for one in found.scrutineers), found.registrar]
    link = url_for("secret.show", ceremony_id=found.id)
    subject = t("%(pays)s: where the boards of a secret vote stand", pays=_pays())
    for person in people:
        if person is not None:
            _send(
                person,
                say_in(person, subject),
                "heads",
                link,
                heads=payload["heads"],
                assembly=found.assembly,
            )


def mirror(context: Context, payload: Mapping[str, Any]) -> None:
    """Keep the boards in the folder that others copy, where there is one; repeated, a line stands there twice."""
    folder = current_program().settings.board_mirror
    if folder is not None:
        rows = real(ceremony(context.session, payload["ceremony"]))
        mirror_heads(context.session, folder, rows)
        mirror_archives(context.session, folder, rows)


def _mirror_cast(context: Context, found: Ceremony, right: Mandate) -> None:
    """Add where the board of a right stands now, at this cast or after it."""
    folder, row = current_program().settings.board_mirror, election_for(found, right)
    if folder is not None and row is not None:
        mirror_heads(context.session, folder, [row])


def send_receipt(context: Context, payload: Mapping[str, Any]) -> None:
    """Mail that a right was used, to who used it this time; repeated, it is sent again."""
    line = context.session.get_one(SignOff, payload["sign_off"])
    found = ceremony_of_vote(context.session, line.session_id)
    if found is None:
        return
    right = context.session.get_one(Mandate, payload.get("mandate", line.mandate_id))
    _mirror_cast(context, found, right)
    person = context.session.get_one(Actor, right.holder.voter_id)
    link = url_for("secret.show", ceremony_id=found.id)
    subject = t("%(pays)s: your secret vote was received", pays=_pays())
    _send(
        person,
        say_in(person, subject),
        "receipt",
        link,
        right=right,
        assembly=found.assembly,
        cast_at=_moment(payload.get("at"), line.cast_at),
    )


def _moment(told: str | None, signed: datetime) -> datetime:
    """Return when this ballot was cast; the sign-off keeps the moment of the first."""
    return datetime.fromisoformat(told) if told else signed


def say_in(person: Actor, subject: Any) -> str:
    """Return a text in a person's language."""
    with force_locale(person.locale):
        return say(subject)


def _send(person: Actor, subject: str, name: str, path: str, **given: Any) -> None:
    if not person.email:
        return
    link = current_program().settings.public_address(path)
    with force_locale(person.locale):
        body = render_template(f"secret/mail/{name}.txt", person=person, link=link, **given)
        DressedMail(subject, body, to=[person.email]).send()


def _pays() -> str:
    return current_program().settings.pays.short_name


JOBS = (
    Job(key=INVITE, label=t("Invitation of a scrutineer"), run=invite_scrutineer),
    Job(key=INVITE_REGISTRAR, label=t("Invitation of who makes the voting codes"), run=invite_registrar),
    Job(key=HEADS, label=t("Mailing the ends of secret boards"), run=send_heads),
    Job(key=MIRROR, label=t("Noting a secret board elsewhere"), run=mirror),
    Job(key=RECEIPT, label=t("Receipt of a secret vote"), run=send_receipt),
)
