"""What shares put on other pages: on a member's, in a member's own space."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import get_locale
from sqlalchemy.orm import Session

from collegial.hooks.contracts import Fragment, HeldFile
from collegial.kernel.naming import slug_from
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import Text, t
from collegial.membership.models import Member
from collegial.membership.queries import memberships_of_actor, speaks_for
from collegial.shares import queries
from collegial.shares.papers import certificate_of, extract_of, issuer_of
from collegial.shares.permissions import READ
from collegial.shares.printing import print_certificate, print_extract
from collegial.shares.words import KINDS, METHODS
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.voices import voice_of_papers

_SHOWN = 10


def of_member(session: Session, member: Member) -> Fragment:
    """Return what the staff sees of a member's shares, with the acts."""
    return Fragment(
        key="shares.of_member", template="shares/slot_member.html", context=_held(session, member),
        permission=READ, weight=10,
    )  # fmt: skip


def own(session: Session, viewer: Viewer, member: Member) -> Fragment | None:
    """Return what a member sees of its own shares; None where there are none and never were."""
    held = _held(session, member)
    if not held["entries"] and queries.capital_rule_on(session, held["today"]) is None:
        return None
    is_own = speaks_for(session, viewer.actor_id, member, held["today"])
    return Fragment(
        key="shares.own", template="shares/slot_mine.html",
        context={
            **held, "is_own": is_own, "payments": queries.payments_of(session, member.id),
            "bank": current_program().settings.bank,
        },
        weight=10,
    )  # fmt: skip


def papers_of(session: Session, actor_id: int) -> Sequence[HeldFile]:
    """Return the papers on an actor's shares as it can print them itself, in the reader's language."""
    day, locale = current_program().today, str(get_locale())
    pays = current_program().settings.pays
    issuer, voice = issuer_of(pays), voice_of_papers(locale)
    files = []
    for member in memberships_of_actor(session, actor_id):
        extract = extract_of(session, issuer, day, member)
        if extract.lines:
            printed = print_extract(extract, voice, locale=locale)
            files.append(
                HeldFile(name=_name(t("Extract of the register of shares"), member), content=printed)
            )
        if extract.shares:
            certificate = certificate_of(session, issuer, member, day)
            printed = print_certificate(certificate, voice, locale=locale)
            files.append(HeldFile(name=_name(t("Certificate of shares"), member), content=printed))
    return files


def _name(title: Text, member: Member) -> str:
    return f"{slug_from(say(title))}-{member.number}.pdf"


def _held(session: Session, member: Member) -> Mapping[str, Any]:
    today = current_program().today
    entries = queries.entries_of(session, member.id)
    return {
        "member": member,
        "today": today,
        "holding": queries.holding_of(session, member.id, today),
        "entries": entries[:_SHOWN],
        "more": len(entries) > _SHOWN,
        "outstanding": queries.outstanding(session, today, member_id=member.id),
        "withdrawals": queries.withdrawals_of(session, member.id),
        "mandate": queries.mandate_of(session, member.id),
        "kinds": KINDS,
        "methods": METHODS,
    }
