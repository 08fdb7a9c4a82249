"""Follow a merge of two actors: what the dropped one did in common works goes to the one that stays."""

from sqlalchemy import select

from collegial.actors.events import ActorsMerged
from collegial.actors.services import give_to_kept
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.works.models import Participation, WorkAttendance, WorkMeeting, WorkToldByPhone
from collegial.works.rules import ParticipationState

_OPEN = (ParticipationState.ASKED, ParticipationState.ACCEPTED)


def on_actors_merged(context: Context, merged: ActorsMerged) -> None:
    """Give participations, hosting and attendance; refuse while both take part in one work."""
    session = context.session
    mine = select(Participation.work_id).where(
        Participation.actor_id == merged.kept, Participation.state.in_(_OPEN)
    )
    both = select(Participation.id).where(
        Participation.actor_id == merged.dropped, Participation.state.in_(_OPEN),
        Participation.work_id.in_(mine),
    )  # fmt: skip
    if session.scalar(both.limit(1)) is not None:
        raise Refused(
            "works.both_take_part",
            t("Both take part in the same common work. Let one of them leave it first."),
        )
    give_to_kept(context, merged, Participation.actor_id)
    give_to_kept(context, merged, WorkMeeting.host_id)
    came = select(WorkAttendance.meeting_id).where(WorkAttendance.actor_id == merged.kept)
    give_to_kept(context, merged, WorkAttendance.actor_id, WorkAttendance.meeting_id.not_in(came))
    told = select(WorkToldByPhone.meeting_id).where(WorkToldByPhone.actor_id == merged.kept)
    give_to_kept(context, merged, WorkToldByPhone.actor_id, WorkToldByPhone.meeting_id.not_in(told))
