"""Check the file that proves signatures, and keep it: a print that nobody signed proves none."""

from collegial.files.models import StoredFile
from collegial.files.rules import Upload
from collegial.files.services import store_file
from collegial.kernel.errors import Invalid
from collegial.kernel.events import Context
from collegial.kernel.text import Text, t
from collegial.minutes.models import Minutes, SigningWay
from collegial.minutes.permissions import ESTABLISH
from collegial.minutes.queries import print_of

# What stands before the bytes of every signature inside a PDF, and is never compressed: what it spans is signed.
_SPAN = b"/ByteRange"
_PROOFS = frozenset({"application/pdf", "image/png", "image/jpeg"})


def keep_proof(
    context: Context, minutes: Minutes, proof: Upload, way: SigningWay, *, copies: tuple[bytes, ...]
) -> StoredFile:
    """Keep a file that may prove signatures; raises Invalid for what proves none, and is no PDF and no picture."""
    _check_proof(context, minutes, proof, way, copies=copies)
    file = store_file(context, proof, permission=ESTABLISH)
    if file.media_type not in _PROOFS:
        raise _wrong(
            "minutes.wrong_proof", t("A signature is proved by a PDF file or by a picture of the paper.")
        )
    return file


def _check_proof(
    context: Context, minutes: Minutes, proof: Upload, way: SigningWay, *, copies: tuple[bytes, ...]
) -> None:
    """Raise Invalid for the unsigned print, a copy to read, signed or not, or a file without the signature told of."""
    kept = print_of(context.session, minutes.id)
    if kept and proof.content == kept.file.content:
        raise _wrong(
            "minutes.unsigned_print",
            t("This file is the print to sign, and bears no signature. Choose the scan or the signed file."),
        )
    if any(proof.content.startswith(one) for one in copies):
        raise _wrong(
            "minutes.reading_copy",
            t(
                "This file is the minutes in another language, which are printed to be read and not signed. "
                "Have the print to sign signed, and choose that file."
            ),
        )
    if way is SigningWay.ELECTRONIC and not _is_signed(proof.content):
        raise _wrong(
            "minutes.no_signature_inside",
            t(
                "This file holds no electronic signature. Sign the print with a signing program and choose "
                "the PDF that it gives; if it was signed by hand, say so and choose the scan."
            ),
        )


def _is_signed(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and _SPAN in content


def _wrong(code: str, sentence: Text) -> Invalid:
    return Invalid(code, sentence, field="file")
