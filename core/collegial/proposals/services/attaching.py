"""Attach files to the actions of a draft, and take them away."""

from sqlalchemy import select

from collegial.files.rules import Upload
from collegial.files.services import erase_file, store_file
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.proposals.events import FileAttached, FileDetached
from collegial.proposals.models import Action, Attachment, Version
from collegial.proposals.permissions import WRITE
from collegial.proposals.services.drafting import hold_draft


def attach_file(
    context: Context, version: Version, action: Action, upload: Upload, *, title: str = ""
) -> Attachment:
    """Attach a file to an action; raises Refused once the version is frozen, Invalid for a file not kept."""
    require(context.by, WRITE)
    proposal = hold_draft(context, version)
    file = store_file(context, upload, permission=WRITE)
    attachment = Attachment(
        action_key=action.key, file=file, title=title.strip() or file.name, added_at=context.clock.now()
    )
    version.attachments.append(attachment)
    context.session.flush()
    context.emit(
        FileAttached(proposal=proposal.slug, stage=version.stage, action=action.key, digest=file.digest)
    )
    return attachment


def detach_file(context: Context, version: Version, attachment: Attachment) -> None:
    """Take a file away from a draft; it is erased once no version names it."""
    require(context.by, WRITE)
    proposal = hold_draft(context, version)
    context.session.delete(attachment)
    file, action = attachment.file, attachment.action_key or ""
    place = [one for one in version.attachments if one.action_key == attachment.action_key].index(attachment)
    version.attachments.remove(attachment)
    context.session.flush()
    context.emit(
        FileDetached(
            proposal=proposal.slug, stage=version.stage, action=action, digest=file.digest, place=place
        )
    )
    named = context.session.scalar(select(Attachment.id).where(Attachment.file_id == file.id).limit(1))
    if named is None:
        erase_file(context, file, permission=WRITE)


def carry_attachments(context: Context, before: Version, after: Version) -> None:
    """Let the next version name the files of its actions, which stay the same files; the journal is told."""
    carried = [one for one in before.attachments if one.action_key]
    after.attachments.extend(
        Attachment(action_key=one.action_key, file=one.file, title=one.title, added_at=one.added_at)
        for one in carried
    )
    context.session.flush()
    slug = after.proposal.slug
    for one in carried:
        context.emit(
            FileAttached(
                proposal=slug, stage=after.stage, action=one.action_key or "", digest=one.file.digest
            )
        )
