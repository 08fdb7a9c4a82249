"""What is still due for shares, and the calls for it."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.money import ZERO
from collegial.kernel.text import Text, nt, t
from collegial.shares import exports, forms, queries, services
from collegial.shares.models import PaymentCall
from collegial.shares.papers import call_facts
from collegial.shares.printing import print_call
from collegial.shares.queries import Outstanding
from collegial.shares.views.answering import addressee, done, issuer, paper
from collegial.web.letters import flash_noted, noted_letters
from collegial.web.program import current_program
from collegial.web.request import act, session
from collegial.web.tables import table_response

DUE = t("Payments due for shares")
PAY_WITHIN = timedelta(days=30)
SOON = timedelta(days=90)
_SIZE = 50


def due() -> ResponseReturnValue:
    """Show what is due, the most urgent first, and call for what is ticked; at first what is late and not called."""
    day, form = act().today, forms.CallsForm()
    known = queries.outstanding(session(), day)
    number = request.args.get("page", 1, type=int)
    pages = max(1, -(-len(known) // _SIZE))
    number = min(max(1, number), pages)
    shown = known[(number - 1) * _SIZE : number * _SIZE]
    form.offer([one.entry.id for one in known])
    if not form.is_submitted():
        form.pay_by.data = day + PAY_WITHIN
        late = [one for one in shown if one.due_by < day]
        form.chosen.data = [one.entry.id for one in queries.uncalled(session(), late, day)]
    made = form.make(lambda: _call(form))
    if isinstance(made, str):
        return redirect(made)
    ids = [one.entry.id for one in shown]
    return render_template(
        "shares/due.html",
        form=form, shown=shown, today=day, soon=day + SOON, total=sum((one.due for one in known), ZERO),
        late=sum((one.due for one in known if one.due_by < day), ZERO), number=number, pages=pages, count=len(known),
        calls=queries.last_calls(session(), ids), debits=queries.waiting_debits(session(), ids),
        letters=queries.calls_to_post(session(), known),
        reached=queries.addressees(session(), [one.member.actor_id for one in shown], day),
        can_debit=current_program().settings.bank.can_debit,
    ), made  # fmt: skip


def posted() -> ResponseReturnValue:
    """Write down that the letter of one call, or of all that wait, was posted or handed over."""
    waiting = [
        one.id for one in queries.calls_to_post(session(), queries.outstanding(session(), act().today))
    ]
    wanted = noted_letters(queries.calls_numbered(waiting))
    flash_noted(services.note_letters_posted(act(), wanted))
    return redirect(url_for("shares.due", _anchor="post"))


def export_due(file_format: str) -> Response:
    """Give what is due as a table."""
    known = queries.outstanding(session(), act().today)
    called = _called_on(known)
    return table_response(
        DUE, exports.DUE_COLUMNS, [exports.due_row(one, called) for one in known], file_format
    )


def call(call_id: int) -> Response:
    """Give a call for payment as a PDF."""
    found = queries.call(session(), call_id)
    facts = call_facts(session(), issuer(), current_program().settings.bank, found)
    return paper(
        lambda voice, locale: print_call(facts, voice, locale=locale),
        t("Call for payment of shares"),
        reader=addressee(found.entry.to_member),
    )


def _call(form: forms.CallsForm) -> str:
    calls = services.call_for_payment(act(), form.chosen.data or [], pay_by=form.pay_by.data)
    return done(_called(calls), url_for("shares.due"))


def _called(calls: Sequence[PaymentCall]) -> Text:
    by_post = [one.by_post for one in calls]
    if not any(by_post):
        return nt(
            "%(count)d call for payment is made: the e-mail is on its way.",
            "%(count)d calls for payment are made: the e-mails are on their way.",
            len(calls),
        )
    if all(by_post):
        return nt(
            "%(count)d call for payment is made: print its letter and post it.",
            "%(count)d calls for payment are made: print their letters and post them.",
            len(calls),
        )
    return nt(
        "%(count)d call for payment is made. The e-mail is on its way where there is an address; print "
        "the letter where there is none.",
        "%(count)d calls for payment are made. The e-mails are on their way where there is an address; "
        "print the letters where there is none.",
        len(calls),
    )


def _called_on(known: Sequence[Outstanding]) -> dict[int, date]:
    calls = queries.last_calls(session(), [one.entry.id for one in known])
    return {entry_id: one.called_on for entry_id, one in calls.items()}
