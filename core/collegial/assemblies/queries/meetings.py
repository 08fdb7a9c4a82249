"""Read assemblies, their agenda and their legal dates."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from collegial.assemblies.models import (
    Assembly,
    AssemblyKind,
    AssemblyState,
    Invitation,
    QuorumRecord,
    Resolution,
    RollEntry,
)
from collegial.assemblies.rules import DateKey, LegalDate, last_sending_day
from collegial.assemblies.rules import legal_dates as dates_of
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Missing, Refused
from collegial.kernel.holding import hold_row
from collegial.kernel.paging import Page, page_of
from collegial.kernel.text import t
from collegial.statutes.models import Statutes
from collegial.statutes.queries import rules_of, statutes_on
from collegial.statutes.rules import Convocation, DecisionKind, StatuteRules


def assembly(session: Session, assembly_id: int) -> Assembly:
    """Return an assembly with its agenda and resolutions; raises Missing."""
    found = session.get(
        Assembly,
        assembly_id,
        options=[
            selectinload(Assembly.items),
            selectinload(Assembly.resolutions),
            selectinload(Assembly.statutes),
            selectinload(Assembly.college),
        ],
    )
    if found is None:
        raise Missing("assemblies.unknown", t("There is no such assembly."))
    return found


def hold_meeting(session: Session, meeting: Assembly) -> None:
    """Lock an assembly until the transaction ends, and read all of it anew: two hands conduct one after the other."""
    hold_row(session, meeting)


def assemblies(session: Session) -> Sequence[Assembly]:
    """Return all assemblies, the newest first."""
    return session.scalars(select(Assembly).order_by(Assembly.starts_at.desc(), Assembly.id.desc())).all()


def page_of_assemblies(session: Session, number: int) -> Page[Assembly]:
    """Return a page of all assemblies, the newest first."""
    return page_of(
        session, select(Assembly).order_by(Assembly.starts_at.desc(), Assembly.id.desc()), number=number
    )


def current_assemblies(session: Session, *, most: int) -> Sequence[Assembly]:
    """Return those that are convened or under way, the next first."""
    states = (AssemblyState.CONVENED, AssemblyState.OPEN)
    current = select(Assembly).where(Assembly.state.in_(states)).order_by(Assembly.starts_at, Assembly.id)
    return session.scalars(current.limit(most)).all()


def called_off_since(session: Session, since: datetime, *, most: int) -> Sequence[Assembly]:
    """Return those that were called off and would have been held after a moment, the next first."""
    found = select(Assembly).where(Assembly.state == AssemblyState.CALLED_OFF, Assembly.starts_at >= since)
    return session.scalars(found.order_by(Assembly.starts_at, Assembly.id).limit(most)).all()


def announced(session: Session, since: datetime, before: datetime, *, most: int) -> Sequence[Assembly]:
    """Return the assemblies of some days that were convened, those of one college alone apart, the next first."""
    found = select(Assembly).where(
        Assembly.state != AssemblyState.DRAFT, Assembly.kind != AssemblyKind.SPECIAL,
        Assembly.starts_at >= since, Assembly.starts_at < before,
    )  # fmt: skip
    found = found.options(selectinload(Assembly.changes))
    return session.scalars(found.order_by(Assembly.starts_at, Assembly.id).limit(most)).all()


def second_of(session: Session, first: Assembly) -> Assembly | None:
    """Return the second convocation of an assembly, but one that was called off."""
    stands = Assembly.state != AssemblyState.CALLED_OFF
    return session.scalars(select(Assembly).where(Assembly.first_id == first.id, stands)).one_or_none()


def first_of(session: Session, second: Assembly) -> Assembly | None:
    """Return the assembly that missed its quorum, for a second convocation."""
    return session.get(Assembly, second.first_id) if second.first_id else None


def replacement_of(session: Session, old: Assembly) -> Assembly | None:
    """Return the assembly that was prepared in the place of one that was called off."""
    return session.scalars(select(Assembly).where(Assembly.replaces_id == old.id)).one_or_none()


def replaced_by(session: Session, new: Assembly) -> Assembly | None:
    """Return the assembly that was called off, and that another replaces."""
    return session.get(Assembly, new.replaces_id) if new.replaces_id else None


def convened_before(session: Session, meeting: Assembly) -> Assembly | None:
    """Return the assembly whose proxies and forms hold for this one too: convened before with the same agenda (L37).

    A second convocation follows the first; an assembly that replaces another, that one, unless its agenda was changed.
    """
    old = replaced_by(session, meeting)
    if old and _puts(old) == _puts(meeting):
        return old
    return first_of(session, meeting)


def _puts(meeting: Assembly) -> list[tuple[DecisionKind, str, str]]:
    return [(one.kind, one.title, one.text) for one in meeting.announced]


def statutes_for(session: Session, meeting: Assembly, zone: str) -> Statutes:
    """Return the statutes in force on the day of the assembly (L25); raises Refused without any."""
    found = meeting.statutes or statutes_on(session, local_day(meeting.starts_at, zone))
    if found is None:
        raise Refused(
            "assemblies.no_statutes",
            t("No statutes are in force on that day. Record the statutes first."),
        )
    return found


def rules_for(session: Session, meeting: Assembly, zone: str) -> StatuteRules:
    """Return the rules that this assembly follows.

    In a special assembly the college decides alone: its members are counted by heads, without any weight.
    """
    rules = statutes_rules_for(session, meeting, zone)
    return replace(rules, colleges=()) if meeting.kind is AssemblyKind.SPECIAL else rules


def statutes_rules_for(session: Session, meeting: Assembly, zone: str) -> StatuteRules:
    """Return the statutes of an assembly as they stand, with every college."""
    return rules_of(statutes_for(session, meeting, zone))


def notice_days(rules: StatuteRules, meeting: Assembly) -> int:
    """Return how many days of notice this round of convening needs (L30)."""
    is_second = meeting.convocation is Convocation.SECOND
    return rules.second_notice_days if is_second else rules.notice_days


def legal_dates(session: Session, meeting: Assembly, zone: str, today: date) -> list[LegalDate]:
    """Return the days to keep, each with its rule, in the order of time; raises Refused without statutes."""
    found = dates_of(
        rules_for(session, meeting, zone),
        meeting.starts_at.astimezone(ZoneInfo(zone)),
        today=today,
        convocation=meeting.convocation,
    )
    if meeting.convened_at is None:
        return found
    sent_on, left = local_day(meeting.convened_at, zone), _letters_left(session, meeting)
    return [_sent(one, sent_on, left) if one.key is DateKey.SENDING else one for one in found]


def _sent(sending: LegalDate, sent_on: date, left: int) -> LegalDate:
    """Return the day of the sending as it was kept, or by how many days it was missed, and what still waits."""
    late = max(0, (sent_on - sending.day).days)
    return replace(sending, is_done=not left, days_late=late, letters_left=left)


def _letters_left(session: Session, meeting: Assembly) -> int:
    """Count the convocations of an assembly to come that nobody noted as posted or handed over."""
    if meeting.state is not AssemblyState.CONVENED:
        return 0
    waits = Invitation.channel == "post", Invitation.sent_at.is_(None)
    left = select(func.count()).select_from(Invitation).join(Invitation.entry)
    return session.scalar(left.where(RollEntry.assembly_id == meeting.id, *waits)) or 0


def sending_day(session: Session, meeting: Assembly, zone: str) -> date | None:
    """Return the last day to send the convocations; None without statutes, its page says what is missing."""
    try:
        days = notice_days(rules_for(session, meeting, zone), meeting)
    except Refused:
        return None
    return last_sending_day(local_day(meeting.starts_at, zone), days=days)


def legal_dates_at(session: Session, starts: datetime, today: date) -> list[LegalDate]:
    """Return the days to keep for a first assembly at an hour of the deployment's zone; none without statutes."""
    found = statutes_on(session, starts.date())
    return dates_of(rules_of(found), starts, today=today) if found else []


def second_from(session: Session, first: Assembly, zone: str, now: datetime) -> datetime:
    """Return the first moment possible for a second assembly that is convened today, at the hour of the first."""
    days = rules_for(session, first, zone).second_notice_days
    hour = first.starts_at.astimezone(ZoneInfo(zone)).time()
    day = local_day(now, zone) + timedelta(days=days)
    return datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC)


def decision_kinds(meeting: Assembly) -> list[DecisionKind]:
    """Return the kinds of decision on the agenda that was sent, ordinary first."""
    kinds = {resolution.kind for resolution in meeting.announced}
    return [kind for kind in DecisionKind if kind in kinds]


def missed_kinds(session: Session, meeting: Assembly) -> list[DecisionKind]:
    """Return the kinds of decision that an assembly could not take: whenever it was counted, the quorum was missed."""
    records = quorum_records(session, meeting.id)
    reached = {record.kind for record in records if record.reached}
    counted = {record.kind for record in records}
    return [kind for kind in decision_kinds(meeting) if kind in counted and kind not in reached]


def resolution(session: Session, resolution_id: int) -> Resolution | None:
    """Return a resolution."""
    return session.get(Resolution, resolution_id)


def quorum_records(session: Session, assembly_id: int) -> Sequence[QuorumRecord]:
    """Return the quorums that were written down, in the order of time."""
    written = select(QuorumRecord).where(QuorumRecord.assembly_id == assembly_id)
    return session.scalars(written.order_by(QuorumRecord.taken_at, QuorumRecord.id)).all()
