"""Open and endow a guarantee fund, name its committee, open a file on a loan."""

from datetime import date
from fractions import Fraction

from collegial.plugin import ZERO, Context, Invalid, Money, Refused, require, t
from collegial_finance.committees.services import check_committee
from collegial_finance.guarantees import rules
from collegial_finance.guarantees.events import FundCommitteeNamed, FundEndowed, FundOpened
from collegial_finance.guarantees.models import (
    Endowment,
    FileState,
    GuaranteedLoan,
    GuaranteeFile,
    GuaranteeFund,
)
from collegial_finance.guarantees.services import noting
from collegial_finance.ledger.chart import BANK, ENDOWMENTS
from collegial_finance.ledger.rules import Line
from collegial_finance.loans.rules import Terms, schedule
from collegial_finance.modes import FundMode
from collegial_finance.parties import known_actor
from collegial_finance.permissions import MANAGE_GUARANTEES, OPEN_FUNDS

LIVING = frozenset({FileState.REQUESTED, FileState.ACCEPTED, FileState.ISSUED})


def open_fund(
    context: Context,
    *,
    name: str,
    mode: FundMode,
    multiplier: Fraction,
    legal_basis: str | None = None,
    committee_id: int | None = None,
) -> GuaranteeFund:
    """Open a fund. Guaranteeing as a business is regulated: `own` needs its legal basis (L54).

    Where the deployment has groups, one of them is its committee, unless another guarantor decides.
    """
    require(context.by, OPEN_FUNDS)
    if mode is FundMode.OWN and not legal_basis:
        raise Invalid(
            "finance.no_legal_basis",
            t("To guarantee loans itself, the structure states the legal basis on which it does."),
            field="legal_basis",
        )
    rules.check_multiplier(multiplier)
    check_committee(context, committee_id, is_needed=mode is not FundMode.REFER)
    found = GuaranteeFund(
        name=name, mode=mode, legal_basis=legal_basis, multiplier=multiplier, endowment=ZERO, lost=ZERO,
        capacity=ZERO, committee_id=committee_id,
    )  # fmt: skip
    context.session.add(found)
    context.session.flush()
    context.emit(FundOpened(fund=found.id, mode=mode.value))
    return found


def name_committee(context: Context, *, fund_id: int, committee_id: int) -> GuaranteeFund:
    """Name the group that decides from now on; a vote that is open goes on as it is."""
    require(context.by, OPEN_FUNDS)
    check_committee(context, committee_id, is_needed=True)
    found = noting.locked_fund(context, fund_id)
    found.committee_id = committee_id
    context.session.flush()
    context.emit(FundCommitteeNamed(fund=found.id, group=committee_id))
    return found


def endow(
    context: Context, *, fund_id: int, contributor_id: int, amount: Money, on: date | None = None
) -> Endowment:
    """Write that somebody paid into a fund: its capacity grows by as much as its multiplier allows."""
    require(context.by, MANAGE_GUARANTEES)
    found = noting.locked_fund(context, fund_id)
    contributor = known_actor(context, contributor_id, "contributor_id")
    lines = (Line(BANK, debit=amount), Line(ENDOWMENTS, credit=amount))
    entry = noting.entry_of(context, found, contributor, lines, on)
    contribution = Endowment(
        fund_id=found.id, contributor_id=contributor.id, amount=amount, entry_id=entry.id
    )
    noting.resize(found, endowed=amount)
    context.session.add(contribution)
    context.session.flush()
    context.session.expire(found, ["contributions"])
    context.emit(FundEndowed(fund=found.id, entry=entry.number))
    return contribution


def request_guarantee(
    context: Context,
    *,
    fund_id: int,
    borrower_id: int,
    lender: str,
    purpose: str,
    terms: Terms,
    cover: Fraction,
    commission: Fraction = Fraction(0),
    ceiling: Fraction = Fraction(1),
    elsewhere: Money = ZERO,
) -> GuaranteeFile:
    """Open a file on a loan. All guarantees on it share a ceiling; `elsewhere` is what others cover already."""
    require(context.by, MANAGE_GUARANTEES)
    found = noting.locked_fund(context, fund_id)
    loan = loan_of(terms, ceiling, elsewhere)
    borrower = known_actor(context, borrower_id, "borrower_id")
    asked = _asked(context, found, terms, cover, commission)
    asked.borrower_id, asked.lender, asked.purpose, asked.loan = borrower.id, lender, purpose, loan
    rules.check_ceiling(loan.most, elsewhere, asked.guaranteed)
    return _add(context, asked)


def loan_of(terms: Terms, ceiling: Fraction, elsewhere: Money) -> GuaranteedLoan:
    """Return the loan that a file is about. Raises Invalid for one that cannot be."""
    schedule(terms)
    most = terms.principal.share(ceiling)
    rules.check_loan_ceiling(ceiling, most, elsewhere)
    return GuaranteedLoan(principal=terms.principal, ceiling=ceiling, most=most, elsewhere=elsewhere)


def request_another(
    context: Context, *, file_id: int, fund_id: int, cover: Fraction, commission: Fraction = Fraction(0)
) -> GuaranteeFile:
    """Open a file of another fund on the loan of a file: the two share the ceiling of the loan."""
    require(context.by, MANAGE_GUARANTEES)
    known = noting.locked_file(context, file_id)
    if (refusal := other_hindrance(known)) is not None or known.loan is None:
        raise refusal or _alone()
    found = noting.locked_fund(context, fund_id)
    asked = _asked(context, found, known.terms, cover, commission)
    asked.borrower_id, asked.lender, asked.purpose = known.borrower_id, known.lender, known.purpose
    asked.loan = known.loan
    rules.check_ceiling(known.loan.most, known.loan.elsewhere, asked.guaranteed)
    return _add(context, asked)


def other_hindrance(found: GuaranteeFile) -> Refused | None:
    """Return why no other fund may be asked to guarantee the loan of a file; None where it may."""
    if found.loan is None:
        return _alone()
    if found.state in LIVING and found.repaid_months == 0:
        return None
    return Refused(
        "finance.file_over",
        t("This file is over, or its loan is being repaid: no other fund is asked to guarantee it."),
    )


def _alone() -> Refused:
    return Refused("finance.loan_alone", t("This loan is guaranteed by one fund only."))


def _asked(
    context: Context, found: GuaranteeFund, terms: Terms, cover: Fraction, commission: Fraction
) -> GuaranteeFile:
    rules.check_cover(cover, commission)
    return GuaranteeFile(
        fund_id=found.id, principal=terms.principal, rate=terms.rate, months=terms.months, deferred=terms.deferred,
        repayment=terms.repayment, cover=cover, commission=commission,
        guaranteed=rules.guaranteed(terms.principal, cover), state=FileState.REQUESTED, repaid_months=0,
        exposure=ZERO, paid=ZERO, recovered=ZERO, requested_on=context.today,
    )  # fmt: skip


def _add(context: Context, asked: GuaranteeFile) -> GuaranteeFile:
    context.session.add(asked)
    context.session.flush()
    context.session.expire(asked.loan, ["files"])
    noting.note_step(context, asked, FileState.REQUESTED)
    return asked
