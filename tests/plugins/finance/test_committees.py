"""Committees of guarantee and loan funds: they decide by a vote, without whoever is in conflict of interest."""

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from collegial.group_votes import services as voting
from collegial.groups.models import GroupKind
from collegial.groups.services import add_group_member, create_group
from collegial.plugin import (
    Actor,
    ActorKind,
    DomainError,
    Forbidden,
    GroupAnswer,
    Invalid,
    Missing,
    Money,
    Refused,
    Representative,
    Viewer,
)
from collegial_finance.committees.personal import COMMITTEES
from collegial_finance.guarantees import services as guarantees
from collegial_finance.guarantees.models import FileState
from collegial_finance.loans import services as loans
from collegial_finance.loans.models import LoanState
from collegial_finance.loans.rules import Terms
from collegial_finance.modes import FundMode

TERMS = Terms(principal=Money(60_000), rate=Fraction(0), months=12)


class Committee:
    """A committee of three, a guarantee fund and a loan fund that it decides for, a file in each."""

    def __init__(self, context, actors, clock):
        self.context, self.actors = context, actors
        self.group = create_group(context, key="committee", name="Comité", kind=GroupKind.WORKING)
        self.members = [self._member(name, clock) for name in ("Anna", "Bran", "Cloé")]
        fund = guarantees.open_fund(
            context, name="Fonds", mode=FundMode.DELEGATED, multiplier=Fraction(2), committee_id=self.group.id
        )
        lent = loans.open_fund(
            context, name="Prêts", mode=FundMode.DELEGATED, lender="Banque", committee_id=self.group.id
        )
        self.file = guarantees.request_guarantee(
            context, fund_id=fund.id, borrower_id=actors["cannery"], lender="Banque", purpose="Un four",
            terms=TERMS, cover=Fraction(1, 2),
        )  # fmt: skip
        self.loan = loans.request_loan(
            context,
            fund_id=lent.id,
            borrower_id=actors["cannery"],
            purpose="Un four",
            terms=TERMS,
            may_wait=True,
        )

    def _member(self, name, clock):
        person = Actor(kind=ActorKind.PERSON, name=name, search_name=name.lower(), created_at=clock.now())
        self.context.session.add(person)
        self.context.session.flush()
        add_group_member(self.context, self.group, person, starts_on=date(2026, 1, 1))
        return person

    def by(self, member):
        return replace(self.context, by=Viewer(name=member.name, actor_id=member.id))

    def ask(self, tool):
        told = {"page": "/", "title": "Le four ?", "question": "Aider ?"}
        if tool is loans:
            return loans.put_to_vote(self.context, loan_id=self.loan.id, **told)
        return guarantees.put_to_vote(self.context, file_id=self.file.id, **told)

    def answer(self, vote, *said):
        for member, one in zip(self.members, said, strict=False):
            voting.answer(self.by(member), vote.id, actor_id=member.id, said=one)


@pytest.fixture
def committee(context, actors, clock):
    return Committee(context, actors, clock)


@pytest.mark.parametrize(
    ("said", "file_state", "loan_state"),
    [
        (GroupAnswer.FOR, FileState.ACCEPTED, LoanState.ACCEPTED),
        (GroupAnswer.AGAINST, FileState.REFUSED, LoanState.REFUSED),
    ],
)
def test_the_vote_decides_on_a_guarantee_and_on_a_loan(committee, context, said, file_state, loan_state):
    for tool in (guarantees, loans):
        vote = committee.ask(tool)
        with pytest.raises(Refused, match=r"group_votes\.open"):
            committee.ask(tool)
        committee.answer(vote, said, said)
        voting.close_group_vote(context, vote.id)
    assert (committee.file.state, committee.loan.state) == (file_state, loan_state)


def test_no_form_decides_where_a_committee_votes_and_a_vote_broken_off_leaves_the_file(committee, context):
    for decide in (
        lambda: guarantees.decide(context, file_id=committee.file.id, accepted=True, reasons="Oui"),
        lambda: loans.decide(context, loan_id=committee.loan.id, accepted=False, reasons="Non"),
    ):
        with pytest.raises(Refused, match=r"finance\.committee_votes"):
            decide()
    for tool in (guarantees, loans):
        voting.break_group_vote_off(context, committee.ask(tool).id)
    assert (committee.file.state, committee.loan.state) == (FileState.REQUESTED, LoanState.REQUESTED)
    committee.answer(vote := committee.ask(guarantees), GroupAnswer.FOR, GroupAnswer.FOR)
    voting.close_group_vote(context, vote.id)
    guarantees.decide(context, file_id=committee.file.id, accepted=False, reasons="Plus besoin")
    assert committee.file.state is FileState.REFUSED


def test_a_file_stays_as_it_is_while_its_committee_votes(committee, context):
    vote = committee.ask(loans)
    with pytest.raises(Refused, match=r"finance\.loan_voting"):
        loans.withdraw_loan(context, loan_id=committee.loan.id, reason="En double")
    voting.break_group_vote_off(context, vote.id)
    assert (
        loans.withdraw_loan(context, loan_id=committee.loan.id, reason="Coquille").state
        is LoanState.WITHDRAWN
    )


def test_a_guarantee_stays_as_it_is_while_its_committee_votes(committee, context):
    vote = committee.ask(guarantees)
    with pytest.raises(Refused, match=r"finance\.file_voting"):
        guarantees.withdraw_file(context, file_id=committee.file.id, reason="En double")
    voting.break_group_vote_off(context, vote.id)
    guarantees.withdraw_file(context, file_id=committee.file.id, reason="Coquille")
    assert committee.file.state is FileState.WITHDRAWN


def test_whoever_is_in_conflict_does_not_vote(committee, context, session):
    anna, bran, cloe = committee.members
    session.add(
        Representative(
            organisation_id=committee.actors["cannery"], person_id=cloe.id, starts_on=date(2026, 1, 1)
        )
    )
    guarantees.declare_conflict(
        committee.by(anna), file_id=committee.file.id, member_id=anna.id, reason="Trésorière"
    )
    vote = committee.ask(guarantees)
    for member in (anna, cloe):  # declared, and plain: Cloé represents the borrower
        with pytest.raises(Forbidden, match=r"group_votes\.set_aside"):
            voting.answer(committee.by(member), vote.id, actor_id=member.id, said=GroupAnswer.FOR)
    voting.answer(committee.by(bran), vote.id, actor_id=bran.id, said=GroupAnswer.FOR)
    guarantees.declare_conflict(
        committee.by(bran), file_id=committee.file.id, member_id=bran.id, reason="Voisin"
    )
    assert vote.count.answered == 0

    for member, code in ((anna, "conflict_known"), (cloe, "no_seat")):
        with pytest.raises(DomainError, match=rf"finance\.{code}"):
            guarantees.declare_conflict(
                committee.by(anna), file_id=committee.file.id, member_id=member.id, reason="Encore"
            )
    assert COMMITTEES.export(session, anna.id)[0]["conflict_of_interest"] == "Trésorière"
    assert COMMITTEES.answer(session, anna.id, date(2026, 1, 1)).kept


def test_a_fund_names_a_committee_where_there_are_groups(committee, context, as_role):
    new = {"name": "Autre", "multiplier": Fraction(1)}
    with pytest.raises(Invalid, match=r"finance\.no_committee"):
        guarantees.open_fund(context, mode=FundMode.DELEGATED, **new)
    with pytest.raises(Invalid, match=r"finance\.committee_unknown"):
        guarantees.open_fund(context, mode=FundMode.DELEGATED, committee_id=99, **new)
    fund = guarantees.open_fund(context, mode=FundMode.REFER, **new)
    with pytest.raises(Forbidden):
        guarantees.name_committee(as_role("staff"), fund_id=fund.id, committee_id=committee.group.id)
    with pytest.raises(Missing):
        guarantees.name_committee(context, fund_id=99, committee_id=committee.group.id)
    guarantees.name_committee(context, fund_id=fund.id, committee_id=committee.group.id)
    assert fund.committee_id == committee.group.id


@pytest.mark.parametrize("place", ["guarantees", "loans"])
def test_an_open_file_leads_to_the_vote_where_a_committee_decides(
    client, sign_in, committee, session, actors, place
):
    fund = (committee.file if place == "guarantees" else committee.loan).fund
    sent = {
        "ceiling": "70", "elsewhere": "0", "lender": "Banque", "purpose": "Un toit", "principal": "6 000",
        "rate": "2.5", "months": "12", "deferred": "0", "repayment": "constant_annuity", "cover": "50",
        "commission": "2.5", "borrower_id": actors["cannery"], "may_wait": "y",
    }  # fmt: skip
    path = f"/finance/{place}/{fund.id}/files"
    session.commit()
    sign_in("staff")

    def opened(purpose):
        mark = re.search(r'name="once"[^>]*value="([^"]+)"', client.get(path).text)[1]
        return client.post(path, data={**sent, "purpose": purpose, "once": mark}, follow_redirects=True).text

    assert "The file is open. Put it to the vote of the committee next." in opened("Un toit")
    fund.committee_id = None
    session.commit()
    assert "The file is open. Record the decision next." in opened("Un mur")


def test_a_member_reads_what_it_decides_on_and_declares_its_conflict(client, sign_in, committee, session):
    anna, fund_id = committee.members[0].id, committee.file.fund_id
    places = (f"/finance/guarantees/files/{committee.file.id}", f"/finance/loans/files/{committee.loan.id}")
    session.commit()
    sign_in("member")
    assert {client.get(one).status_code for one in places} == {404}
    sign_in("member", actor_id=anna)
    for place in places:
        assert "Declare a conflict of interest" in client.get(place).text
        page = client.get(f"{place}/conflict/{anna}").text
        assert "Reason" in page
    assert client.get(f"/finance/guarantees/{fund_id}").status_code == 403
