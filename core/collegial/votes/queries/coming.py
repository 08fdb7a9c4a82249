"""Find which resolutions the next vote asks, and which wait for their quorum."""

from collections.abc import Sequence
from dataclasses import dataclass

from collegial.assemblies.models import Assembly, Resolution
from collegial.assemblies.queries.attending import quorum_of
from collegial.assemblies.rules import QuorumVerdict
from collegial.kernel.events import Context
from collegial.kernel.listing import listed
from collegial.kernel.text import Text, nt
from collegial.sitting.queries import moment
from collegial.votes.queries.sessions import resolutions_to_vote, texts_first


@dataclass(frozen=True, kw_only=True)
class NextVote:
    """What can be put to the vote now, and why the rest cannot yet: one sentence for each kind of decision.

    While no kind has its quorum, what is left is offered all the same: the opening takes the quorum again, and says
    what is missing. `at_hand` is the item that the sitting has come to.
    """

    ready: Sequence[Resolution]
    left: Sequence[Resolution]
    waits: Sequence[Text]
    at_hand: int | None = None

    @property
    def offered(self) -> Sequence[Resolution]:
        """Return what the bureau may open, in the order of the agenda."""
        return self.ready or self.left

    @property
    def first(self) -> Resolution | None:
        """Return what is put to the vote by itself: the next of the item at hand, else of the agenda."""
        here = [one for one in self.offered if one.item_id == self.at_hand]
        return next(iter([*here, *self.offered]), None)

    @property
    def together(self) -> Sequence[Resolution]:
        """Return what may be put to the vote at once: the texts, which hands can vote, else the elections.

        What was asked off the agenda, to revoke somebody, is put apart from what was sent.
        """
        first = self.first
        alike = [one for one in self.offered if first and is_off_agenda(one) == is_off_agenda(first)]
        return texts_first(alike)


def is_off_agenda(resolution: Resolution) -> bool:
    """Tell whether it was asked for in the sitting, beside the agenda that was sent (L32)."""
    return resolution.item is not None and resolution.item.demand_id is not None


def next_vote(context: Context, meeting: Assembly) -> NextVote:
    """Return what the next vote may ask by the quorum of this moment.

    In a mixed assembly one kind of decision may have its quorum and the other not: the first is voted.
    """
    left, place = resolutions_to_vote(context.session, meeting.id), moment(context.session, meeting.id)
    kinds = sorted({one.kind for one in left})
    missed = {kind: found for kind in kinds if not (found := quorum_of(context, meeting, kind)).reached}
    return NextVote(
        ready=[one for one in left if one.kind not in missed],
        left=left,
        waits=[
            wait_for_quorum([one for one in left if one.kind is kind], verdict)
            for kind, verdict in missed.items()
        ],
        at_hand=place.item_id if place else None,
    )


def wait_for_quorum(resolutions: Sequence[Resolution], verdict: QuorumVerdict) -> Text:
    """Say which resolutions wait for their quorum, and what is missing for it."""
    return nt(
        "Resolution %(numbers)s waits for its quorum. %(missing)s",
        "Resolutions %(numbers)s wait for their quorum. %(missing)s",
        len(resolutions),
        numbers=listed(one.number for one in resolutions),
        missing=_missing(verdict),
    )


def _missing(verdict: QuorumVerdict) -> Text:
    if not verdict.missing:
        return verdict.steps[-1]
    return nt(
        "%(num)d more voting right is needed.",
        "%(num)d more voting rights are needed.",
        verdict.missing,
        num=verdict.missing,
    )
