"""Prepare the assembly that replaces one that was called off: the same agenda, another day, a new convocation."""

from datetime import datetime

from collegial.assemblies.models import Assembly
from collegial.assemblies.queries.agenda import documents_of
from collegial.assemblies.services.copying import copy_agenda
from collegial.assemblies.services.documents import add_document
from collegial.assemblies.services.preparing import prepare_assembly
from collegial.files.rules import Upload
from collegial.kernel.events import Context
from collegial.statutes.rules import DecisionKind


def prepare_replacement(context: Context, old: Assembly, *, starts_at: datetime) -> Assembly:
    """Prepare it as a draft; one that replaces a second convocation is a second convocation too (L34).

    Its documents are copies, each at its item: what no longer fits is removed before it is convened.
    """
    new = prepare_assembly(
        context, kind=old.kind, title=old.title, starts_at=starts_at, place=old.place,
        online_address=old.online_address, college=old.college,
    )  # fmt: skip
    copy_agenda(context, old, new, list(DecisionKind))
    new.convocation, new.first_id, new.replaces_id = old.convocation, old.first_id, old.id
    _copy_documents(context, old, new)
    return new


def _copy_documents(context: Context, old: Assembly, new: Assembly) -> None:
    items = {former.id: item for former, item in zip(old.items, new.items, strict=True)}
    for one in documents_of(context.session, old.id):
        upload = Upload(name=one.file.name, content=one.file.content)
        item = items[one.item_id] if one.item_id else None
        add_document(context, new, upload, title=one.title, item=item)
