"""Open a loan fund, put money into it, name its committee, open a file on a loan."""

from datetime import date

from collegial.plugin import ZERO, Context, Invalid, Money, Refused, require, t
from collegial_finance.committees.services import check_committee
from collegial_finance.loans import bookkeeping
from collegial_finance.loans.events import LoanCommitteeNamed, LoanFundOpened, LoanMeansMoved
from collegial_finance.loans.models import LoanAct, LoanFund, LoanMeans, LoanState, PoleLoan
from collegial_finance.loans.queries import kept_for_accepted
from collegial_finance.loans.rules import Terms, check_means, left_to_lend, schedule
from collegial_finance.loans.services import noting
from collegial_finance.modes import FundMode
from collegial_finance.parties import known_actor
from collegial_finance.permissions import OPEN_FUNDS


def open_fund(
    context: Context,
    *,
    name: str,
    mode: FundMode,
    lender: str | None = None,
    legal_basis: str | None = None,
    committee_id: int | None = None,
) -> LoanFund:
    """Open a fund. Lending as a business is regulated: `own` needs its legal basis, the others a lender (L54).

    Where the deployment has groups, one of them is the committee of a fund that lends its own means;
    a partner may decide on its money itself.
    """
    require(context.by, OPEN_FUNDS)
    if mode is FundMode.OWN and not legal_basis:
        raise Invalid(
            "finance.no_legal_basis",
            t("To lend its own money, the structure states the legal basis on which it does."),
            field="legal_basis",
        )
    if (mode is FundMode.OWN) is bool(lender):
        raise Invalid(
            "finance.loan_lender",
            t("A partner lends, unless the structure lends its own money: name it, or none."),
            field="lender",
        )
    check_committee(context, committee_id, is_needed=mode is FundMode.OWN)
    found = LoanFund(
        name=name,
        mode=mode,
        legal_basis=legal_basis,
        lender=lender,
        available=ZERO,
        committee_id=committee_id,
    )
    context.session.add(found)
    context.session.flush()
    context.emit(LoanFundOpened(fund=found.id, mode=mode.value))
    return found


def name_committee(context: Context, *, fund_id: int, committee_id: int) -> LoanFund:
    """Name the group that decides from now on; a vote that is open goes on as it is."""
    require(context.by, OPEN_FUNDS)
    check_committee(context, committee_id, is_needed=True)
    found = noting.held_fund(context, fund_id)
    found.committee_id = committee_id
    context.session.flush()
    context.emit(LoanCommitteeNamed(fund=found.id, group=committee_id))
    return found


def put_in(
    context: Context, *, fund_id: int, contributor_id: int, amount: Money, on: date | None = None
) -> LoanMeans:
    """Write that somebody put money into a fund to be lent."""
    found = noting.locked_fund(context, fund_id)
    if found.mode is FundMode.REFER:
        raise Refused("finance.loan_only_refers", t("The partner lends its own money: none is put in here."))
    _check_amount(amount)
    return _move_means(context, found, contributor_id, amount, on)


def give_back(
    context: Context, *, fund_id: int, contributor_id: int, amount: Money, on: date | None = None
) -> LoanMeans:
    """Write that money held for the lender went back to it: never more than is there."""
    found = noting.locked_fund(context, fund_id)
    if found.mode is not FundMode.DELEGATED:
        raise Refused("finance.loan_not_held", t("This fund holds no money for a lender."))
    _check_available(found, amount)
    return _move_means(context, found, contributor_id, -amount, on)


def _move_means(
    context: Context, found: LoanFund, actor_id: int, amount: Money, on: date | None
) -> LoanMeans:
    contributor = known_actor(context, actor_id, "contributor_id")
    lines = bookkeeping.put_in(found.mode, amount)
    entry = noting.entry_of(context, found, contributor, lines, on or context.today)
    if entry is None:
        raise ValueError("money put into a fund is always in the books")
    moved = LoanMeans(fund_id=found.id, contributor_id=contributor.id, amount=amount, entry_id=entry.id)
    found.available += amount
    context.session.add(moved)
    context.session.flush()
    context.session.expire(found, ["means"])
    context.emit(LoanMeansMoved(fund=found.id, entry=entry.number))
    return moved


def request_loan(
    context: Context,
    *,
    fund_id: int,
    borrower_id: int,
    purpose: str,
    terms: Terms,
    may_wait: bool = False,
    on: date | None = None,
) -> PoleLoan:
    """Open a file on a loan; one beyond what is left to lend says that it `may_wait` for money to come."""
    found = noting.locked_fund(context, fund_id)
    check_terms(context, found, terms, may_wait=may_wait)
    asked = PoleLoan(
        fund_id=found.id, borrower_id=known_actor(context, borrower_id, "borrower_id").id, purpose=purpose,
        principal=terms.principal, rate=terms.rate, months=terms.months, deferred=terms.deferred,
        repayment=terms.repayment, state=LoanState.REQUESTED, requested_on=on or context.today, remaining=ZERO,
        provision=ZERO, lost=ZERO, recovered=ZERO,
    )  # fmt: skip
    context.session.add(asked)
    context.session.flush()
    noting.note_step(context, asked, LoanAct.REQUESTED, on=on)
    return asked


def check_terms(context: Context, found: LoanFund, terms: Terms, *, may_wait: bool) -> None:
    """Refuse a loan that cannot be, and ask before one beyond what a fund that lends has left."""
    schedule(terms)
    if found.mode is not FundMode.REFER:
        left = left_to_lend(found.available, kept_for_accepted(context.session, found.id))
        check_means(terms.principal, left, may_wait=may_wait)


def _check_amount(amount: Money) -> None:
    if amount <= ZERO:
        raise Invalid("finance.means_amount", t("An amount is above zero."), field="amount")


def _check_available(found: LoanFund, amount: Money) -> None:
    _check_amount(amount)
    if amount > found.available:
        raise Refused(
            "finance.beyond_means",
            t(
                "The fund has %(available)s to lend, and %(asked)s is asked for.",
                available=found.available,
                asked=amount,
            ),
            field="amount",
        )
