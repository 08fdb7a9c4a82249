"""Open files on loans, show them, and let their committee decide."""

from functools import partial

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import Percent, act, session, t, viewer
from collegial_finance import words
from collegial_finance.committees.acting import PUT_TO_VOTE, ask_committee, file_opened, step_aside
from collegial_finance.committees.showing import shown
from collegial_finance.fields import ACCEPTED, WithdrawalForm, offer_also
from collegial_finance.guarantees import forms, queries, services
from collegial_finance.guarantees.models import FileState
from collegial_finance.guarantees.showing import acts_of, lacking, said_before
from collegial_finance.guarantees.views.places import (
    act_on_file,
    crumbs,
    file_of,
    fund_of,
    over_on,
    place,
    readable,
)
from collegial_finance.loans.rules import schedule
from collegial_finance.rounds.queries import organisations
from collegial_finance.sending import sent


def ask(fund_id: int) -> ResponseReturnValue:
    """Open a file on a loan."""
    form, found, find = forms.RequestForm(), fund_of(fund_id), request.args.get("find", "")
    form.offer(organisations(session(), find))

    def open_file() -> str:
        made = services.request_guarantee(act(), fund_id=fund_id, **form.facts())
        return url_for("finance_guarantees.file", file_id=made.id)

    done = file_opened(found.committee)
    return sent(form, open_file, done, "finance/ask.html", fund=found, find=find, title=t("Open a file"))


def change(file_id: int) -> ResponseReturnValue:
    """Change a file that is not decided on."""
    found, find = file_of(file_id), request.args.get("find", "")
    form = forms.FileChangeForm.of(found)
    form.offer(organisations(session(), find))
    offer_also(form.borrower_id, found.borrower)

    def save() -> str:
        services.change_file(act(), file_id=file_id, **form.facts())
        return url_for("finance_guarantees.file", file_id=file_id)

    title, done = t("Change the file"), t("The file is changed.")
    return sent(
        form, save, done, "finance/ask.html", fund=found.fund, find=find, title=title, file=found,
        instead=over_on(file_id, title, services.hindrance(act(), found)),
    )  # fmt: skip


def withdraw(file_id: int) -> ResponseReturnValue:
    """Withdraw a file that is not decided on."""
    form, refusal = WithdrawalForm(), services.hindrance(act(), file_of(file_id))

    def take_back() -> object:
        return services.withdraw_file(act(), file_id=file_id, **form.facts())

    title, done = t("Withdraw the file"), t("The file is withdrawn.")
    return act_on_file(file_id, form, take_back, title, done, refusal=refusal, tone="danger")


def another(file_id: int) -> ResponseReturnValue:
    """Open a file of another fund on the same loan."""
    form, found = forms.AnotherForm(), file_of(file_id)
    form.offer([one for one in queries.funds(session()) if one.id != found.fund_id])

    def open_file() -> str:
        made = services.request_another(act(), file_id=file_id, **form.facts())
        return url_for("finance_guarantees.file", file_id=made.id)

    title = t("Ask for another guarantee on this loan")
    lead = t("%(amount)s lent by %(lender)s", amount=found.principal, lender=found.lender)
    return sent(
        form, open_file, t("The file is open. The committee decides on it."), "finance/fund/step.html",
        title=title, lead=lead, crumbs=crumbs(found.fund, found),
        instead=over_on(file_id, title, services.other_hindrance(found)),
    )  # fmt: skip


def file(file_id: int) -> ResponseReturnValue:
    """Show a file with its schedule and its steps."""
    found = readable(file_id)
    exposed = queries.exposure(session(), found.fund_id)
    return render_template(
        "finance/file.html",
        file=found,
        lacking=lacking(found, exposed),
        left=found.fund.rule.left(exposed),
        committee=shown(session(), viewer(), queries.case_of(found), act().today),
        shared=queries.sharing(found),
        schedule=schedule(found.terms),
        acts=acts_of(found),
        said_before=said_before(found),
        states=FileState,
        words=words,
    )


def decide(file_id: int) -> ResponseReturnValue:
    """Record the committee's decision."""
    form, refusal = forms.DecisionForm(), services.out_of_turn(file_of(file_id), "decide")

    def record() -> object:
        return services.decide(
            act(), file_id=file_id, accepted=form.accepted.data == ACCEPTED, reasons=form.reasons.data
        )

    title, done = t("Record the decision"), t("The decision is recorded.")
    return act_on_file(file_id, form, record, title, done, refusal=refusal)


def vote(file_id: int) -> ResponseReturnValue:
    """Put a file to the vote of the committee."""
    found = file_of(file_id)
    question = t(
        "%(borrower)s borrows %(principal)s from %(lender)s. "
        "The fund is asked to guarantee %(cover)s of it: %(amount)s at most.",
        borrower=found.borrower.name, principal=found.principal, lender=found.lender,
        cover=Percent(found.cover), amount=found.guaranteed,
    )  # fmt: skip
    title = t("Guarantee %(amount)s for %(name)s?", amount=found.guaranteed, name=found.borrower.name)
    ask = partial(services.put_to_vote, act(), file_id=file_id)
    over = over_on(file_id, PUT_TO_VOTE, services.hindrance(act(), found))
    return ask_committee(place(found.fund, found), ask, title=title, question=question, instead=over)


def conflict(file_id: int, member_id: int) -> ResponseReturnValue:
    """Declare a conflict of interest."""
    found = readable(file_id)

    def declare(reason: str) -> None:
        services.declare_conflict(act(), file_id=file_id, member_id=member_id, reason=reason)

    return step_aside(
        place(found.fund, found, anchor="committee"), declare, services.out_of_turn(found, "accept")
    )
