"""Keep the paper that the parties signed beside the protocol, as a scan or a signed file."""

from collegial.plugin import Context, Missing, Refused, Upload, erase_file, require, store_file, t
from collegial_partners.models import PartnerProtocol, SignedCopy
from collegial_partners.permissions import MANAGE
from collegial_partners.services.protocols import held


def add_copy(context: Context, *, protocol_id: int, file: Upload, note: str) -> SignedCopy:
    """Keep a signed copy. Raises Refused before the first signature is recorded, Invalid at the field `file`."""
    require(context.by, MANAGE)
    protocol = held(context, protocol_id)
    if protocol.digest is None:
        raise Refused("partners.nothing_signed", t("Nobody has signed yet: record the first signature."))
    kept = store_file(context, file, permission=MANAGE)
    row = SignedCopy(file_id=kept.id, note=note.strip() or None, added_on=context.today)
    protocol.copies.append(row)
    context.session.flush()
    return row


def remove_copy(context: Context, *, protocol_id: int, copy_id: int) -> None:
    """Take a copy off that was added by mistake; the journal keeps its digest."""
    require(context.by, MANAGE)
    protocol = held(context, protocol_id)
    row = copy_of(protocol, copy_id)
    file = row.file
    context.session.delete(row)
    context.session.flush()
    context.session.expire(protocol, ["copies"])
    erase_file(context, file, permission=MANAGE)


def copy_of(protocol: PartnerProtocol, copy_id: int) -> SignedCopy:
    """Return a copy of a protocol; raises Missing."""
    found = next((one for one in protocol.copies if one.id == copy_id), None)
    if found is None:
        raise Missing("partners.no_copy", t("There is no such signed copy of this protocol."))
    return found
