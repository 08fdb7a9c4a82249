"""Act on a guarantee that was accepted: issue it, follow what is repaid, call it, recover."""

from flask.typing import ResponseReturnValue

from collegial.plugin import Money, OnceForm, Text, act, session, t
from collegial_finance.guarantees import forms, queries, services
from collegial_finance.guarantees.showing import issued, outlook
from collegial_finance.guarantees.views.places import act_on_file, file_of


def issue(file_id: int) -> ResponseReturnValue:
    """Commit the fund."""
    form, found = OnceForm(), file_of(file_id)

    def exposed() -> Money:
        return queries.exposure(session(), found.fund_id)

    def commit() -> object:
        return services.issue(act(), file_id=file_id)

    def done() -> Text:
        return issued(found, exposed())

    told = outlook(found, exposed())
    refusal = services.out_of_turn(found, "issue")
    return act_on_file(file_id, form, commit, t("Issue the guarantee"), done, refusal=refusal, more=told)


def repaid(file_id: int) -> ResponseReturnValue:
    """Note the instalments repaid."""
    form, refusal = forms.RepaidForm(), services.out_of_turn(file_of(file_id), "note_repayments")

    def note() -> object:
        return services.note_repayments(act(), file_id=file_id, months=form.months.data)

    return act_on_file(
        file_id,
        form,
        note,
        t("Note instalments repaid"),
        t("The exposure follows what was repaid."),
        refusal=refusal,
    )


def incident(file_id: int) -> ResponseReturnValue:
    """Note that the borrower does not pay."""
    form, refusal = forms.NoteForm(), services.out_of_turn(file_of(file_id), "note_incident")

    def note() -> object:
        return services.note_incident(act(), file_id=file_id, note=form.note.data)

    return act_on_file(
        file_id, form, note, t("Note unpaid instalments"), t("The incident is noted."), refusal=refusal
    )


def resume(file_id: int) -> ResponseReturnValue:
    """Note that the borrower pays again."""
    form, refusal = forms.NoteForm(), services.out_of_turn(file_of(file_id), "resume")

    def note() -> object:
        return services.resume(act(), file_id=file_id, note=form.note.data)

    return act_on_file(
        file_id,
        form,
        note,
        t("Note that the borrower pays again"),
        t("The guarantee runs again."),
        refusal=refusal,
    )


def provide(file_id: int) -> ResponseReturnValue:
    """Set aside an amount for a call that is likely."""
    form, refusal = forms.SetAsideForm(), services.out_of_turn(file_of(file_id), "provide")

    def set_aside() -> object:
        return services.provide(act(), file_id=file_id, amount=form.amount.amount, note=form.note.data)

    return act_on_file(
        file_id, form, set_aside, t("Set money aside"), t("The provision is recorded."), refusal=refusal
    )


def call(file_id: int) -> ResponseReturnValue:
    """Pay the lender."""
    form, refusal = forms.CallForm(), services.out_of_turn(file_of(file_id), "call")

    def pay() -> object:
        return services.call(act(), file_id=file_id, final_loss=form.final_loss.amount)

    done = t("The payment to the lender is in the books.")
    return act_on_file(
        file_id,
        form,
        pay,
        t("Call the guarantee"),
        done,
        refusal=refusal,
        submit=t("Pay the lender"),
        tone="danger",
    )


def recover(file_id: int) -> ResponseReturnValue:
    """Record what came back."""
    form, refusal = forms.RecoveryForm(), services.out_of_turn(file_of(file_id), "recover")

    def record() -> object:
        return services.recover(act(), file_id=file_id, amount=form.amount.amount)

    return act_on_file(
        file_id, form, record, t("Record a recovery"), t("The recovery is in the books."), refusal=refusal
    )
