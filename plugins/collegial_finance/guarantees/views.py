"""Show guarantee funds and act on their files."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import (
    Missing,
    Money,
    OnceForm,
    Percent,
    Text,
    act,
    groups,
    session,
    t,
    viewer,
)
from collegial_finance import words
from collegial_finance.committees.acting import (
    Place,
    act_on,
    ask_committee,
    committee_facts,
    name_committee,
    step_aside,
)
from collegial_finance.committees.queries import may_read
from collegial_finance.committees.showing import shown
from collegial_finance.fields import ACCEPTED
from collegial_finance.guarantees import forms, queries, services
from collegial_finance.guarantees.models import FileState, GuaranteeFile, GuaranteeFund
from collegial_finance.guarantees.showing import acts_of, facts_of
from collegial_finance.loans.following import months_after
from collegial_finance.loans.rules import schedule
from collegial_finance.permissions import READ
from collegial_finance.rounds.queries import organisations
from collegial_finance.sending import sent


def index() -> ResponseReturnValue:
    """Show all funds with what they stand for."""
    found = [(one, queries.exposure(session(), one.id)) for one in queries.funds(session())]
    return render_template("finance/funds.html", funds=found, words=words)


def show(fund_id: int) -> ResponseReturnValue:
    """Show a fund: its exposure, its contributors, its files by state."""
    found = _fund(fund_id)
    return render_template(
        "finance/fund.html",
        fund=found,
        exposure=queries.exposure(session(), fund_id),
        provided=queries.provided(found),
        months=_months(found),
        contributors=queries.contributors(found),
        files=queries.by_state(found),
        words=words,
    )


def create() -> ResponseReturnValue:
    """Open a fund."""
    form, known = forms.FundForm(), groups(session())
    form.offer(known)

    def open_one() -> str:
        made = services.open_fund(act(), **form.facts())
        return url_for("finance_guarantees.show", fund_id=made.id)

    return sent(
        form,
        open_one,
        t("The fund is open. Record who paid into it."),
        "finance/open_fund.html",
        groups=known,
    )


def committee(fund_id: int) -> ResponseReturnValue:
    """Name the committee of a fund."""
    return name_committee(
        _place(_fund(fund_id)),
        lambda chosen: services.name_committee(act(), fund_id=fund_id, committee_id=chosen),
    )


def endow(fund_id: int) -> ResponseReturnValue:
    """Record that somebody paid into a fund."""
    form, found, find = forms.EndowForm(), _fund(fund_id), request.args.get("find", "")
    form.offer(organisations(session(), find))

    def pay_in() -> str:
        services.endow(act(), fund_id=fund_id, **form.facts())
        return url_for("finance_guarantees.show", fund_id=fund_id)

    return sent(
        form, pay_in, t("The contribution is in the books."), "finance/endow.html", fund=found, find=find
    )


def ask(fund_id: int) -> ResponseReturnValue:
    """Open a file on a loan."""
    form, found, find = forms.RequestForm(), _fund(fund_id), request.args.get("find", "")
    form.offer(organisations(session(), find))

    def open_file() -> str:
        made = services.request_guarantee(act(), fund_id=fund_id, **form.facts())
        return url_for("finance_guarantees.file", file_id=made.id)

    done = t("The file is open. The committee decides on it.")
    return sent(form, open_file, done, "finance/ask.html", fund=found, find=find)


def another(file_id: int) -> ResponseReturnValue:
    """Open a file of another fund on the same loan."""
    form, found = forms.AnotherForm(), _file(file_id)
    form.offer([one for one in queries.funds(session()) if one.id != found.fund_id])

    def open_file() -> str:
        made = services.request_another(act(), file_id=file_id, **form.facts())
        return url_for("finance_guarantees.file", file_id=made.id)

    lead = t("%(amount)s lent by %(lender)s", amount=found.principal, lender=found.lender)
    return sent(
        form, open_file, t("The file is open. The committee decides on it."), "finance/fund/step.html",
        title=t("Ask for another guarantee on this loan"), lead=lead, crumbs=_crumbs(found.fund, found),
    )  # fmt: skip


def file(file_id: int) -> ResponseReturnValue:
    """Show a file with its schedule and its steps."""
    found = _readable(file_id)
    return render_template(
        "finance/file.html",
        file=found,
        committee=shown(session(), viewer(), queries.case_of(found), act().today),
        shared=queries.sharing(found),
        schedule=schedule(found.terms),
        acts=acts_of(found),
        states=FileState,
        words=words,
    )


def decide(file_id: int) -> ResponseReturnValue:
    """Record the committee's decision."""
    form = forms.DecisionForm()

    def record() -> object:
        return services.decide(
            act(), file_id=file_id, accepted=form.accepted.data == ACCEPTED, reasons=form.reasons.data
        )

    return _step(file_id, form, record, t("Record the decision"), t("The decision is recorded."))


def vote(file_id: int) -> ResponseReturnValue:
    """Put a file to the vote of the committee."""
    found = _file(file_id)
    question = t(
        "%(borrower)s borrows %(principal)s from %(lender)s. "
        "The fund is asked to guarantee %(cover)s of it: %(amount)s at most.",
        borrower=found.borrower.name, principal=found.principal, lender=found.lender,
        cover=Percent(found.cover), amount=found.guaranteed,
    )  # fmt: skip
    title = t("Guarantee %(amount)s for %(name)s?", amount=found.guaranteed, name=found.borrower.name)
    ask = partial(services.put_to_vote, act(), file_id=file_id)
    return ask_committee(_place(found.fund, found), ask, title=title, question=question)


def conflict(file_id: int, member_id: int) -> ResponseReturnValue:
    """Declare a conflict of interest."""
    found = _readable(file_id)

    def declare(reason: str) -> None:
        services.declare_conflict(act(), file_id=file_id, member_id=member_id, reason=reason)

    return step_aside(_place(found.fund, found, anchor="committee"), declare)


def issue(file_id: int) -> ResponseReturnValue:
    """Commit the fund."""
    form = OnceForm()

    def commit() -> object:
        return services.issue(act(), file_id=file_id)

    done = t("The guarantee is issued.")
    return _step(file_id, form, commit, t("Issue the guarantee"), done)


def repaid(file_id: int) -> ResponseReturnValue:
    """Note the instalments repaid."""
    form = forms.RepaidForm()

    def note() -> object:
        return services.note_repayments(act(), file_id=file_id, months=form.months.data)

    return _step(
        file_id, form, note, t("Note instalments repaid"), t("The exposure follows what was repaid.")
    )


def incident(file_id: int) -> ResponseReturnValue:
    """Note that the borrower does not pay."""
    form = forms.NoteForm()

    def note() -> object:
        return services.note_incident(act(), file_id=file_id, note=form.note.data)

    return _step(file_id, form, note, t("Note unpaid instalments"), t("The incident is noted."))


def resume(file_id: int) -> ResponseReturnValue:
    """Note that the borrower pays again."""
    form = forms.NoteForm()

    def note() -> object:
        return services.resume(act(), file_id=file_id, note=form.note.data)

    return _step(file_id, form, note, t("Note that the borrower pays again"), t("The guarantee runs again."))


def provide(file_id: int) -> ResponseReturnValue:
    """Set aside an amount for a call that is likely."""
    form = forms.SetAsideForm()

    def set_aside() -> object:
        return services.provide(act(), file_id=file_id, amount=form.amount.amount, note=form.note.data)

    return _step(file_id, form, set_aside, t("Set money aside"), t("The provision is recorded."))


def call(file_id: int) -> ResponseReturnValue:
    """Pay the lender."""
    form = forms.CallForm()

    def pay() -> object:
        return services.call(act(), file_id=file_id, final_loss=form.final_loss.amount)

    done = t("The payment to the lender is in the books.")
    return _step(file_id, form, pay, t("Call the guarantee"), done, submit=t("Pay the lender"), tone="danger")


def recover(file_id: int) -> ResponseReturnValue:
    """Record what came back."""
    form = forms.RecoveryForm()

    def record() -> object:
        return services.recover(act(), file_id=file_id, amount=form.amount.amount)

    return _step(file_id, form, record, t("Record a recovery"), t("The recovery is in the books."))


def _step(
    file_id: int, form: OnceForm, work: Callable[[], object], title: Text, done: Text, **shown: object
) -> ResponseReturnValue:
    found = _file(file_id)
    return act_on(_place(found.fund, found), form, work, title, done, **shown)


def _months(found: GuaranteeFund) -> Sequence[tuple[date, Money]]:
    """Return the last day of this month and of those to come, with what the fund will stand for."""
    context = act()
    first = context.today.replace(day=1)
    return [
        (months_after(first, month + 1) - timedelta(days=1), amount)
        for month, amount in enumerate(queries.projected(found))
    ]


def _place(fund: GuaranteeFund, file: GuaranteeFile | None = None, *, anchor: str | None = None) -> Place:
    """Return where an act on a fund, or on one of its files, stands."""
    page = url_for("finance_guarantees.show", fund_id=fund.id)
    if file:
        page = url_for("finance_guarantees.file", file_id=file.id, _anchor=anchor)
    if not file:
        return Place(page=page, crumbs=_crumbs(fund), about=fund.name, facts=_standing(fund))
    return Place(page=page, crumbs=_crumbs(fund, file), about=file.borrower.name, facts=facts_of(file))


def _standing(fund: GuaranteeFund) -> Sequence[tuple[Text, object]]:
    """Return who decides on the files of a fund, and how many wait."""
    waiting = queries.by_state(fund)[FileState.REQUESTED]
    return committee_facts(fund.committee, [one.borrower.name for one in waiting])


def _crumbs(found: GuaranteeFund, file: GuaranteeFile | None = None) -> list[tuple[object, str]]:
    """Return the way to a fund, which its committee does not read, and to a file."""
    above: list[tuple[object, str]] = []
    if viewer().may(READ):
        above = [
            (t("Guarantee funds"), url_for("finance_guarantees.index")),
            (found.name, url_for("finance_guarantees.show", fund_id=found.id)),
        ]
    own = [(file.borrower.name, url_for("finance_guarantees.file", file_id=file.id))] if file else []
    return [*above, *own]


def _readable(file_id: int) -> GuaranteeFile:
    """Return a file that the reader may read: by right, or to decide on it. Raises Missing."""
    found = _file(file_id)
    if not may_read(session(), viewer(), queries.case_of(found), act().today):
        raise Missing("finance.file_unknown", t("There is no such file."))
    return found


def _fund(fund_id: int) -> GuaranteeFund:
    found = queries.fund(session(), fund_id)
    if found is None:
        raise Missing("finance.fund_unknown", t("There is no such guarantee fund."))
    return found


def _file(file_id: int) -> GuaranteeFile:
    found = queries.file(session(), file_id)
    if found is None:
        raise Missing("finance.file_unknown", t("There is no such file."))
    return found
