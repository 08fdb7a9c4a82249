"""Let an assembly that sits revoke and replace directors, the one thing that it decides off its agenda (L32)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from collegial.assemblies.events import RevocationAsked
from collegial.assemblies.models import (
    AgendaItem,
    Assembly,
    AssemblyKind,
    AssemblyState,
    Electorate,
    Revocation,
    RevokingDemand,
    RollEntry,
)
from collegial.assemblies.permissions import CONDUCT
from collegial.assemblies.queries.attending import current_stay
from collegial.assemblies.queries.boards import colleges_of_seats
from collegial.assemblies.queries.meetings import hold_meeting, rules_for, statutes_rules_for
from collegial.assemblies.queries.revoking import in_office, revoked_before
from collegial.assemblies.queries.voting import actors_called
from collegial.assemblies.rules.voting import Replaced, check_replacing
from collegial.assemblies.services.agenda import NewItem, NewResolution, put_item
from collegial.assemblies.services.voting import NewOption, NewVoting, check_election, set_voting
from collegial.groups.models import GroupMembership
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.listing import listed
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse, told_at
from collegial.kernel.text import Text, nt, t
from collegial.statutes.models import College
from collegial.statutes.rules import DecisionKind, LegalForm

Say = Callable[[Text], str]
_METHOD = "core.plurality"
_FIELDS = {"options": "candidates", "electorate": "college"}


@dataclass(frozen=True, kw_only=True)
class NewRevocation:
    """Who asks to revoke whom, by the numbers of their seats, and who stands to replace them.

    `college` elects the replacing ones alone, where the statutes give it their seats. `is_backed` says whether the
    board is for it, as the chair's proxies then vote.
    """

    asked_by: RollEntry
    seats: Sequence[int]
    candidates: Sequence[str] = ()
    college: College | None = None
    is_backed: bool = False


def check_sits(context: Context, meeting: Assembly) -> None:
    """Raise Refused where directors cannot be revoked off the agenda: L225-105 speaks of an assembly of an SA."""
    require(context.by, CONDUCT)
    if meeting.state is not AssemblyState.OPEN:
        raise Refused("revoking.not_sitting", t("The assembly is not sitting."))
    if meeting.kind is AssemblyKind.SPECIAL:
        raise Refused(
            "revoking.special",
            t(
                "A special assembly is of one college alone: directors are revoked by the general assembly. Note what "
                "is asked as an incident, which the minutes tell, and put it on the agenda of the next assembly."
            ),
        )
    if rules_for(context.session, meeting, context.zone).legal_form is not LegalForm.SA:
        raise Refused(
            "revoking.not_sa",
            t(
                "The law lets an assembly revoke directors off its agenda in an SA alone (code de commerce, L225-105). "
                "Note what is asked as an incident, which the minutes tell, and put it on the next agenda."
            ),
        )


def may_revoke(context: Context, meeting: Assembly) -> bool:
    """Tell whether directors can be revoked off the agenda now."""
    try:
        check_sits(context, meeting)
    except Refused:
        return False
    return True


def check_revocation(context: Context, meeting: Assembly, new: NewRevocation) -> Sequence[GroupMembership]:
    """Return the seats to take away; raises Refused, or Invalid at its field, for what cannot be put or counted."""
    check_sits(context, meeting)
    if new.asked_by.assembly_id != meeting.id or current_stay(context.session, new.asked_by.id) is None:
        raise Invalid("revoking.not_here", t("Only those who are checked in can ask for it."), field="who")
    held = {one.id: one for one in in_office(context.session, context.today)}
    if not new.seats or not set(new.seats) <= held.keys():
        raise Invalid("revoking.nobody", t("Choose those to revoke, one at least."), field="seats")
    if set(new.seats) & revoked_before(context.session, meeting.id):
        raise _asked_already()
    seats = [one for number, one in held.items() if number in new.seats]
    if len({one.group_id for one in seats}) > 1:
        raise Invalid("revoking.groups", t("Choose seats of one group at a time."), field="seats")
    if new.candidates:
        beside = [one for one in held.values() if one.group is seats[0].group]
        _check_candidates(context.session, new, beside)
        _check_replacing(context, meeting, new, beside)
        with told_at(_FIELDS):
            check_election(context, meeting, _voting(new, seats))
    return seats


def _check_candidates(session: Session, new: NewRevocation, held: Sequence[GroupMembership]) -> None:
    """Raise Invalid for who sits there and is not to be revoked: nobody holds two seats."""
    standing = set(actors_called(session, new.candidates).values())
    names = [one.actor.name for one in held if one.actor_id in standing and one.id not in new.seats]
    if names:
        raise Invalid(
            "revoking.sits",
            nt(
                "%(names)s sits there already, and nobody asks to revoke this one: choose other candidates.",
                "%(names)s sit there already, and nobody asks to revoke them: choose other candidates.",
                len(names),
                names=listed(names),
            ),
            field="candidates",
        )


def _check_replacing(
    context: Context, meeting: Assembly, new: NewRevocation, held: Sequence[GroupMembership]
) -> None:
    """Raise Invalid for another college than the one that the seats are reserved to."""
    rules = statutes_rules_for(context.session, meeting, context.zone)
    colleges = colleges_of_seats(context.session, held, rules, context.today)
    seats = [
        Replaced(
            holder=one.actor.name,
            college=college.key if college else None,
            name=college.name if college else "",
        )
        for one in held
        if one.id in new.seats
        for college in (colleges.get(one.id),)
    ]
    kept = [college.key for number, college in colleges.items() if number not in new.seats]
    check_replacing(seats, new.college.key if new.college else None, kept, rules)


def standing_again(session: Session, new: NewRevocation, seats: Sequence[GroupMembership]) -> list[str]:
    """Return those to be revoked who stand to replace: the law lets them (L225-18), and the reader should know."""
    known = set(actors_called(session, new.candidates).values())
    return [one.actor.name for one in seats if one.actor_id in known]


def put_revocation(context: Context, meeting: Assembly, new: NewRevocation, *, say: Say) -> AgendaItem:
    """Put the revocations at the end of the agenda, and after them who replaces, in the words that `say` gives them.

    Raises what check_revocation raises.
    """
    hold_meeting(context.session, meeting)
    seats = check_revocation(context, meeting, new)
    with or_refuse(context.session, _asked_already()):
        item = _put(context, meeting, new, seats, say)
    context.emit(
        RevocationAsked(assembly=meeting.id, position=item.position, entry=new.asked_by.id, count=len(seats))
    )
    return item


def _put(
    context: Context, meeting: Assembly, new: NewRevocation, seats: Sequence[GroupMembership], say: Say
) -> AgendaItem:
    demand = RevokingDemand(assembly_id=meeting.id, entry=new.asked_by, asked_at=context.clock.now())
    revoking = [_revoking(one, new, say) for one in seats]
    words = [*revoking, *([_replacing(new, say)] if new.candidates else [])]
    both, alone = t("Revocation and replacement of directors"), t("Revocation of directors")
    title = say(both if new.candidates else alone)
    item = put_item(meeting, NewItem(title=title, resolutions=words), demand=demand)
    context.session.flush()  # what is revoked is named by its number
    added = [one for one in meeting.resolutions if one.item is item]
    for resolution, seat in zip(added, seats, strict=False):
        context.session.add(
            Revocation(resolution_id=resolution.id, assembly_id=meeting.id, membership_id=seat.id)
        )
    if new.candidates:
        set_voting(context, added[-1], _voting(new, seats))
    context.session.flush()
    return item


def _revoking(seat: GroupMembership, new: NewRevocation, say: Say) -> NewResolution:
    name, group = seat.actor.name, seat.group.name
    return NewResolution(
        title=say(t("Revocation of %(name)s", name=name)),
        text=say(
            t(
                "The general assembly revokes %(name)s, who leaves the group “%(group)s” at once.",
                name=name,
                group=group,
            )
        ),
        kind=DecisionKind.ORDINARY,
        is_backed=new.is_backed,
    )


def _replacing(new: NewRevocation, say: Say) -> NewResolution:
    return NewResolution(
        title=say(t("Election of those who replace")),
        text=say(
            t(
                "The general assembly elects, among the candidates on the list, as many as it has revoked, for what is "
                "left of their terms: where these differ, whoever comes first has the longest. Where it revokes "
                "nobody, there is no election."
            )
        ),
        kind=DecisionKind.ORDINARY,
        is_backed=new.is_backed,
    )


def _voting(new: NewRevocation, seats: Sequence[GroupMembership]) -> NewVoting:
    return NewVoting(
        method=_METHOD, seats=len(seats), group=seats[0].group, college=new.college,
        electorate=Electorate.COLLEGE if new.college else Electorate.TOGETHER,
        options=[NewOption(name=one, is_backed=new.is_backed) for one in new.candidates],
    )  # fmt: skip


def _asked_already() -> Refused:
    return Refused(
        "revoking.asked",
        t("This assembly was already asked about one of them: each seat is put to it once."),
        field="seats",
    )
