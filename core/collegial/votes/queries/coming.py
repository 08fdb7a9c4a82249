"""Find which resolutions the next vote asks, and which wait for their quorum."""

from collections.abc import Sequence
from dataclasses import dataclass

from collegial.assemblies.models import Assembly, Resolution
from collegial.assemblies.queries.attending import quorum_of
from collegial.assemblies.rules import QuorumVerdict
from collegial.kernel.events import Context
from collegial.kernel.text import Text, nt
from collegial.votes.queries.sessions import resolutions_to_vote, texts_first


@dataclass(frozen=True, kw_only=True)
class NextVote:
    """What can be put to the vote at once, and why the rest cannot yet: one sentence for each kind of decision."""

    ready: Sequence[Resolution]
    left: Sequence[Resolution]
    waits: Sequence[Text]


def next_vote(context: Context, meeting: Assembly) -> NextVote:
    """Return what the next vote asks by the quorum of this moment.

    In a mixed assembly one kind of decision may have its quorum and the other not: the first is voted. Texts come
    before elections, which are a vote of their own: texts may be voted by hand in the room.
    """
    left = resolutions_to_vote(context.session, meeting.id)
    kinds = sorted({one.kind for one in left})
    missed = {kind: found for kind in kinds if not (found := quorum_of(context, meeting, kind)).reached}
    return NextVote(
        ready=texts_first([one for one in left if one.kind not in missed]),
        left=texts_first(left),
        waits=[
            wait_for_quorum([one for one in left if one.kind is kind], verdict)
            for kind, verdict in missed.items()
        ],
    )


def wait_for_quorum(resolutions: Sequence[Resolution], verdict: QuorumVerdict) -> Text:
    """Say which resolutions wait for their quorum, and what is missing for it."""
    return nt(
        "Resolution %(numbers)s waits for its quorum. %(missing)s",
        "Resolutions %(numbers)s wait for their quorum. %(missing)s",
        len(resolutions),
        numbers=", ".join(str(one.number) for one in resolutions),
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
