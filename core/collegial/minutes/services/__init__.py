"""Acts on minutes: write and establish them, record who signed, tell the members."""

from collegial.minutes.services.replacing import RightFile, replace_proof
from collegial.minutes.services.sharing import note_posted, send_by_post, share_minutes
from collegial.minutes.services.writing import (
    ENDED,
    Signing,
    establish_minutes,
    keep_print,
    missing_signers,
    named_once,
    record_signatures,
    signers,
    write_passage,
)

__all__ = [
    "ENDED",
    "RightFile",
    "Signing",
    "establish_minutes",
    "keep_print",
    "missing_signers",
    "named_once",
    "note_posted",
    "record_signatures",
    "replace_proof",
    "send_by_post",
    "share_minutes",
    "signers",
    "write_passage",
]
