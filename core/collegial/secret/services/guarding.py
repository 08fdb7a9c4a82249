"""What the reinforced profile adds around a vote: the same program to the end, heads of boards kept by others."""

from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.text import t
from collegial.secret.belenios.text import digest
from collegial.secret.credentials import Authority
from collegial.secret.models import Ceremony
from collegial.secret.queries import last_event
from collegial.secret.steps import real

HEADS = "secret.heads"
MIRROR = "secret.mirror"


def check_program(found: Ceremony, authority: Authority) -> None:
    """Refuse to go on with other scripts than those of the preparation, where the profile promises the same ones."""
    if found.profile.codes_apart and (found.program or "") != authority.program:
        raise Refused(
            "secret.other_program",
            t(
                "The program of this site has changed since this vote was prepared, and this vote promises the same "
                "program to the end. Bring the former one back, or annul the vote and hold it again."
            ),
        )


def send_heads(context: Context, found: Ceremony) -> None:
    """Promise the heads of the boards to the mirror and, where the profile says so, to those who guard the vote.

    What they have in their mail, or copied from the mirror, no server changes.
    """
    promise(context.session, MIRROR, {"ceremony": found.id}, at=context.clock.now())
    if not found.profile.codes_apart:
        return
    heads = {}
    for one in real(found):
        last = last_event(context.session, one)
        if last:
            heads[one.uuid] = digest(last.event)
    promise(context.session, HEADS, {"ceremony": found.id, "heads": heads}, at=context.clock.now())
