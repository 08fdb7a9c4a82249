"""Hand in what shows that an instalment is due, and approve it: never both by the same account."""

from collegial.plugin import SIGNED_IN, Context, Forbidden, Refused, Upload, require, store_file, t
from collegial_finance.fund.models import AgreementInstalment, InstalmentApproval, InstalmentEvidence
from collegial_finance.fund.services.holding import require_voice
from collegial_finance.fund.services.paying import held_agreement, instalment_of, told
from collegial_finance.permissions import APPROVE_EVIDENCE


def hand_in_evidence(
    context: Context, *, application_id: int, position: int, file: Upload, note: str | None = None
) -> InstalmentEvidence:
    """Hand in what shows that an instalment is due: by the structure, or by who leads the fund."""
    found = held_agreement(context, application_id)
    require_voice(context, found.application.applicant_id)
    instalment = instalment_of(found, position)
    if instalment.paid:
        raise Refused("finance.instalment_paid", t("This instalment is already paid."))
    if instalment.approval is not None:
        raise Refused(
            "finance.instalment_approved", t("The evidence of this instalment is already approved.")
        )
    kept = store_file(context, file, permission=SIGNED_IN)
    made = InstalmentEvidence(
        instalment_id=instalment.id, file_id=kept.id, note=note, handed_at=context.clock.now()
    )
    context.session.add(made)
    told(context, found, "evidence")
    context.session.expire(instalment, ["evidence"])
    return made


def approve_evidence(
    context: Context, *, application_id: int, position: int, note: str | None = None
) -> InstalmentApproval:
    """Approve the evidence of an instalment, apart from its payment; by another than who handed it in."""
    require(context.by, APPROVE_EVIDENCE)
    found = held_agreement(context, application_id)
    instalment = instalment_of(found, position)
    if not instalment.evidence:
        raise Refused("finance.no_evidence", t("This instalment waits for its evidence: hand it in first."))
    if instalment.approval is not None:
        raise Refused(
            "finance.instalment_approved", t("The evidence of this instalment is already approved.")
        )
    if is_own(context, instalment):
        raise Forbidden(
            "finance.own_evidence", t("You handed this evidence in: another than you approves it.")
        )
    made = InstalmentApproval(
        instalment_id=instalment.id,
        approved_at=context.clock.now(),
        approved_by=context.by.name[:200],
        note=note,
    )
    context.session.add(made)
    told(context, found, "approved")
    context.session.expire(instalment, ["approval"])
    return made


def is_own(context: Context, instalment: AgreementInstalment) -> bool:
    """Tell whether the account that acts handed in any of the evidence."""
    account = context.by.account_id
    return account is not None and account in {one.file.account_id for one in instalment.evidence}
