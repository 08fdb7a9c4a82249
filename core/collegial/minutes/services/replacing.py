"""Put the right file of signatures in the place of a mistaken one, which stays readable."""

from dataclasses import dataclass

from collegial.files.models import StoredFile
from collegial.files.rules import Upload
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t
from collegial.minutes.events import ProofReplaced
from collegial.minutes.models import Minutes, Replacement
from collegial.minutes.permissions import ESTABLISH
from collegial.minutes.proofs import proved_by
from collegial.minutes.services.proving import keep_proof


@dataclass(frozen=True, kw_only=True)
class RightFile:
    """The right file, and why it replaces the other; `copies` are the prints that are read and never signed."""

    proof: Upload
    reason: str
    copies: tuple[bytes, ...] = ()


def replace_proof(context: Context, minutes: Minutes, mistaken: StoredFile, right: RightFile) -> Replacement:
    """Let another file prove the signatures for which a mistaken one counts; who signed, how and when stays (L41).

    Raises Invalid for the mistaken file itself, and for what proves no signature; Refused for a file that made
    way already, also where two put one in its place at once.
    """
    require(context.by, ESTABLISH)
    signed = proved_by(context.session, minutes, mistaken)
    if not signed:
        raise _made_way()
    if right.proof.content == mistaken.content:
        raise Invalid(
            "minutes.same_proof", t("This is the mistaken file itself. Choose the right one."), field="file"
        )
    file = keep_proof(context, minutes, right.proof, signed[0].way, copies=right.copies)
    made = Replacement(
        replaced_id=mistaken.id, file_id=file.id, minutes_id=minutes.id, reason=right.reason.strip(),
        replaced_at=context.clock.now(), replaced_by=context.by.name,
    )  # fmt: skip
    with or_refuse(context.session, _made_way()):
        context.session.add(made)
    context.emit(
        ProofReplaced(number=minutes.number, replaced=mistaken.digest, digest=file.digest, reason=made.reason)
    )
    return made


def _made_way() -> Refused:
    return Refused(
        "minutes.replaced_already",
        t("Another file is already in the place of this one. Look at it first: it can be replaced in turn."),
    )
