"""Put documents at the members' disposal, for the whole assembly or one item of its agenda."""

from collegial.assemblies.events import DocumentAdded, DocumentRemoved
from collegial.assemblies.models import AgendaItem, Assembly, AssemblyDocument, AssemblyState
from collegial.assemblies.permissions import PREPARE
from collegial.assemblies.queries.meetings import hold_meeting
from collegial.files.rules import Upload
from collegial.files.services import erase_file, store_file
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t

_OVER = (AssemblyState.INQUORATE, AssemblyState.CLOSED, AssemblyState.CALLED_OFF)


def add_document(
    context: Context, meeting: Assembly, upload: Upload, *, title: str = "", item: AgendaItem | None = None
) -> AssemblyDocument:
    """Attach a file; without a title it is called by the file's name.

    Raises Refused once the assembly is over, Invalid for a file that is not kept.
    """
    require(context.by, PREPARE)
    hold_meeting(context.session, meeting)
    if meeting.state in _OVER:
        raise Refused("documents.too_late", t("The assembly is over: its documents are those it had."))
    file = store_file(context, upload, permission=PREPARE)
    document = AssemblyDocument(
        assembly_id=meeting.id, item_id=item.id if item else None, file=file,
        title=title.strip() or file.name, added_at=context.clock.now(),
    )  # fmt: skip
    context.session.add(document)
    context.session.flush()  # the event names the document by its number
    context.emit(DocumentAdded(assembly=meeting.id, document=document.id, digest=file.digest))
    return document


def remove_document(context: Context, document: AssemblyDocument) -> None:
    """Take a document back and erase its file; raises Refused once the assembly is convened."""
    require(context.by, PREPARE)
    hold_meeting(context.session, document.assembly)
    if document.assembly.state is not AssemblyState.DRAFT:
        raise Refused(
            "documents.sent",
            t("The members were convened with this document: it stays. Add a corrected one beside it."),
        )
    file = document.file
    context.emit(DocumentRemoved(assembly=document.assembly_id, document=document.id))
    context.session.delete(document)
    context.session.flush()  # the file can be erased once nothing names it
    erase_file(context, file, permission=PREPARE)
