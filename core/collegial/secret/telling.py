"""What the minutes say of how a secret vote was guarded."""

from sqlalchemy.orm import Session

from collegial.kernel.listing import listed
from collegial.kernel.text import Text, t
from collegial.secret.models import Ceremony
from collegial.secret.queries import ceremony_of_vote, published_in
from collegial.secret.steps import real


def guarding(session: Session, vote_id: int) -> tuple[Text, ...]:
    """Tell who guarded the key of a vote and which colleges were counted together; nothing for an open one."""
    found = ceremony_of_vote(session, vote_id)
    return (_scrutineers(found), *_merges(found), *_annulled(session, found)) if found else ()


def _scrutineers(found: Ceremony) -> Text:
    names = listed(one.actor.name for one in found.scrutineers if one.actor)
    if any(one.actor is None for one in found.scrutineers):
        return t(
            "The ballots were encrypted; %(names)s and the server together decrypted their sums, and nothing else.",
            names=names,
        )
    return t(
        "The ballots were encrypted; %(needed)d scrutineers of %(names)s decrypted their sums, and nothing else.",
        needed=found.needed,
        names=names,
    )


def _annulled(session: Session, found: Ceremony) -> list[Text]:
    """Say which colleges could not be decrypted, and why, where only some of them were."""
    published = published_in(session, real(found))
    if not found.ended_reason or not published:
        return []
    return [
        t(
            "The ballots of %(names)s could not be decrypted, and what depended on them was annulled: %(reason)s",
            names=listed(one.name for one in real(found) if one.id not in published),
            reason=found.ended_reason,
        )
    ]


def _merges(found: Ceremony) -> list[Text]:
    names = {kept["key"]: kept["name"] for one in real(found) for kept in one.colleges}
    return [
        t(
            "As the bureau chose before the opening, %(source)s was counted with %(target)s: sums of fewer than "
            "%(floor)d ballots are never published.",
            source=names.get(one.source, one.source), target=names.get(one.target, one.target), floor=found.floor,
        )
        for one in found.merges
    ]  # fmt: skip
