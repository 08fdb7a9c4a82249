"""Read how the members were called and for what, for the minutes."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from collegial.assemblies.models import AgendaItem, Assembly
from collegial.assemblies.queries.changing import changes_of
from collegial.assemblies.queries.meetings import notice_days, replaced_by
from collegial.assemblies.rules import last_sending_day
from collegial.kernel.clock import local_day
from collegial.kernel.text import Text, t
from collegial.minutes.facts import Convening, Move
from collegial.statutes.rules import StatuteRules


def convening_of(
    session: Session, meeting: Assembly, rules: StatuteRules, zone: str, manner: str
) -> Convening:
    """Return how the members of an assembly were called, and what was changed of it before it was held."""
    assert meeting.convened_at is not None
    days = notice_days(rules, meeting)
    held_on = local_day(meeting.starts_at, zone)
    first = session.get(Assembly, meeting.first_id) if meeting.first_id else None
    replaced = replaced_by(session, meeting)
    return Convening(
        convocation=meeting.convocation,
        sent_on=local_day(meeting.convened_at, zone),
        manner=manner,
        notice_days=days,
        last_sending_day=last_sending_day(held_on, days=days),
        override_reason=meeting.late_reason,
        first_meeting_on=local_day(first.starts_at, zone) if first else None,
        moves=tuple(_moves(session, meeting, zone)),
        replaces_on=local_day(replaced.starts_at, zone) if replaced else None,
    )


def _moves(session: Session, meeting: Assembly, zone: str) -> Iterator[Move]:
    """Return what was changed of the convocation; each change holds until the next one."""
    changes = changes_of(session, meeting.id)
    said = [(one.former_start, one.former_place) for one in changes] + [(meeting.starts_at, meeting.place)]
    for one, before, after in zip(changes, said[:-1], said[1:], strict=True):
        yield Move(decided_on=local_day(one.decided_at, zone), before=before, after=after, reason=one.reason)


def agenda_line(item: AgendaItem) -> str | Text:
    """Return an item as minutes state it: of what came off the agenda, by which law and who asked for it (L32)."""
    if item.demand is None:
        return item.title
    return t(
        "%(title)s (off the agenda, by article L225-105 of the code de commerce, asked for in the sitting by %(name)s)",
        title=item.title, name=item.demand.entry.name,
    )  # fmt: skip
