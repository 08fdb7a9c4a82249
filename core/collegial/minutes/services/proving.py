"""Check the file that proves signatures: a print that nobody signed proves none."""

from collegial.files.rules import Upload
from collegial.kernel.errors import Invalid
from collegial.kernel.events import Context
from collegial.kernel.text import Text, t
from collegial.minutes.models import Minutes, SigningWay
from collegial.minutes.queries import print_of

# What stands before the bytes of every signature inside a PDF, and is never compressed: what it spans is signed.
_SPAN = b"/ByteRange"


def check_proof(
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
