"""What the rounds hold of an actor: that it carries a project, or was at the table."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from collegial.plugin import Context, ErasureAnswer, Kept, PersonalDataSource, t
from collegial_finance.guarantees.models import Endowment, FileChange, GuaranteeFile
from collegial_finance.keeping import erase_nothing, kept_if
from collegial_finance.loans.models import LoanMeans, PoleLoan
from collegial_finance.patronage.models import Campaign, GiftReceipt, PatronGift, ReceiptIssuer
from collegial_finance.rounds.models import FundingRound, Pledge


def _export(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    query = select(FundingRound, Pledge).outerjoin(
        Pledge, (Pledge.round_id == FundingRound.id) & (Pledge.funder_id == actor_id)
    )
    mine = or_(FundingRound.project_id == actor_id, Pledge.id.is_not(None))
    return [
        {
            "round": found.title,
            "carries_the_project": found.project_id == actor_id,
            "brings": pledge.instrument.value if pledge else None,
            "amount_cents": pledge.amount.cents if pledge else None,
            "state": pledge.state.value if pledge else None,
            "conditions": pledge.conditions if pledge else None,
        }
        for found, pledge in session.execute(query.where(mine).order_by(FundingRound.id))
    ]


ROUNDS = PersonalDataSource(
    key="finance.rounds",
    label=t("Funding rounds"),
    purpose=t("To gather funders around a project, and to account for their money."),
    retention=t("Ten years after the end of the round, as the books."),
    tables=("finance_round", "finance_pledge"),
    export=_export,
    answer=kept_if(_export, t("Projects carried or funded in a round")),
    erase=erase_nothing,
)


def _export_guarantees(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    paid = session.scalars(select(Endowment).where(Endowment.contributor_id == actor_id))
    borrowed = session.scalars(select(GuaranteeFile).where(GuaranteeFile.borrower_id == actor_id))
    before = session.scalars(select(FileChange).where(FileChange.borrower_id == actor_id))
    return [
        *({"fund": one.fund_id, "paid_in_cents": one.amount.cents} for one in paid),
        *(
            {
                "fund": one.fund_id,
                "purpose": one.purpose,
                "lender": one.lender,
                "principal_cents": one.principal.cents,
                "state": one.state.value,
            }
            for one in borrowed
        ),
        *(
            {
                "purpose": one.purpose,
                "lender": one.lender,
                "principal_cents": one.principal.cents,
                "said_until": one.changed_at.isoformat(),
            }
            for one in before
        ),
    ]


GUARANTEES = PersonalDataSource(
    key="finance.guarantees",
    label=t("Guarantee funds"),
    purpose=t("To guarantee loans, and to account for what was paid into the funds."),
    retention=t("Ten years after the end of the guarantee, as the books."),
    tables=("finance_endowment", "finance_guarantee_file", "finance_file_change"),
    export=_export_guarantees,
    answer=kept_if(_export_guarantees, t("Payments into a guarantee fund, and loans that it guaranteed")),
    erase=erase_nothing,
)


def _export_loans(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    means = session.scalars(select(LoanMeans).where(LoanMeans.contributor_id == actor_id))
    borrowed = session.scalars(select(PoleLoan).where(PoleLoan.borrower_id == actor_id))
    return [
        *({"fund": one.fund_id, "put_in_cents": one.amount.cents} for one in means),
        *(
            {
                "fund": one.fund_id,
                "purpose": one.purpose,
                "principal_cents": one.principal.cents,
                "remaining_cents": one.remaining.cents,
                "state": one.state.value,
                "steps": [
                    {"on": step.on.isoformat(), "act": step.act.value, "note": step.note}
                    for step in one.steps
                ],
            }
            for one in borrowed
        ),
    ]


LOANS = PersonalDataSource(
    key="finance.loans",
    label=t("Loans"),
    purpose=t("To lend, to follow the repayment, and to account for what was put into the funds."),
    retention=t("Ten years after the end of the loan, as the books."),
    tables=("finance_loan", "finance_loan_means"),
    export=_export_loans,
    answer=kept_if(_export_loans, t("Money put into a loan fund, and loans from it")),
    erase=erase_nothing,
)


def _export_gifts(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    gifts = select(PatronGift).where(PatronGift.patron_id == actor_id).order_by(PatronGift.id)
    issuers = select(ReceiptIssuer).where(ReceiptIssuer.actor_id == actor_id)
    return [
        *({"gives_receipts_signed_by": one.signatory} for one in session.scalars(issuers)),
        *(
            {
                "campaign": session.get_one(Campaign, one.campaign_id).title,
                "kind": one.kind.value,
                "amount_cents": one.amount.cents,
                "received_on": one.received_on.isoformat(),
                "may_thank": one.may_thank,
                "withdrawn_because": one.reason,
                "receipts": [_export_receipt(receipt) for receipt in one.receipts],
            }
            for one in session.scalars(gifts)
        ),
    ]


def _export_receipt(one: GiftReceipt) -> Mapping[str, Any]:
    return {
        "number": one.reference, "name": one.patron_name, "address": one.patron_address,
        "legal_form": one.patron_form, "siren": one.patron_siren,
    }  # fmt: skip


def _answer_gifts(session: Session, actor_id: int, _day: date) -> ErasureAnswer:
    if not _export_gifts(session, actor_id):
        return ErasureAnswer()
    part = Kept(
        what=t("Gifts, and the receipts that were given for them"),
        why=t(
            "Receipts are shown to the tax office for six years (article L102 E of the tax procedures book)."
        ),
    )
    return ErasureAnswer(erased=(t("The name on the pages of campaigns"),), kept=(part,))


def _erase_thanks(context: Context, actor_id: int) -> None:
    for one in context.session.scalars(select(PatronGift).where(PatronGift.patron_id == actor_id)):
        one.may_thank = False


GIFTS = PersonalDataSource(
    key="finance.gifts",
    label=t("Local patronage"),
    purpose=t("To receive gifts, give receipts for them and thank those who agree to it."),
    retention=t("Six years after the gift; thanks until they are taken back."),
    tables=("finance_issuer", "finance_gift"),
    export=_export_gifts,
    answer=_answer_gifts,
    erase=_erase_thanks,
)
