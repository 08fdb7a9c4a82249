"""The contract by which a fund lends (contrat de prêt)."""

from collections.abc import Mapping

from collegial.plugin import ZERO, Context, DocumentTemplate, Missing, Money, Refused, Text, Voice, t
from collegial_finance import agreeing
from collegial_finance.loans import queries
from collegial_finance.loans.following import months_after
from collegial_finance.loans.models import LoanState, PoleLoan
from collegial_finance.loans.rules import schedule
from collegial_finance.modes import FundMode
from collegial_finance.permissions import READ
from collegial_finance.words import REPAYMENTS

_BEFORE = frozenset({LoanState.REQUESTED, LoanState.REFUSED, LoanState.WITHDRAWN})


def contract(context: Context, voice: Voice, loan_id: int) -> Mapping[str, object]:
    """Return what the contract prints; there is one from the decision on, where the pole lends."""
    found = queries.loan(context.session, loan_id)
    if found is None:
        raise Missing("finance.loan_unknown", t("There is no such loan."))
    if found.fund.mode is FundMode.REFER or found.state in _BEFORE:
        raise Refused(
            "finance.no_contract", t("This fund lends nothing in this file that a contract could say.")
        )
    return {
        "title": voice.say(
            t("Loan contract %(number)s: %(name)s", number=found.id, name=found.borrower.name)
        ),
        "parties": [
            {"heading": voice.say(t("The lender")), "lines": _lender(found)},
            agreeing.party(t("The borrower"), found.borrower, voice),
        ],
        "agreed": voice.say(agreeing.AGREED),
        "facts": agreeing.facts(voice, _facts(found, voice)),
        "articles": _articles(found, voice),
        "signatures": agreeing.signatures(voice, (found.fund.lender or found.fund.name, found.borrower.name)),
    }


def _lender(found: PoleLoan) -> list[str]:
    fund = found.fund
    return [one for one in (fund.lender, fund.name, fund.legal_basis) if one]


def _facts(found: PoleLoan, voice: Voice) -> tuple[tuple[Text, str | None], ...]:
    return (
        (t("Amount lent"), voice.money(found.principal)),
        (t("Yearly rate"), voice.percent(found.rate)),
        (t("Length in months"), voice.number(found.months)),
        (t("Months of deferral"), voice.number(found.deferred) if found.deferred else None),
        (t("How it is repaid"), voice.say(REPAYMENTS[found.repayment])),
        (t("Paid on"), voice.date(found.lent_on) if found.lent_on else None),
    )


def _articles(found: PoleLoan, voice: Voice) -> list[Mapping[str, object]]:
    return [
        agreeing.article(voice, t("What the loan is for"), found.purpose),
        agreeing.article(
            voice,
            t("How it is paid back"),
            t("A repayment pays the oldest instalment first, its interest before its principal."),
            t(
                "The borrower may repay early, in part or in whole, with the interest accrued up to that day "
                "and without a charge; the instalments that follow are lower, and the last day stays the same."
            ),
            table=_instalments(found, voice),
        ),
        agreeing.article(
            voice,
            t("If an instalment is not paid"),
            t("The borrower tells the lender before the day. Both look for a way; what is late stays due."),
        ),
    ]


def _instalments(found: PoleLoan, voice: Voice) -> Mapping[str, object]:
    planned = schedule(found.terms)
    days = [
        voice.short_date(months_after(found.first_due, one.number - 1))
        if found.first_due
        else voice.say(t("Month %(number)s", number=one.number))
        for one in planned
    ]
    sums: tuple[Money, ...] = tuple(
        sum(column, ZERO)
        for column in zip(*((one.capital, one.interest, one.total) for one in planned), strict=True)
    )
    headers = (t("Due on"), t("Principal"), t("Interest"), t("In all"), t("Remains"))
    return {
        "headers": [voice.say(one) for one in headers],
        "rows": [
            [day, *map(voice.money, (one.capital, one.interest, one.total, one.remaining))]
            for day, one in zip(days, planned, strict=True)
        ],
        "total": [voice.say(t("In all")), *map(voice.money, sums), ""],
    }


def _language(context: Context, loan_id: int) -> str | None:
    found = queries.loan(context.session, loan_id)
    return found.borrower.locale if found else None


LOAN_CONTRACT = DocumentTemplate(
    key="finance.loan_contract",
    title=t("Loan contract"),
    template=agreeing.TEMPLATE,
    data=contract,
    permission=READ,
    locale=_language,
)
