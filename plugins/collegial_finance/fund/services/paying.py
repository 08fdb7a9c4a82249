"""Draw up the agreement that commits the fund, pay its instalments on evidence, close it on its final report."""

from collections.abc import Sequence
from datetime import date

from collegial.plugin import (
    SIGNED_IN,
    ZERO,
    Context,
    Invalid,
    Money,
    Refused,
    Upload,
    require,
    store_file,
    t,
)
from collegial_finance.fund import queries
from collegial_finance.fund.events import ProjectAgreementMoved
from collegial_finance.fund.means import check_available
from collegial_finance.fund.models import (
    AgreementInstalment,
    InstalmentPayment,
    ProjectAgreement,
    ProjectApplication,
    ProjectReport,
)
from collegial_finance.fund.rules import (
    ApplicationState,
    Instalment,
    ReportKind,
    check_agreement,
    check_payment,
    hindrance,
)
from collegial_finance.fund.services.holding import held_application, move_application, require_voice
from collegial_finance.ledger.chart import BANK, COMMITMENTS_GIVEN, EXPERIMENTS, GIVEN_AGAINST
from collegial_finance.ledger.models import Entry
from collegial_finance.ledger.rules import Line
from collegial_finance.ledger.services import write
from collegial_finance.permissions import LEAD_EXPERIMENTS

NO_REPORT = t("An agreement closes on its final report: hand it in first.")


def draw_agreement(
    context: Context,
    *,
    application_id: int,
    starts_on: date,
    ends_on: date,
    duties: str,
    instalments: Sequence[Instalment],
) -> ProjectAgreement:
    """Commit the fund to what the committee granted. Raises Refused `finance.over_available` beyond its money."""
    require(context.by, LEAD_EXPERIMENTS)
    found = held_application(context, application_id, "draw")
    amount = found.granted or ZERO
    check_agreement(amount, starts_on, ends_on, instalments)
    check_available(
        queries.pots(context.session, found.call.fund_id), found.call_id, amount, field="instalments"
    )
    lines = (Line(GIVEN_AGAINST, debit=amount), Line(COMMITMENTS_GIVEN, credit=amount))
    entry = _entry(context, found, lines)
    made = ProjectAgreement(
        application_id=found.id, call_id=found.call_id, fund_id=found.call.fund_id, amount=amount, released=ZERO,
        starts_on=starts_on, ends_on=ends_on, duties=duties, drawn_on=context.today, entry_id=entry.id,
    )  # fmt: skip
    context.session.add(made)
    context.session.flush()
    context.session.add_all(rows_of(made, instalments))
    move_application(context, found, ApplicationState.AGREED)
    told(context, made, "drawn")
    context.session.expire(found, ["agreement"])
    return made


def sign_agreement(context: Context, *, application_id: int, on: date) -> ProjectAgreement:
    """Record that both sides signed; nothing is paid before."""
    require(context.by, LEAD_EXPERIMENTS)
    found = held_agreement(context, application_id)
    if (refusal := signature_hindrance(found)) is not None:
        raise refusal
    drawn_on = max([found.drawn_on, *(one.replaced_on for one in found.drafts)])
    if not drawn_on <= on <= context.today:
        raise Invalid(
            "finance.signed_on", t("The day of the signature lies between the draft and today."), field="on"
        )
    found.signed_on = on
    told(context, found, "signed")
    return found


def signature_hindrance(found: ProjectAgreement) -> Refused | None:
    """Return why an agreement is no draft any more; None until it is signed."""
    if found.signed_on is None:
        return None
    return Refused("finance.agreement_signed", t("This agreement is already signed."))


def pay_instalment(
    context: Context, *, application_id: int, position: int, amount: Money, on: date | None = None
) -> AgreementInstalment:
    """Pay an instalment of a signed agreement, or what is left of it, on its evidence, and never more than it is."""
    require(context.by, LEAD_EXPERIMENTS)
    found = held_agreement(context, application_id)
    instalment = instalment_of(found, position)
    if (refusal := payment_hindrance(found, instalment)) is not None:
        raise refusal
    check_payment(amount, instalment.left)
    lines = (
        Line(EXPERIMENTS, debit=amount), Line(BANK, credit=amount),
        Line(COMMITMENTS_GIVEN, debit=amount), Line(GIVEN_AGAINST, credit=amount),
    )  # fmt: skip
    day = on or context.today
    entry = _entry(context, found.application, lines, day)
    payment = InstalmentPayment(instalment_id=instalment.id, amount=amount, paid_on=day, entry_id=entry.id)
    context.session.add(payment)
    context.session.flush()  # the database asks for the payment before its sum
    instalment.paid, instalment.paid_on, instalment.entry_id = instalment.paid + amount, day, entry.id
    told(context, found, "paid")
    context.session.expire(instalment, ["payments", "entry"])
    return instalment


def payment_hindrance(found: ProjectAgreement, instalment: AgreementInstalment) -> Refused | None:
    """Return why an instalment cannot be paid now; None where it can."""
    return hindrance(
        is_signed=found.signed_on is not None, is_paid=not instalment.left,
        awaits_evidence=instalment.awaits_evidence, awaits_approval=instalment.awaits_approval,
    )  # fmt: skip


def hand_in_report(
    context: Context,
    *,
    application_id: int,
    kind: ReportKind,
    text: str,
    spent: Money,
    file: Upload | None = None,
) -> ProjectReport:
    """Hand in what became of the money: by the structure, or by who leads the fund."""
    found = held_agreement(context, application_id)
    require_voice(context, found.application.applicant_id)
    if spent < ZERO:
        raise Invalid("finance.spent", t("What was spent is not negative."), field="spent")
    kept = store_file(context, file, permission=SIGNED_IN) if file is not None else None
    made = ProjectReport(
        agreement_id=found.id, kind=kind, text=text, spent=spent, file_id=kept.id if kept else None,
        handed_at=context.clock.now(),
    )  # fmt: skip
    context.session.add(made)
    told(context, found, "reported")
    context.session.expire(found, ["reports"])
    return made


def may_close(agreement: ProjectAgreement) -> bool:
    """Tell whether an agreement may close: on its final report, or because nobody signed it."""
    return agreement.signed_on is None or any(one.kind is ReportKind.FINAL for one in agreement.reports)


def close_agreement(context: Context, *, application_id: int) -> ProjectAgreement:
    """Close an agreement on its final report: what was not paid goes back to the fund.

    One that nobody signed closes without a report.
    """
    require(context.by, LEAD_EXPERIMENTS)
    found = held_agreement(context, application_id)
    if not may_close(found):
        raise Refused("finance.no_report", NO_REPORT)
    left = found.amount - found.paid
    if left:
        lines = (Line(COMMITMENTS_GIVEN, debit=left), Line(GIVEN_AGAINST, credit=left))
        _entry(context, found.application, lines)
    found.released, found.closed_on = left, context.today
    move_application(context, found.application, ApplicationState.CLOSED)
    told(context, found, "closed")
    return found


def rows_of(made: ProjectAgreement, instalments: Sequence[Instalment]) -> list[AgreementInstalment]:
    """Return the rows of the instalments of an agreement."""
    return [
        AgreementInstalment(
            agreement_id=made.id, position=position, condition=one.condition, amount=one.amount,
            due_on=one.due_on, needs_evidence=one.needs_evidence, paid=ZERO,
        )
        for position, one in enumerate(instalments, start=1)
    ]  # fmt: skip


def held_agreement(context: Context, application_id: int) -> ProjectAgreement:
    """Return the agreement of an application, its fund locked. Raises Refused where there is none."""
    found = held_application(context, application_id, "agreement").agreement
    if found is None:
        raise Refused("finance.no_agreement", t("No agreement is drawn up yet."))
    context.session.refresh(found)
    context.session.expire(found, ["drafts", "instalments", "reports"])
    return found


def instalment_of(found: ProjectAgreement, position: int) -> AgreementInstalment:
    """Return an instalment by its place. Raises Invalid."""
    for one in found.instalments:
        if one.position == position:
            return one
    raise Invalid("finance.instalment_unknown", t("There is no such instalment."))


def _entry(
    context: Context, found: ProjectApplication, lines: tuple[Line, ...], on: date | None = None
) -> Entry:
    label = f"{found.call.fund.name} – {found.applicant.name}"[:200]
    return write(
        context, on=on or context.today, label=label, source=found.call.fund.source, lines=lines,
        party_id=found.applicant_id,
    )  # fmt: skip


def told(context: Context, found: ProjectAgreement, step: str) -> None:
    """Tell what happened to an agreement."""
    context.session.flush()
    context.emit(ProjectAgreementMoved(fund=found.fund_id, agreement=found.id, step=step))
