"""What a secret vote waits for, in the words of its pages: pure, from what is stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from collegial.assemblies.models import Resolution
from collegial.secret.models import Ceremony, Scrutineer, SecretElection, Stage

_ENDED = {Stage.COUNTED: "done", Stage.CANCELLED: "void", Stage.VOID: "void", Stage.OPEN: "confirmed"}


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A scrutineer's next step, and those for whom everybody waits."""

    step: str
    people: tuple[Scrutineer, ...]


def is_threshold(found: Ceremony) -> bool:
    """Say whether fewer than all scrutineers can decrypt together."""
    return found.needed < len(found.scrutineers)


def waiting(found: Ceremony, mine: Scrutineer, decrypted: Sequence[set[int]]) -> Waiting:
    """Tell a scrutineer's next step; `decrypted` says who did, for each real election."""
    if found.stage is Stage.KEYS:
        return _making_keys(found, mine)
    if found.stage is Stage.REHEARSAL:
        behind = [one for one in found.scrutineers if one.confirmed_at is None]
        return Waiting(step="rehearse" if mine in behind else "confirmed", people=tuple(behind))
    if found.stage is Stage.CLOSED:
        behind = [one for one in found.scrutineers if any(one.owner not in done for done in decrypted)]
        return Waiting(step="decrypt" if mine in behind else "done", people=tuple(behind))
    return Waiting(step=_ENDED[found.stage], people=())


def _making_keys(found: Ceremony, mine: Scrutineer) -> Waiting:
    rounds = ("cert", "polynomial", "public_key") if is_threshold(found) else ("public_key",)
    names = {"public_key": "voutput" if is_threshold(found) else "key"}
    for one in rounds:
        behind = tuple(who for who in found.scrutineers if getattr(who, one) is None)
        if behind:
            return Waiting(step=names.get(one, one) if mine in behind else "wait", people=behind)
    return Waiting(step="wait", people=())


def enough(found: Ceremony, decrypted: Sequence[set[int]]) -> bool:
    """Say whether the result can be published."""
    return bool(decrypted) and all(len(done) >= found.needed for done in decrypted)


def confirmed(found: Ceremony) -> int:
    """Count the scrutineers who passed the rehearsal."""
    return sum(one.confirmed_at is not None for one in found.scrutineers)


def name_of(one: Scrutineer) -> str:
    """Return who holds a part of the key; the server is told by its place."""
    return one.actor.name if one.actor else str(one.owner)


def standing(found: Ceremony) -> dict[int, list[int]]:
    """Return on which resolutions each scrutineer stands; not every name on a list is known in the directory."""
    stand = {
        one.owner: [asked.resolution.number for asked in found.questions if _stands(asked.resolution, one)]
        for one in found.scrutineers
    }
    return {owner: numbers for owner, numbers in stand.items() if numbers}


def _stands(resolution: Resolution, one: Scrutineer) -> bool:
    options = resolution.voting.options if resolution.voting else []
    people = [option.candidacy.actor_id for option in options if option.candidacy]
    return one.actor_id in people


def real(found: Ceremony) -> list[SecretElection]:
    """Return the elections of a ceremony without its rehearsal."""
    return [one for one in found.elections if not one.is_rehearsal]
