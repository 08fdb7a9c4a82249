"""Annul what cannot be counted: a whole vote, or what is left of one when some of its colleges were decrypted."""

from collections.abc import Sequence
from dataclasses import dataclass

from collegial.assemblies.models import Resolution
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.secret.asking import own_college
from collegial.secret.belenios.text import Unacceptable
from collegial.secret.events import VoteAnnulled, VotePartlyAnnulled
from collegial.secret.models import Ceremony, SecretElection, Stage
from collegial.secret.queries import decrypted_by, locked_election
from collegial.secret.services.counting import decide, locked_vote, publish_sums
from collegial.secret.services.decrypting import combined
from collegial.secret.services.guarding import send_heads
from collegial.secret.steps import real
from collegial.votes.asking import asked
from collegial.votes.models import VoteSession
from collegial.votes.permissions import PRESIDE
from collegial.votes.services.pausing import end_pause
from collegial.votes.services.secrecy import annul_questions, annul_vote

_LONGEST_REASON = 400


@dataclass(frozen=True, kw_only=True)
class Prospect:
    """What can be read of a vote now: elections whose parts give a result, and those whose parts do not yet.

    `missing` are the scrutineers who have not decrypted all of the latter, by their places.
    """

    readable: Sequence[SecretElection]
    sealed: Sequence[SecretElection]
    missing: tuple[int, ...]

    @property
    def is_known(self) -> bool:
        """Say whether all of the result can be read: nobody has a veto on what is known."""
        return bool(self.readable) and not self.sealed

    def is_decided(self, resolution: Resolution) -> bool:
        """Say whether a resolution is decided by what is readable: only a college's own election can be."""
        alone = own_college(resolution)
        return any(alone == kept["key"] for one in self.readable for kept in one.colleges)


def prospect(context: Context, found: Ceremony) -> Prospect:
    """Return what can be read of a vote; parts that give no result must not bind the assembly."""
    rows = real(found)
    done = decrypted_by(context.session, rows)
    readable = [
        one
        for one in rows
        if found.stage is Stage.CLOSED and len(done[one.id]) >= found.needed and _is_open(context, one)
    ]
    sealed = [one for one in rows if one not in readable]
    behind = {one.owner for one in found.scrutineers if any(one.owner not in done[row.id] for row in sealed)}
    return Prospect(readable=readable, sealed=sealed, missing=tuple(sorted(behind)))


def annul(context: Context, ceremony_id: int, reason: str) -> Ceremony:
    """Annul what cannot be counted: too few ballots, or keys that are lost. Resolutions not decided are free.

    What was decrypted of some colleges is published: their own elections are decided, the rest is annulled.
    Raises Refused once all of the result can be read: nobody has a veto on what is known.
    """
    require(context.by, PRESIDE)
    found, vote = locked_vote(context, ceremony_id)
    if found.stage not in (Stage.OPEN, Stage.CLOSED):
        raise Refused("secret.not_open", t("This secret vote is not open."))
    left = prospect(context, found)
    if left.is_known:
        raise Refused(
            "secret.decrypted",
            t(
                "The scrutineers have decrypted the sums of this vote: what is known is published, not annulled."
            ),
        )
    found.ended_reason = _checked(reason)
    end_pause(context, vote)
    if left.readable:
        return _end_partly(context, found, vote, left)
    found.stage = Stage.VOID
    context.emit(VoteAnnulled(ceremony=found.id, reason=found.ended_reason))
    send_heads(context, found)
    annul_vote(context, vote)
    return found


def _checked(reason: str) -> str:
    words = reason.strip()
    if not words or len(words) > _LONGEST_REASON:
        raise Invalid(
            "secret.no_reason", t("Say why, for the minutes, in 400 characters at most."), field="reason"
        )
    return words


def _end_partly(context: Context, found: Ceremony, vote: VoteSession, left: Prospect) -> Ceremony:
    """Publish what is known, decide what follows from it alone, and annul the rest."""
    rows = [locked_election(context.session, one.id) for one in left.readable]
    asks = asked(context.session, context.methods, vote.questions)
    said = publish_sums(context, found, rows, asks)
    kept = [one for one in asks if left.is_decided(one.question.resolution)]
    context.emit(
        VotePartlyAnnulled(
            ceremony=found.id,
            published=", ".join(one.uuid for one in left.readable),
            sealed=", ".join(one.uuid for one in left.sealed),
            missing=", ".join(map(str, left.missing)),
            reason=found.ended_reason or "",
        )
    )
    send_heads(context, found)
    if not kept:
        found.stage = Stage.VOID
        annul_vote(context, vote)
        return found
    found.stage = Stage.COUNTED
    annul_questions(context, vote, [one.question for one in asks if one not in kept])
    decide(context, vote, kept, said)
    return found


def _is_open(context: Context, row: SecretElection) -> bool:
    try:
        return bool(combined(context, row))
    except Unacceptable:
        return False
