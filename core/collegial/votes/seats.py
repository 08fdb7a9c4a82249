"""Let those who are elected take their seat, in the very closing of the vote, or by hand afterwards."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.assemblies.models import Assembly, Resolution
from collegial.assemblies.models.voting import Candidacy, VotingOption
from collegial.assemblies.queries.meetings import rules_for
from collegial.assemblies.queries.revoking import replacing, revocation_on
from collegial.assemblies.queries.voting import actors_called
from collegial.groups.models import Group, GroupKind, GroupMembership
from collegial.groups.queries import is_belonging
from collegial.groups.services import end_of_term, lose_seat, take_seat
from collegial.kernel.events import Context
from collegial.kernel.holding import held_row
from collegial.votes.electing import Elected
from collegial.votes.events import ElectionCounted, ResolutionDecided
from collegial.votes.queries import election_on, kept_beside, revoked_beside, seats_freed_beside


@dataclass(frozen=True, kw_only=True)
class Told:
    """Of those elected: whom the directory knows, the names that it does not, the groups to which all known belong."""

    known: tuple[Actor, ...]
    unknown: tuple[str, ...]
    groups: tuple[Group, ...]


def seat_elected(context: Context, event: ElectionCounted) -> None:
    """Enter those elected whom the directory knows into the group that was chosen; the others are entered by hand."""
    outcome = election_on(context.session, event.resolution)
    voting = outcome.question.resolution.voting if outcome else None
    if outcome is None or voting is None or voting.group is None:
        return
    group = held_row(context.session, Group, voting.group.group_id)
    if group is None:
        return
    resolution = outcome.question.resolution
    known = known_by_resolution(context.session, {resolution.id: outcome.elected})[resolution.id]
    kept = _keeping(context.session, resolution, known)
    seated = [one for one in outcome.elected if one not in kept]
    for number, term_ends_on in zip(seated, _terms(context, resolution, len(seated)), strict=True):
        if number in known:
            term = term_ends_on if group.kind is GroupKind.BOARD else None
            take_seat(context, group, known[number], on=context.today, term_ends_on=term)


def _keeping(session: Session, resolution: Resolution, known: Mapping[int, Actor]) -> set[int]:
    """Return the numbers of those elected to replace who were not revoked: they keep their seat, and get no other."""
    kept = kept_beside(session, resolution.item_id) if resolution.item_id else set()
    return {number for number, actor in known.items() if actor.id in kept}


def keeping(session: Session, one: Elected) -> list[str]:
    """Return the names of those elected to replace who keep their own seat."""
    resolution = one.question.resolution
    known = known_by_resolution(session, {resolution.id: one.tally.elected})[resolution.id]
    names = {option.number: option.name for option in one.voting.options}
    return [names[number] for number in sorted(_keeping(session, resolution, known))]


def _terms(context: Context, resolution: Resolution, count: int) -> list[date | None]:
    """Return the last days of so many seats: of whoever replaces, that of the one who was revoked (L24, L32).

    A term that was over, or that nobody wrote down, is one of the statutes; the longest come first.
    """
    whole, today = term_from(context, resolution.assembly, context.today), context.today
    freed = seats_freed_beside(context.session, resolution.item_id) if resolution.item_id else []
    left = [one.term_ends_on if one.term_ends_on and one.term_ends_on > today else whole for one in freed]
    left.sort(key=lambda one: one or date.max, reverse=True)
    return [*left, *[whole] * count][:count]


def unseat_revoked(context: Context, event: ResolutionDecided) -> None:
    """End the seat of whom a counted resolution revokes, and let as many be elected as were revoked (L32)."""
    revocation = revocation_on(context.session, event.resolution)
    if revocation is None:
        return
    if event.adopted:
        lose_seat(context, revocation.membership, on=context.today)
    context.session.flush()  # this outcome is counted among those of its item
    item_id = context.session.get_one(Resolution, event.resolution).item_id
    election = replacing(context.session, item_id) if item_id else None
    if election is not None and election.voting is not None and item_id:
        election.voting.seats = max(1, revoked_beside(context.session, item_id))


def takes_every_seat(session: Session, found: Elected) -> bool:
    """Tell whether the closing of a vote seats all elected: a group was chosen, and the directory knows them.

    Who was elected to replace, and keeps the own seat, fills none.
    """
    resolution = found.question.resolution
    known = known_by_resolution(session, {resolution.id: found.tally.elected})[resolution.id]
    is_full = len(known) == len(found.tally.elected) and not _keeping(session, resolution, known)
    return found.voting.group is not None and is_full


def told(session: Session, elected: Sequence[Elected], day: date, *, since: date) -> dict[int, Told]:
    """Return who can take a seat, and in which groups they have one on a day, by question; in two statements.

    A group counts in which they are since the vote or for a term, and the board: who is elected again keeps the seat.
    """
    known = known_by_resolution(session, {one.question.resolution_id: one.tally.elected for one in elected})
    belonging = _groups_of(
        session, {actor.id for found in known.values() for actor in found.values()}, day, since
    )
    return {one.question.id: _told(one, known[one.question.resolution_id], belonging) for one in elected}


def _told(one: Elected, known: dict[int, Actor], belonging: dict[int, dict[int, Group]]) -> Told:
    names = {option.number: option.name for option in one.voting.options}
    shared = [belonging[actor.id] for actor in known.values()]
    common = set.intersection(*(set(each) for each in shared)) if shared else set()
    return Told(
        known=tuple(known.values()),
        unknown=tuple(names[number] for number in one.tally.elected if number not in known),
        groups=tuple(group for number, group in (shared[0] if shared else {}).items() if number in common),
    )


def known_by_resolution(session: Session, elected: dict[int, Sequence[int]]) -> dict[int, dict[int, Actor]]:
    """Return those elected whom the directory knows, by resolution and by their number on the list."""
    rows = session.execute(
        select(VotingOption.resolution_id, VotingOption.number, VotingOption.name, Actor)
        .outerjoin(Candidacy, Candidacy.option_id == VotingOption.id)
        .outerjoin(Actor, Candidacy.actor_id == Actor.id)
        .where(VotingOption.resolution_id.in_(elected))
        .order_by(VotingOption.number)
    ).all()
    here = [one for one in rows if one.number in elected[one.resolution_id]]
    since = _entered_since(session, [one.name for one in here if one.Actor is None])
    found: dict[int, dict[int, Actor]] = {resolution: {} for resolution in elected}
    for one in here:
        actor = one.Actor or since.get(one.name)
        if actor is not None:
            found[one.resolution_id][one.number] = actor
    return found


def _entered_since(session: Session, names: Sequence[str]) -> dict[str, Actor]:
    """Return whom the directory knows by a name today, though nobody was when the list was written."""
    called = actors_called(session, names) if names else {}
    if not called:
        return {}
    actors = {one.id: one for one in session.scalars(select(Actor).where(Actor.id.in_(called.values())))}
    return {name: actors[number] for name, number in called.items()}


def _groups_of(session: Session, actors: set[int], day: date, since: date) -> dict[int, dict[int, Group]]:
    runs = or_(GroupMembership.starts_on >= since, GroupMembership.term_ends_on > since)
    is_seat = or_(runs, Group.kind == GroupKind.BOARD)
    rows = session.execute(
        select(GroupMembership.actor_id, Group)
        .join(Group, GroupMembership.group_id == Group.id)
        .where(GroupMembership.actor_id.in_(actors), is_belonging(day), is_seat)
        .order_by(Group.name, Group.id)
    )
    found: dict[int, dict[int, Group]] = defaultdict(dict)
    for actor, group in rows:
        found[actor][group.id] = group
    return found


def term_from(context: Context, meeting: Assembly, day: date) -> date | None:
    """Return the last day of a seat on the board from a day on, by the statutes of the meeting."""
    board = rules_for(context.session, meeting, context.zone).board
    return end_of_term(day, board.term_years) if board and board.term_years else None
