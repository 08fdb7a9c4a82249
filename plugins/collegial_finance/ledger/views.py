"""Show the books and write in them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import ZERO, Missing, act, say, session, t
from collegial_finance.ledger import queries, services
from collegial_finance.ledger.chart import NAMES
from collegial_finance.ledger.forms import AccountForm, ClosingForm, EntryForm, ReversalForm
from collegial_finance.ledger.models import Entry
from collegial_finance.sending import sent
from collegial_finance.sources import names_of


def index() -> ResponseReturnValue:
    """Show the balances and the entries."""
    source, balances = request.args.get("source", ""), queries.balances(session())
    return render_template(
        "finance/ledger.html",
        page=queries.entries(session(), request.args.get("page", 1, type=int), source),
        balances=balances,
        whole=sum(balances.values(), ZERO),
        closed_through=queries.closed_through(session()),
        incomplete=queries.incomplete(session()),
        written_by=names_of(session(), queries.sources(session())),
        source=source,
        names=NAMES,
    )


def show(number: int) -> ResponseReturnValue:
    """Show an entry."""
    found = _found(number)
    origin = names_of(session(), [found.source])[found.source]
    return render_template("finance/entry.html", entry=found, origin=origin, names=NAMES)


def create() -> ResponseReturnValue:
    """Write an entry by hand."""
    form = EntryForm()
    form.offer(queries.accounts(session()))

    def record() -> str:
        entry = services.record_by_hand(act(), **form.facts())
        return url_for("finance_ledger.show", number=entry.number)

    return sent(form, record, t("The entry is written."), "finance/record.html")


def reverse(number: int) -> ResponseReturnValue:
    """Take an entry back."""
    form, entry = ReversalForm(), _found(number)

    def take_back() -> str:
        mirror = services.reverse(act(), number=number, on=form.on.data, reason=form.reason.data)
        return url_for("finance_ledger.show", number=mirror.number)

    done = t("The entry is taken back by this one.")
    return sent(form, take_back, done, "finance/reverse.html", entry=entry, names=NAMES)


def close() -> ResponseReturnValue:
    """Close the books through a day."""
    form = ClosingForm()
    status = form.attempt(lambda: services.close_period(act(), through=form.through.data))
    if status is None:
        flash(say(t("The books are closed through that day.")), "success")
        return redirect(url_for("finance_ledger.index"))
    return render_template(
        "finance/close.html",
        form=form,
        closings=queries.closings(session()),
        closed_through=queries.closed_through(session()),
        latest=next(iter(queries.entries(session(), 1).items), None),
    ), status


def accounts() -> ResponseReturnValue:
    """Show the chart and add an account."""
    form = AccountForm()
    status = form.attempt(
        lambda: services.open_account(act(), number=form.number.data.strip(), name=form.name.data.strip())
    )
    if status is None:
        flash(say(t("The account is in the chart.")), "success")
        return redirect(url_for("finance_ledger.accounts"))
    known = {one.number: one.name for one in queries.accounts(session()) if one.name}
    return render_template(
        "finance/accounts.html", form=form, known=sorted((known | dict(NAMES)).items())
    ), status


def _found(number: int) -> Entry:
    entry = queries.entry(session(), number)
    if entry is None:
        raise Missing("finance.entry_unknown", t("There is no such entry in the books."))
    return entry
