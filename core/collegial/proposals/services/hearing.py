"""Record who was heard for a draft, change and remove it, erase a name."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from collegial.files.rules import Upload
from collegial.files.services import erase_file, store_file
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import Text, nt, t
from collegial.proposals.events import (
    ContributionAdded,
    ContributionChanged,
    ContributionRemoved,
    HeardNameErased,
)
from collegial.proposals.models import Attachment, Contribution, Heard, Touch, Version
from collegial.proposals.permissions import WRITE
from collegial.proposals.queries import content_of, rules_of
from collegial.proposals.rules import ContributionText
from collegial.proposals.services.drafting import hold_draft, put_contribution


@dataclass(frozen=True, kw_only=True)
class HeardLine:
    """One or several persons heard; the name is kept for those who write, shown to all only if they agreed."""

    name: str = ""
    family: str = ""
    number: int = 1
    may_be_named: bool = False


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """A contribution as a form brings it; `views` counts where no line says who was heard."""

    kind: str
    title: str
    text: str = ""
    heard_on: date | None = None
    views: int = 0
    lines: Sequence[HeardLine] = ()
    touches: Sequence[str] = ()


def record_hearing(
    context: Context, version: Version, hearing: Hearing, *, offered: Collection[str] = ()
) -> Contribution:
    """Record a contribution to a draft; `offered` are the kinds that modules add.

    Raises Refused once the version is frozen, Invalid at the field that is wrong.
    """
    require(context.by, WRITE)
    proposal = hold_draft(context, version)
    _check(context, hearing)
    said = ContributionText(
        kind=hearing.kind, title=hearing.title.strip(), text=hearing.text.strip() or None,
        views=_views(hearing), heard_on=hearing.heard_on,
    )  # fmt: skip
    row = put_contribution(context, proposal, version, said, offered)
    _put_lines(context, version, row, hearing)
    context.emit(
        ContributionAdded(proposal=proposal.slug, stage=version.stage, kind=row.kind, views=row.views)
    )
    return row


def change_hearing(
    context: Context, row: Contribution, hearing: Hearing, *, seen: int, offered: Collection[str] = ()
) -> None:
    """Change a contribution whose writer saw the revision `seen`; raises Refused when it has another."""
    require(context.by, WRITE)
    version = row.version
    proposal = hold_draft(context, version)
    if row.revision != seen:
        raise Refused(
            "proposals.contribution_changed",
            t("Someone else changed this contribution meanwhile. Open it in another window, then decide."),
        )
    _check(context, hearing)
    if hearing.kind not in {row.kind, *(kind.key for kind in rules_of(proposal).kinds), *offered}:
        raise Invalid("proposals.unknown_kind", t("Choose a kind from the list."), field="kind")
    row.kind, row.title, row.text = hearing.kind, hearing.title.strip(), hearing.text.strip() or None
    row.heard_on, row.views, row.revision = hearing.heard_on, _views(hearing), seen + 1
    row.heard.clear()
    row.touches.clear()
    context.session.flush()  # new lines take the places of the old ones
    _put_lines(context, version, row, hearing)
    context.emit(
        ContributionChanged(
            proposal=proposal.slug, stage=version.stage, contribution=row.id, kind=row.kind, views=row.views
        )
    )


def remove_hearing(context: Context, row: Contribution) -> None:
    """Take a contribution out of a draft, with its files."""
    require(context.by, WRITE)
    version = row.version
    proposal = hold_draft(context, version)
    number, files = row.id, [one.file for one in row.attachments]
    context.session.delete(row)
    version.contributions.remove(row)
    context.session.flush()
    for file in files:
        erase_file(context, file, permission=WRITE)
    context.session.expire(version, ["attachments"])
    context.emit(ContributionRemoved(proposal=proposal.slug, stage=version.stage, contribution=number))


def attach_to_hearing(context: Context, row: Contribution, upload: Upload, *, title: str = "") -> Attachment:
    """Attach a file to a contribution of a draft."""
    require(context.by, WRITE)
    hold_draft(context, row.version)
    file = store_file(context, upload, permission=WRITE)
    attachment = Attachment(
        version_id=row.version_id, file=file, title=title.strip() or file.name, added_at=context.clock.now()
    )
    row.attachments.append(attachment)
    context.session.flush()
    context.session.expire(row.version, ["attachments"])
    return attachment


def erase_name(context: Context, heard: Heard) -> None:
    """Erase the name of someone who was heard, also from a frozen version: its seal does not hold names."""
    require(context.by, WRITE)
    heard.name = None
    context.session.flush()
    version = heard.contribution.version
    context.emit(
        HeardNameErased(
            proposal=version.proposal.slug, stage=version.stage, contribution=heard.contribution_id
        )
    )


def _put_lines(context: Context, version: Version, row: Contribution, hearing: Hearing) -> None:
    row.heard = [
        Heard(
            position=position, name=one.name.strip() or None, family=one.family or None, number=one.number,
            may_be_named=one.may_be_named,
        )
        for position, one in enumerate(_lines(hearing), start=1)
    ]  # fmt: skip
    known = {action.key for axis in content_of(context.session, version) for action in axis.actions}
    row.touches = [Touch(action_key=key) for key in dict.fromkeys(hearing.touches) if key in known]
    context.session.flush()


def _lines(hearing: Hearing) -> list[HeardLine]:
    return [one for one in hearing.lines if one.name.strip() or one.family]


def _views(hearing: Hearing) -> int:
    lines = _lines(hearing)
    return sum(one.number for one in lines) if lines else hearing.views


def _check(context: Context, hearing: Hearing) -> None:
    if not hearing.title.strip():
        raise Invalid("proposals.title", t("Write a title."), field="title")
    if hearing.heard_on and hearing.heard_on > context.today:
        raise Invalid("proposals.heard_later", t("This day is still to come."), field="heard_on")
    listed = sum(one.number for one in _lines(hearing))
    if listed and hearing.views not in (0, listed):
        raise Invalid("proposals.heard_twice", _listed_already(listed), field="views")
    if hearing.views < 0 or any(one.number < 1 for one in hearing.lines):
        raise Invalid("proposals.negative_count", t("Count one person or more."), field="views")


def _listed_already(number: int) -> Text:
    return nt(
        "%(count)d person is listed above: write 0 here, or list the others above too.",
        "%(count)d persons are listed above: write 0 here, or list the others above too.",
        number,
    )
