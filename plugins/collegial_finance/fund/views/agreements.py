"""Draw up and sign agreements, hand in evidence and reports, pay, close."""

from collections.abc import Callable
from dataclasses import replace

from flask import url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from collegial.plugin import (
    DomainError,
    FormPage,
    Missing,
    Over,
    Text,
    act,
    form_act,
    reader_of,
    session,
    sure_act,
    t,
    viewer,
)
from collegial_finance.fund import forms, services
from collegial_finance.fund.models import AgreementInstalment, ProjectAgreement, ProjectApplication
from collegial_finance.fund.views.applications import crumbs_to, facts_of, readable, step
from collegial_finance.sending import over_page, sent


def draw(application_id: int) -> ResponseReturnValue:
    """Draw up the agreement."""
    found = readable(application_id)
    form = forms.AgreementForm.of(found.granted, act().today)

    def commit() -> str:
        services.draw_agreement(act(), application_id=application_id, **form.facts())
        return _back(found)

    title = t("Draw up the agreement")
    done = t("The agreement is drawn up, and the fund is committed. Print it and have it signed.")
    return sent(
        form,
        commit,
        done,
        "finance/fund/agree.html",
        application=found,
        title=title,
        lines=range(1, forms.INSTALMENTS + 1),
        instead=over_page(services.out_of_turn(found, "draw"), title, crumbs_to(found)),
    )


def redraw(application_id: int) -> ResponseReturnValue:
    """Draw the draft up anew."""
    found = readable(application_id)
    form = forms.RedrawForm.of_draft(found.agreement)

    def replace_draft() -> str:
        services.redraw_agreement(act(), application_id=application_id, **form.facts())
        return _back(found)

    title, done = (
        t("Draw the agreement up anew"),
        t("The agreement is drawn up anew. Print it and have it signed."),
    )
    over = over_page(_on(found, services.redraw_hindrance), title, crumbs_to(found))
    return sent(
        form, replace_draft, done, "finance/fund/agree.html", application=found, title=title,
        lines=range(1, forms.INSTALMENTS + 1), instead=over,
    )  # fmt: skip


def sign(application_id: int) -> ResponseReturnValue:
    """Record the signature."""
    found, form = readable(application_id), forms.SignatureForm(data={"on": act().today})

    def note() -> str:
        services.sign_agreement(act(), application_id=application_id, on=form.on.data)
        return _back(found)

    title, done = t("Record the signature"), t("The agreement is signed.")
    return step(found, form, note, title=title, done=done, refusal=_on(found, services.signature_hindrance))


def evidence(application_id: int, position: int) -> ResponseReturnValue:
    """Hand in what shows that an instalment is due."""
    found, form = readable(application_id), forms.EvidenceForm()
    instalment = _instalment(found, position)

    def hand_in() -> str:
        upload = forms.upload_of(form.file)
        if upload:
            services.hand_in_evidence(
                act(), application_id=application_id, position=position, file=upload,
                note=form.note.data or None,
            )  # fmt: skip
        return _back(found)

    lacked = [(t("What the refused evidence lacked"), instalment.lacked)] if instalment.lacked else []
    return step(
        found, form, hand_in, title=t("Hand in evidence"), done=t("The evidence is kept."),
        refusal=_on(found, lambda _: services.evidence_hindrance(instalment)), lead=_lead(instalment), more=lacked,
    )  # fmt: skip


def approve(application_id: int, position: int) -> ResponseReturnValue:
    """Approve the evidence of an instalment."""
    found, form = readable(application_id), forms.ApprovalForm()
    instalment = _instalment(found, position)
    page = _on_instalment(found, instalment, t("Approve the evidence"))
    refusal = _on(found, lambda _: services.approval_hindrance(viewer(), instalment))

    def note() -> None:
        services.approve_evidence(
            act(), application_id=application_id, position=position, note=form.note.data or None
        )

    done = t("The evidence is approved: the instalment may be paid.")
    return form_act(
        form,
        note,
        replace(page, facts=[*page.facts, _handed_in(found, instalment)], over=_over(refusal)),
        done=done,
        to=_back(found),
    )


def refuse(application_id: int, position: int) -> ResponseReturnValue:
    """Refuse the evidence of an instalment."""
    found, form = readable(application_id), forms.RefusalForm()
    instalment = _instalment(found, position)
    page = _on_instalment(found, instalment, t("Refuse the evidence"))
    refusal = _on(found, lambda _: services.approval_hindrance(viewer(), instalment))

    def note() -> None:
        services.refuse_evidence(
            act(), application_id=application_id, position=position, reason=form.reason.data
        )

    facts = [*page.facts, _handed_in(found, instalment)]
    page = replace(page, facts=facts, tone="danger", over=_over(refusal))
    return form_act(form, note, page, done=_refused(found), to=_back(found))


def _handed_in(found: ProjectApplication, one: AgreementInstalment) -> tuple[Text, object]:
    """Return the files that show that an instalment is due, to be opened."""
    link = Markup('<a href="{}">{}</a>')
    return t("Evidence"), [
        link.format(
            url_for("finance_fund.file", application_id=found.id, file_id=proof.file_id), proof.file.name
        )
        for proof in one.standing
    ]


def _refused(found: ProjectApplication) -> Text:
    """Say that evidence is refused, and whether a letter tells its structure."""
    if reader_of(session(), found.applicant, act().today) is None:
        return t(
            "The evidence is refused. %(name)s has no e-mail address: tell it otherwise what is lacking.",
            name=found.applicant.name,
        )
    return t("The evidence is refused, and a letter goes to the structure.")


def pay(application_id: int, position: int) -> ResponseReturnValue:
    """Pay an instalment."""
    found = readable(application_id)
    instalment = _instalment(found, position)
    form = forms.PaymentForm(data={"amount": instalment.left, "on": act().today})
    page = _on_instalment(found, instalment, t("Pay the instalment"))
    if instalment.paid:
        page = replace(page, facts=[*page.facts, (t("Left to pay of this instalment"), instalment.left)])
    refusal = _on(found, lambda agreement: services.payment_hindrance(agreement, instalment))

    def write() -> None:
        services.pay_instalment(
            act(), application_id=application_id, position=position, amount=form.amount.amount,
            on=form.on.data,
        )  # fmt: skip

    done = t("The payment is in the books.")
    return form_act(form, write, replace(page, over=_over(refusal)), done=done, to=_back(found))


def _on_instalment(found: ProjectApplication, one: AgreementInstalment, title: Text) -> FormPage:
    return FormPage(
        title=title, submit=title, eyebrow=found.title, lead=_lead(one), quote=found.summary,
        facts=facts_of(found), crumbs=crumbs_to(found), back=(t("Back to the application"), _back(found)),
    )  # fmt: skip


def _on(
    found: ProjectApplication, hindrance: Callable[[ProjectAgreement], DomainError | None]
) -> DomainError | None:
    """Return why nothing is done on the agreement of an application, or what else hinders an act on it."""
    over = services.out_of_turn(found, "agreement")
    return over or (hindrance(found.agreement) if found.agreement else None)


def _over(refusal: DomainError | None) -> Over | None:
    return Over(why=refusal.text) if refusal is not None else None


def report(application_id: int) -> ResponseReturnValue:
    """Hand in a report."""
    found, form = readable(application_id), forms.ReportForm()

    def hand_in() -> str:
        services.hand_in_report(act(), application_id=application_id, **form.facts())
        return _back(found)

    title, done = t("Hand in a report"), t("The report is kept.")
    return step(
        found, form, hand_in, title=title, done=done, refusal=services.out_of_turn(found, "agreement")
    )


def close(application_id: int) -> ResponseReturnValue:
    """Close the agreement, once that is confirmed."""
    found = readable(application_id)
    agreement, here = found.agreement, _back(found)
    free = [(t("Goes back to the fund"), agreement.amount - agreement.paid)] if agreement else []
    page = FormPage(
        title=t("Close the agreement"), submit=t("Close the agreement"), tone="danger", eyebrow=found.title,
        lead=t("Closed, it pays nothing more. This is never taken back."),
        facts=[(t("Applicant"), found.applicant.name), *free],
        crumbs=[(t("Experiment fund"), url_for("finance_fund.index")), (found.title, here)],
        back=(t("Back to the application"), here), over=_close_over(agreement),
    )  # fmt: skip
    return sure_act(
        lambda: services.close_agreement(act(), application_id=application_id), page,
        done=t("The agreement is closed. What was not paid is free again."), to=here,
    )  # fmt: skip


def _close_over(agreement: ProjectAgreement | None) -> Over | None:
    """Say at once that an agreement is closed, or what it closes on."""
    if agreement is None:
        return Over(why=t("No agreement is drawn up yet."))
    if agreement.closed_on is not None:
        return Over(
            why=t("The agreement is closed. What was not paid is free again."), at=agreement.closed_on
        )
    return None if services.may_close(agreement) else Over(why=services.NO_REPORT)


def _back(found: ProjectApplication) -> str:
    return url_for("finance_fund.application", application_id=found.id, _anchor="agreement")


def _lead(one: AgreementInstalment) -> Text:
    return t("Instalment of %(amount)s: %(condition)s", amount=one.amount, condition=one.condition)


def _instalment(found: ProjectApplication, position: int) -> AgreementInstalment:
    for one in found.agreement.instalments if found.agreement else ():
        if one.position == position:
            return one
    raise Missing("finance.instalment_unknown", t("There is no such instalment."))
