"""Write the first lines of a draft: its summary, its author, its date."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import CursorResult, update

from collegial.kernel.errors import Invalid
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.proposals.events import FactsWritten
from collegial.proposals.models import Version
from collegial.proposals.permissions import WRITE
from collegial.proposals.queries import text_of
from collegial.proposals.rules import version_document
from collegial.proposals.services.drafting import hold_draft
from collegial.proposals.services.keeping import drop_copy
from collegial.proposals.services.writing.pieces import ChangedMeanwhile


@dataclass(frozen=True, kw_only=True)
class FactsFields:
    """The first lines of a version."""

    summary: str
    author: str
    dated_on: date
    provenance: str = ""


def write_facts(context: Context, version: Version, fields: FactsFields, *, seen: int) -> None:
    """Write the first lines of a draft; raises ChangedMeanwhile when the revision is not the one seen."""
    require(context.by, WRITE)
    proposal = hold_draft(context, version)
    for name in ("summary", "author"):
        if not getattr(fields, name).strip():
            raise Invalid(f"proposals.no_{name}", t("Write something here."), field=name)
    changed = context.session.execute(
        update(Version)
        .where(Version.id == version.id, Version.revision == seen)
        .values(
            summary=fields.summary.strip(), author=fields.author.strip(), dated_on=fields.dated_on,
            date_is_month=False, provenance=fields.provenance.strip() or None, revision=seen + 1,
        )
    )  # fmt: skip
    if not isinstance(changed, CursorResult) or changed.rowcount != 1:
        raise ChangedMeanwhile(version.stage)
    context.session.refresh(version)
    drop_copy(context, version, "facts")
    content = version_document(text_of(version, ()))
    context.emit(FactsWritten(proposal=proposal.slug, stage=version.stage, content=content))
