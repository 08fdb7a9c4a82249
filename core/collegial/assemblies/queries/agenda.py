"""Read an agenda piece by piece: items, resolutions, documents."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.assemblies.models import AgendaItem, Assembly, AssemblyDocument, MemberItem, Resolution
from collegial.kernel.errors import Missing
from collegial.kernel.text import t


def item(session: Session, assembly_id: int, item_id: int) -> AgendaItem:
    """Return an item of an assembly's agenda; raises Missing."""
    found = session.get(AgendaItem, item_id, options=[joinedload(AgendaItem.assembly)])
    if found is None or found.assembly_id != assembly_id:
        raise Missing("agenda.unknown_item", t("There is no such item on the agenda."))
    return found


def resolution(session: Session, assembly_id: int, resolution_id: int) -> Resolution:
    """Return a resolution of an assembly; raises Missing."""
    found = session.get(Resolution, resolution_id, options=[joinedload(Resolution.assembly)])
    if found is None or found.assembly_id != assembly_id:
        raise Missing("agenda.unknown_resolution", t("There is no such resolution on the agenda."))
    return found


def is_from_members(session: Session, item_id: int | None) -> bool:
    """Tell whether members asked for an item (L33)."""
    asked = select(MemberItem.id).where(MemberItem.item_id == item_id)
    return item_id is not None and session.scalar(asked) is not None


def documents_of(session: Session, assembly_id: int) -> Sequence[AssemblyDocument]:
    """Return the documents of an assembly with their files, without the content, in the order they came."""
    attached = select(AssemblyDocument).where(AssemblyDocument.assembly_id == assembly_id)
    return session.scalars(
        attached.options(joinedload(AssemblyDocument.file)).order_by(AssemblyDocument.id)
    ).all()


def documents_on(session: Session, item_id: int) -> Sequence[AssemblyDocument]:
    """Return the documents of one item."""
    return session.scalars(select(AssemblyDocument).where(AssemblyDocument.item_id == item_id)).all()


def document(session: Session, assembly_id: int, document_id: int) -> AssemblyDocument:
    """Return a document of an assembly; raises Missing."""
    found = session.get(AssemblyDocument, document_id, options=[joinedload(AssemblyDocument.file)])
    if found is None or found.assembly_id != assembly_id:
        raise Missing("documents.unknown", t("There is no such document."))
    return found


def titles_without_documents(session: Session, meeting: Assembly, template: str) -> list[str]:
    """Return the titles of the items made from a template that have no document of their own."""
    bare = (
        select(AgendaItem.title)
        .outerjoin(AssemblyDocument, AssemblyDocument.item_id == AgendaItem.id)
        .where(AgendaItem.assembly_id == meeting.id, AgendaItem.template == template)
        .where(AssemblyDocument.id.is_(None))
    )
    return list(session.scalars(bare.order_by(AgendaItem.position)))
