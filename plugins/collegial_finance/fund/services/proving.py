"""Hand in what shows that an instalment is due, and approve it: never both by the same account."""

from collegial.plugin import (
    SIGNED_IN,
    Context,
    DomainError,
    Forbidden,
    Refused,
    Upload,
    Viewer,
    promise,
    require,
    store_file,
    t,
)
from collegial_finance.fund.events import EvidenceRefused
from collegial_finance.fund.models import (
    AgreementInstalment,
    EvidenceRefusal,
    InstalmentApproval,
    InstalmentEvidence,
)
from collegial_finance.fund.rules import NO_EVIDENCE, OWN_EVIDENCE
from collegial_finance.fund.services.holding import require_voice
from collegial_finance.fund.services.paying import held_agreement, instalment_of, told
from collegial_finance.permissions import APPROVE_EVIDENCE

REFUSED = "finance.evidence_refused"
_APPROVED = t("The evidence of this instalment is already approved.")


def hand_in_evidence(
    context: Context, *, application_id: int, position: int, file: Upload, note: str | None = None
) -> InstalmentEvidence:
    """Hand in what shows that an instalment is due: by the structure, or by who leads the fund."""
    found = held_agreement(context, application_id)
    require_voice(context, found.application.applicant_id)
    instalment = instalment_of(found, position)
    if (refusal := evidence_hindrance(instalment)) is not None:
        raise refusal
    kept = store_file(context, file, permission=SIGNED_IN)
    made = InstalmentEvidence(
        instalment_id=instalment.id, file_id=kept.id, note=note, handed_at=context.clock.now()
    )
    context.session.add(made)
    told(context, found, "evidence")
    context.session.expire(instalment, ["evidence"])
    return made


def evidence_hindrance(instalment: AgreementInstalment) -> Refused | None:
    """Return why no evidence of an instalment is handed in any more; None where it may be."""
    if instalment.paid:
        return Refused("finance.instalment_paid", t("This instalment is already paid."))
    if instalment.approval is not None:
        return Refused("finance.instalment_approved", _APPROVED)
    return None


def approve_evidence(
    context: Context, *, application_id: int, position: int, note: str | None = None
) -> InstalmentApproval:
    """Approve the evidence of an instalment, apart from its payment; by another than who handed it in."""
    require(context.by, APPROVE_EVIDENCE)
    found = held_agreement(context, application_id)
    instalment = instalment_of(found, position)
    if (refusal := approval_hindrance(context.by, instalment)) is not None:
        raise refusal
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


def refuse_evidence(
    context: Context, *, application_id: int, position: int, reason: str
) -> AgreementInstalment:
    """Refuse the evidence of an instalment, with the reason; other evidence is then awaited, and the structure told.

    Who may approve it may refuse it, and nobody else.
    """
    require(context.by, APPROVE_EVIDENCE)
    found = held_agreement(context, application_id)
    instalment = instalment_of(found, position)
    if (refusal := approval_hindrance(context.by, instalment)) is not None:
        raise refusal
    now, name = context.clock.now(), context.by.name[:200]
    context.session.add_all(
        EvidenceRefusal(evidence_id=one.id, refused_at=now, refused_by=name, reason=reason)
        for one in instalment.standing
    )
    context.session.flush()
    for one in instalment.evidence:
        context.session.expire(one, ["refusal"])
    context.emit(EvidenceRefused(fund=found.fund_id, application=application_id, position=position))
    promise(context.session, REFUSED, {"instalment": instalment.id}, at=context.clock.now())
    return instalment


def approval_hindrance(by: Viewer, instalment: AgreementInstalment) -> DomainError | None:
    """Return why someone cannot approve the evidence of an instalment now; None where it is theirs to approve."""
    if not instalment.standing:
        return Refused("finance.no_evidence", NO_EVIDENCE)
    if instalment.approval is not None:
        return Refused("finance.instalment_approved", _APPROVED)
    if is_own(by, instalment):
        return Forbidden("finance.own_evidence", OWN_EVIDENCE)
    return None


def is_own(by: Viewer, instalment: AgreementInstalment) -> bool:
    """Tell whether the account that acts handed in any of the evidence."""
    return by.account_id is not None and by.account_id in {one.file.account_id for one in instalment.standing}
