"""Look at a convocation before it leaves: as one voter will get it, while nobody is convened and nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.actors.rules import fold
from collegial.assemblies.models import Assembly, Invitation, RollEntry
from collegial.assemblies.queries.attending import RollRow, roll_on
from collegial.convocations.composing import Written, mail_words, print_sample
from collegial.convocations.queries import MAIL, POST
from collegial.joining.queries.consents import convened_by_post
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.statutes.models import College
from collegial.web.mails import Piece, pieces, with_foot

_FEW = 12
_NOBODY_YET = 0  # the number of a convocation that is not written: its personal link opens nothing


@dataclass(frozen=True, kw_only=True)
class Sample:
    """The mail of a convocation as it would leave; `channel` says by which way this reader is convened."""

    subject: str
    body: Sequence[Piece]
    foot: Sequence[Piece]
    channel: str
    person: Actor


def rights_called(session: Session, meeting: Assembly, today: date, search: str = "") -> list[RollRow]:
    """Return a few of the voting rights that would be convened today: those of a name or a number, else the first."""
    rights = roll_on(session, today, college_id=meeting.college_id)
    key = fold(search)
    found = [one for one in rights if key in fold(one.name) or search == str(one.number)] if key else rights
    return found[:_FEW]


def right_of(session: Session, meeting: Assembly, today: date, member_id: int) -> RollRow:
    """Return the voting right of a member that would be convened today; raises Missing."""
    rights = roll_on(session, today, college_id=meeting.college_id)
    found = next((one for one in rights if one.member_id == member_id), None)
    if found is None:
        raise Missing("convocations.not_called", t("This member would not be convened today."))
    return found


def sample_mail(session: Session, meeting: Assembly, right: RollRow) -> Sample:
    """Return the mail that a voting right would get, in the language of its reader."""
    one, person = _unwritten(session, meeting, right)
    subject, body = mail_words(Written(session, [(one, person)]), one, person)
    text, _, foot = with_foot(body).partition("\n-- \n")
    return Sample(
        subject=subject, body=pieces(text), foot=pieces(foot),
        channel=_channel(session, right, person), person=person,
    )  # fmt: skip


def sample_letter(session: Session, meeting: Assembly, right: RollRow) -> tuple[bytes, str]:
    """Return the letter that a voting right would get, marked as not sent, and the language that it is in."""
    one, person = _unwritten(session, meeting, right)
    return print_sample(session, one, person), person.locale


def _unwritten(session: Session, meeting: Assembly, right: RollRow) -> tuple[Invitation, Actor]:
    """Make what the convocation would be, outside any session: none of it is written."""
    entry = RollEntry(
        id=_NOBODY_YET, assembly=meeting, actor_id=right.actor_id, voter_id=right.voter_id,
        member_number=right.number, name=right.name,
        college=session.get(College, right.college_id) if right.college_id else None,
    )  # fmt: skip
    invitation = Invitation(id=_NOBODY_YET, entry_id=_NOBODY_YET, entry=entry)
    return invitation, session.get_one(Actor, right.voter_id)


def _channel(session: Session, right: RollRow, person: Actor) -> str:
    refuses = select(Actor.id).where(Actor.id == right.actor_id, Actor.id.in_(convened_by_post()))
    return MAIL if person.email and session.scalar(refuses) is None else POST
