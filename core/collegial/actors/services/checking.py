"""What every act on actors asks first."""

from collegial.actors.models import Actor
from collegial.actors.permissions import MANAGE
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t


def check_may_change(context: Context, *actors: Actor) -> None:
    """Raise Forbidden without the right, Refused for an actor that was found to be another one."""
    require(context.by, MANAGE)
    for one in actors:
        if one.merged_into_id is not None:
            raise Refused(
                "actors.merged",
                t("“%(name)s” was found to be another actor of the directory: use that one.", name=one.name),
            )
