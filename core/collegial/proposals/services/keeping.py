"""Keep what someone types and has not saved yet, apart from the text that all see."""

from collections.abc import Mapping

from sqlalchemy import delete

from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.proposals.models import Version, WorkingCopy
from collegial.proposals.permissions import WRITE
from collegial.proposals.queries import working_copy
from collegial.proposals.services.drafting import hold_draft


def keep_copy(
    context: Context,
    version: Version,
    place: str,
    *,
    revision: int,
    base: Mapping[str, str],
    fields: Mapping[str, str],
) -> None:
    """Keep what is typed at a place of a draft; only its writer sees it. Raises Refused once it is frozen."""
    require(context.by, WRITE)
    hold_draft(context, version)
    if context.by.account_id is None:
        return
    copy = working_copy(context.session, version, context.by.account_id, place)
    if copy is None:
        copy = WorkingCopy(version_id=version.id, account_id=context.by.account_id, place=place)
        context.session.add(copy)
    copy.revision, copy.base, copy.fields = revision, dict(base), dict(fields)
    copy.kept_at = context.clock.now()
    context.session.flush()


def drop_copy(context: Context, version: Version, place: str) -> None:
    """Forget what someone typed at a place: it was saved, or is not wanted."""
    context.session.execute(
        delete(WorkingCopy).where(
            WorkingCopy.version_id == version.id,
            WorkingCopy.account_id == context.by.account_id,
            WorkingCopy.place == place,
        )
    )


def forget_copies(context: Context, version: Version) -> None:
    """Forget all that was typed and not saved: the version is being frozen."""
    context.session.execute(delete(WorkingCopy).where(WorkingCopy.version_id == version.id))
