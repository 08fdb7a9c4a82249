"""Draw the draft of an agreement up anew after a mistake, until it is signed; what it said is kept."""

from collections.abc import Sequence
from datetime import date

from collegial.plugin import Context, Invalid, Refused, require, t
from collegial_finance.fund.models import AgreementDraft, ProjectAgreement
from collegial_finance.fund.rules import Instalment, check_agreement
from collegial_finance.fund.services.paying import held_agreement, rows_of, signature_hindrance, told
from collegial_finance.permissions import LEAD_EXPERIMENTS


def redraw_agreement(
    context: Context,
    *,
    application_id: int,
    starts_on: date,
    ends_on: date,
    duties: str,
    instalments: Sequence[Instalment],
    reason: str,
) -> ProjectAgreement:
    """Change the days, the duties and the instalments of a draft, with the reason; never its amount."""
    require(context.by, LEAD_EXPERIMENTS)
    found = held_agreement(context, application_id)
    if (refusal := redraw_hindrance(found)) is not None:
        raise refusal
    check_agreement(found.amount, starts_on, ends_on, instalments)
    before = [one.told for one in found.instalments]
    if (starts_on, ends_on, duties, list(instalments)) == (
        found.starts_on, found.ends_on, found.duties, before,
    ):  # fmt: skip
        raise Invalid(
            "finance.agreement_unchanged", t("Nothing of the agreement is changed."), field="duties"
        )
    context.session.add(_draft_of(context, found, before, reason))
    for one in found.instalments:
        context.session.delete(one)
    context.session.flush()  # their places are free before others take them
    found.starts_on, found.ends_on, found.duties = starts_on, ends_on, duties
    context.session.add_all(rows_of(found, instalments))
    told(context, found, "redrawn")
    context.session.expire(found, ["drafts", "instalments"])
    return found


def redraw_hindrance(found: ProjectAgreement) -> Refused | None:
    """Return why an agreement cannot be drawn up anew; None where it can."""
    if (refusal := signature_hindrance(found)) is not None:
        return refusal
    if any(one.evidence for one in found.instalments):
        return Refused(
            "finance.draft_proven",
            t("Evidence was handed in on this draft: it is signed as it is, or closed unsigned."),
        )
    return None


def _draft_of(
    context: Context, found: ProjectAgreement, before: Sequence[Instalment], reason: str
) -> AgreementDraft:
    return AgreementDraft(
        agreement_id=found.id, starts_on=found.starts_on, ends_on=found.ends_on, duties=found.duties,
        reason=reason, replaced_by=context.by.name[:200], replaced_on=context.today,
        instalments=[
            {
                "cents": one.amount.cents, "due_on": one.due_on.isoformat(), "condition": one.condition,
                "needs_evidence": one.needs_evidence,
            }
            for one in before
        ],
    )  # fmt: skip
