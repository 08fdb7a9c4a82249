"""No act shows its form, by address, on what is over: the page says why, and leads back."""

from fractions import Fraction

import pytest

from collegial.plugin import GroupAnswer, Money
from collegial_finance.fund import services as experiments
from collegial_finance.fund.rules import ReportKind
from collegial_finance.guarantees import services as guarantees
from collegial_finance.guarantees.models import FundMode
from collegial_finance.loans import services as loans
from collegial_finance.loans.rules import Terms
from collegial_finance.rounds import services as rounds
from collegial_finance.rounds.rules import Instrument, PledgeState

TERMS = Terms(principal=Money(60_000), rate=Fraction(0), months=12)


@pytest.fixture
def staff(client, sign_in, actors):
    sign_in("staff")
    return client


def offers(client, here, acts):
    """Return the acts on a thing that still offer a form, or do not lead back to it."""
    pages = {act: client.get(f"{here}/{act}") for act in acts}
    return [
        (act, page.status_code)
        for act, page in pages.items()
        if page.status_code != 200 or f'action="{here}/{act}' in page.text or f'href="{here}' not in page.text
    ]


@pytest.fixture
def file(context, session, actors):
    """Give a function that brings a guarantee file to an end, and returns its number."""
    fund = guarantees.open_fund(context, name="Fonds", mode=FundMode.DELEGATED, multiplier=Fraction(5))
    guarantees.endow(context, fund_id=fund.id, contributor_id=actors["bank"], amount=Money(100_000))

    def bring(*steps):
        found = guarantees.request_guarantee(
            context, fund_id=fund.id, borrower_id=actors["cannery"], lender="La Nef", purpose="Four", terms=TERMS,
            cover=Fraction(1, 2),
        )  # fmt: skip
        for service, facts in steps:
            service(context, file_id=found.id, **facts)
        session.commit()
        return found.id

    return bring


_ACCEPTED = (guarantees.decide, {"accepted": True, "reasons": "Oui"})
_ISSUED = (_ACCEPTED, (guarantees.issue, {}))
FILES = {
    "refused": [(guarantees.decide, {"accepted": False, "reasons": "Non"})],
    "withdrawn": [(guarantees.withdraw_file, {"reason": "En double"})],
    "released": [*_ISSUED, (guarantees.note_repayments, {"months": 12})],
    "recovered": [
        *_ISSUED, (guarantees.note_incident, {"note": "Deux"}), (guarantees.call, {"final_loss": Money(100)}),
        (guarantees.recover, {"amount": Money(50)}),
    ],
}  # fmt: skip


@pytest.mark.parametrize("end", FILES)
def test_nothing_is_done_on_a_guarantee_file_that_is_over(staff, file, end):
    here = f"/finance/guarantees/files/{file(*FILES[end])}"
    acts = (
        "change", "withdraw", "another", "decide", "vote", "issue", "repaid", "incident", "resume", "provide",
        "call", "recover",
    )  # fmt: skip
    assert offers(staff, here, acts) == []


@pytest.fixture
def loan(context, session, actors):
    """Give a function that brings a loan to an end, and returns its number."""
    fund = loans.open_fund(context, name="Prêts", mode=FundMode.DELEGATED, lender="Banque")
    loans.put_in(context, fund_id=fund.id, contributor_id=actors["bank"], amount=Money(90_000))

    def bring(*steps):
        found = loans.request_loan(
            context, fund_id=fund.id, borrower_id=actors["cannery"], purpose="Four", terms=TERMS
        )
        for service, facts in steps:
            service(context, loan_id=found.id, **facts)
        session.commit()
        return found.id

    return bring


_LENT = ((loans.decide, {"accepted": True, "reasons": "Oui"}), (loans.lend, {}))
LOANS = {
    "refused": [(loans.decide, {"accepted": False, "reasons": "Non"})],
    "withdrawn": [(loans.withdraw_loan, {"reason": "En double"})],
    "repaid": [*_LENT, (loans.repay_early, {"amount": Money(60_000)})],
    "recovered": [*_LENT, (loans.lose, {"note": "Rien"}), (loans.recover, {"amount": Money(60_000)})],
}


@pytest.mark.parametrize("end", LOANS)
def test_nothing_is_done_on_a_loan_that_is_over(staff, loan, end):
    here = f"/finance/loans/files/{loan(*LOANS[end])}"
    acts = (
        "change", "withdraw", "decide", "vote", "lend", "repay", "repay-early", "provide", "lose", "recover",
    )  # fmt: skip
    assert offers(staff, here, acts) == []


def refused(fund):
    return fund.decided(said=GroupAnswer.AGAINST)


def withdrawn(fund):
    found = fund.apply()
    experiments.withdraw(fund.context, application_id=found.id)
    return found


def closed(fund):
    found = fund.agreed()
    told = {"application_id": found.id}
    experiments.hand_in_evidence(fund.context, position=2, file=fund.proof, **told)
    experiments.hand_in_report(fund.context, kind=ReportKind.FINAL, text="Fini", spent=Money(1), **told)
    experiments.close_agreement(fund.context, **told)
    return found


@pytest.mark.parametrize("end", [refused, withdrawn, closed])
def test_nothing_is_done_on_an_application_that_is_over(experiment, session, client, sign_in, end):
    found = end(experiment)
    seat = experiment.members[0].id
    session.commit()
    acts = ["vote", "agreement", "redraw", "sign", "close", "report", "files", "withdraw"]
    if end is closed:
        acts += [f"instalments/{n}/{act}" for n in (1, 2) for act in ("evidence", "approve", "refuse", "pay")]
    here = f"/finance/experiments/applications/{found.id}"
    sign_in("staff", "chair")
    assert offers(client, here, acts) == []
    sign_in("member", actor_id=seat)
    assert offers(client, here, [f"review/{seat}", f"conflict/{seat}"]) == []


@pytest.fixture
def table(context, session, actors, plan, program):
    """Give a function that brings a round with one pledge to an end, and returns its number."""

    def bring(*states, cancelled=False):
        found = rounds.open_round(
            context, title="Four", need="Un four", project_id=actors["cannery"], plan=plan()
        )
        pledge = rounds.invite_funder(
            context, round_id=found.id, funder_id=actors["bank"], instrument=Instrument.GRANT
        )
        for state in states:
            rounds.move_pledge(
                context, round_id=found.id, pledge_id=pledge.id, state=state, amount=Money(90_000)
            )
        if cancelled:
            rounds.cancel_round(context, round_id=found.id, reason="Fini")
        else:
            program.clock.move(days=60)
            rounds.end_round(context, round_id=found.id)
        session.commit()
        return found.id

    return bring


ROUNDS = {
    "held": ((PledgeState.PLEDGED, PledgeState.SIGNED, PledgeState.PAID), {}),
    "lapsed": ((), {}),
    "cancelled": ((PledgeState.PLEDGED,), {"cancelled": True}),
}


@pytest.mark.parametrize("end", ROUNDS)
def test_nothing_is_done_in_a_round_that_is_over(staff, table, end):
    states, more = ROUNDS[end]
    here = f"/finance/rounds/{table(*states, **more)}"
    acts = ["change", "cancel", "funders", "pledges/1", "end"]
    assert offers(staff, here, acts) == []


def test_a_call_that_closed_takes_no_application_by_address(staff, experiment, session, program):
    session.commit()
    program.clock.move(days=2)
    here = f"/finance/experiments/calls/{experiment.call.id}"
    assert offers(staff, here, ["apply"]) == []
