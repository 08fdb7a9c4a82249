"""Secret votes in the record: how each was led, and the public archive of each election, text by text."""

from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly
from collegial.secret.belenios.archive import entries
from collegial.secret.models import Ceremony, SecretElection
from collegial.secret.queries import archive_of, ceremonies_of
from collegial.secret.steps import real


def secret_votes(session: Session, meeting: Assembly) -> object:
    """Return the secret votes of an assembly, those that were annulled too."""
    return [_vote(session, one) for one in ceremonies_of(session, meeting.id)]


def _vote(session: Session, one: Ceremony) -> object:
    return {
        "id": one.id, "vote": one.vote_id, "stage": one.stage.value, "needed": one.needed, "floor": one.floor,
        "may_vote_again": one.may_vote_again,
        "scrutineers": len(one.scrutineers), "roll_fingerprint": one.roll_fingerprint,
        "ended_reason": one.ended_reason, "resolutions": [each.resolution_id for each in one.questions],
        "merges": [{"source": each.source, "target": each.target} for each in one.merges],
        "elections": [_election(session, each) for each in real(one)],
    }  # fmt: skip


def _election(session: Session, one: SecretElection) -> object:
    listed = entries(archive_of(session, one))
    return {
        "uuid": one.uuid, "colleges": [each["key"] for each in one.colleges],
        "archive": [{"name": each.name, "content": each.content} for each in listed],
    }  # fmt: skip
