"""Put a draft of the statutes to the vote of an assembly, and carry out what it decides (L25)."""

from collegial.assemblies.events import AmendmentProposed, AmendmentTakenBack
from collegial.assemblies.models import Amendment, Assembly, AssemblyState, Resolution
from collegial.assemblies.permissions import PREPARE
from collegial.assemblies.queries.amending import AMENDING, amendment, amendments_in, amendments_of
from collegial.assemblies.services.agenda import (
    NewItem,
    NewResolution,
    add_items,
    hold_draft,
    remove_resolution,
)
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.statutes.models import DraftState, StatutesDraft
from collegial.statutes.rules import DecisionKind
from collegial.statutes.services.settling import adopt_draft, propose_draft, refuse_draft, release_draft

_ENDED = (AssemblyState.INQUORATE, AssemblyState.CLOSED, AssemblyState.CALLED_OFF)


def put_to_vote(
    context: Context,
    draft: StatutesDraft,
    meeting: Assembly,
    *,
    title: str,
    text: str,
    is_backed: bool = True,
) -> Resolution:
    """Add an extraordinary resolution that adopts a draft; the draft is closed to changes until it is decided.

    Raises Invalid for an assembly that cannot change the statutes, Refused when it decides on another draft
    already, and what propose_draft and add_items raise.
    """
    require(context.by, PREPARE)
    hold_draft(context.session, meeting)
    _check_may_amend(meeting)
    if amendments_in(context.session, meeting.id):
        raise Refused(
            "amending.another",
            t(
                "This assembly already decides on another draft, and each would undo the other. Put all changes "
                "into one draft."
            ),
            field="assembly",
        )
    digest = propose_draft(context, draft, decided_on=local_day(meeting.starts_at, context.zone))
    new = NewResolution(title=title, text=text, kind=DecisionKind.EXTRAORDINARY, is_backed=is_backed)
    (item,) = add_items(context, meeting, [NewItem(title=title, resolutions=[new])])
    (resolution,) = [one for one in meeting.resolutions if one.item_id == item.id]
    context.session.add(Amendment(resolution_id=resolution.id, draft=draft, digest=digest))
    context.emit(AmendmentProposed(assembly=meeting.id, resolution=resolution.id, draft=draft.id))
    return resolution


def take_back(context: Context, change: Amendment) -> None:
    """Open a draft to changes again, with its resolution taken off an agenda that nobody was sent.

    Raises Refused while members are convened to decide on it, here or in another assembly.
    """
    require(context.by, PREPARE)
    session, draft, resolution = context.session, change.draft, change.resolution
    meeting, assembly_id, resolution_id = resolution.assembly, resolution.assembly_id, change.resolution_id
    others = [one for one in amendments_of(session, draft.id) if one is not change]
    waiting = [one for one in others if one.resolution.assembly.state not in _ENDED]
    if waiting or meeting.state in (AssemblyState.CONVENED, AssemblyState.OPEN):
        raise Refused(
            "amending.before_members",
            t("Members are convened to decide on this draft, or will be a second time: it stays as it is."),
        )
    if meeting.state is AssemblyState.DRAFT:
        hold_draft(session, meeting)
        session.delete(change)
        session.flush()  # the resolution can go only when nothing depends on it
        remove_resolution(context, resolution)
    release_draft(context, draft)
    context.emit(AmendmentTakenBack(assembly=assembly_id, resolution=resolution_id, draft=draft.id))


def settle_amendment(context: Context, resolution_id: int, *, adopted: bool | None) -> None:
    """Record the statutes that a counted resolution adopts, or mark their draft as refused; others pass by.

    It is heard within the closing of the vote, whoever closes it: result and statutes are kept together.
    """
    change = amendment(context.session, resolution_id)
    if change is None:
        return
    meeting, resolution = change.resolution.assembly, change.resolution
    if not adopted or meeting.kind not in AMENDING:
        refuse_draft(context, change.draft, resolution_id=resolution_id)
        return
    adopt_draft(
        context,
        change.draft,
        resolution_id=resolution_id,
        decided_on=context.today,
        reason=f"{meeting.title}, {resolution.number}: {resolution.title}",
    )


def carry_amendments(context: Context, first: Assembly, second: Assembly) -> None:
    """Tie the resolutions of a second convocation to the drafts of the first, which members still decide on."""
    for change in amendments_in(context.session, first.id):
        old = change.resolution
        copies = [one for one in second.resolutions if (one.title, one.text) == (old.title, old.text)]
        if copies and change.draft.state is DraftState.PROPOSED:
            again = Amendment(resolution_id=copies[0].id, draft=change.draft, digest=change.digest)
            context.session.add(again)


def _check_may_amend(meeting: Assembly) -> None:
    if meeting.kind not in AMENDING:
        raise Invalid(
            "amending.wrong_kind",
            t("Only an extraordinary or a mixed assembly changes the statutes. Choose one of these."),
            field="assembly",
        )
