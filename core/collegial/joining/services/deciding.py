"""Record what the board decided, on many applications at once, each with its own reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from collegial.joining.events import ApplicationsDecided
from collegial.joining.models import (
    Application,
    ApplicationDecision,
    DecisionBatch,
    LetterKind,
    Verdict,
)
from collegial.joining.permissions import DECIDE
from collegial.joining.rules import DECIDABLE, ApplicationState, call_for
from collegial.joining.services.admitting import admit_for_the_board
from collegial.joining.services.holding import (
    LAPSE_UNPAID,
    REMIND,
    hold_many,
    promise_check,
    promise_letter,
    send_on,
)
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.statutes.queries import rules_of, statutes_on
from collegial.statutes.rules import StatuteRules

MOST_AT_ONCE = 50


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """Who decided, when, and the reasons that hold for every application."""

    body: str
    decided_on: date
    reasons: str


@dataclass(frozen=True, kw_only=True)
class VerdictOn:
    """What was decided on one application.

    `college_key` is needed where the statutes name no college for the category. `tells_reason`: the
    letter of refusal gives the reason.
    """

    application_id: int
    verdict: Verdict
    category_key: str
    college_key: str | None = None
    reason: str = ""
    tells_reason: bool = False


@dataclass(frozen=True, kw_only=True)
class PaymentTerms:
    """How many days newcomers have to pay, and how many before the last they are reminded."""

    days: int
    reminder_days: int


@dataclass(frozen=True, kw_only=True)
class _Ground:
    """What every acceptance of a sitting stands on."""

    rules: StatuteRules
    terms: PaymentTerms


def decide(
    context: Context, sitting: Sitting, verdicts: Sequence[VerdictOn], terms: PaymentTerms
) -> DecisionBatch:
    """Record the decisions of one sitting, all or none.

    An accepted applicant is called to pay (L12); under statutes without capital it becomes a member at
    once (L5). Raises Invalid at the field that is wrong, Refused when an application was decided meanwhile.
    """
    require(context.by, DECIDE)
    rules = _check_sitting(context, sitting, verdicts)
    held = hold_many(context, [one.application_id for one in verdicts])
    for one in verdicts:
        _check_verdict(held.get(one.application_id), one, rules)
    _check_day(context, sitting, held.values())
    ground = _Ground(rules=rules, terms=terms)
    with context.session.begin_nested():  # one refusal undoes all, on the page that says so too
        batch = _write_batch(context, sitting)
        for one in verdicts:
            _carry_out(context, held[one.application_id], one, batch, ground)
        context.emit(_told(batch, verdicts))
    return batch


def _check_sitting(context: Context, sitting: Sitting, verdicts: Sequence[VerdictOn]) -> StatuteRules:
    for field in ("body", "reasons"):
        if not getattr(sitting, field).strip():
            raise Invalid("joining.missing", t("This answer is needed."), field=field)
    if sitting.decided_on > context.today:
        raise Invalid(
            "joining.to_come",
            t("A decision is recorded once it is taken: this day is still to come."),
            field="decided_on",
        )
    if not verdicts:
        raise Invalid("joining.nothing_decided", t("Choose what was decided for at least one application."))
    statutes = statutes_on(context.session, context.today)
    if statutes is None:
        raise Refused("joining.no_statutes_in_force", t("No statutes are in force: nobody can be admitted."))
    return rules_of(statutes)


def _check_verdict(application: Application | None, one: VerdictOn, rules: StatuteRules) -> None:
    field = f"verdict_{one.application_id}"
    if application is None or application.state not in DECIDABLE:
        raise Refused(
            "joining.decided_meanwhile",
            t("This application was decided or withdrawn meanwhile: leave it out of this list."),
            field=field,
        )
    if application.confirmed_at is None:
        raise Refused(
            "joining.not_confirmed",
            t("The address of this application is not confirmed yet: it cannot be decided."),
            field=field,
        )
    if one.verdict is Verdict.REFUSE and one.tells_reason and not one.reason.strip():
        raise Invalid(
            "joining.no_reason",
            t("Write the reason that the letter is to give."),
            field=f"reason_{application.id}",
        )
    if one.verdict is Verdict.ACCEPT:
        _check_place(application, one, rules)


def _check_day(context: Context, sitting: Sitting, some: Iterable[Application]) -> None:
    late = [one for one in some if local_day(one.received_at, context.zone) > sitting.decided_on]
    if late:
        raise Invalid(
            "joining.received_later",
            t(
                "The application of “%(name)s” was received after that day: the sitting cannot have decided on it.",
                name=late[0].name,
            ),
            field="decided_on",
        )


def _check_place(application: Application, one: VerdictOn, rules: StatuteRules) -> None:
    usual = {rule.key: rule.college for rule in rules.categories}
    if one.category_key not in usual:
        raise Invalid(
            "joining.unknown_category",
            t("Choose one of the categories of the statutes."),
            field=f"category_{application.id}",
        )
    colleges = {rule.key for rule in rules.colleges}
    if colleges and (one.college_key or usual[one.category_key]) not in colleges:
        raise Invalid(
            "joining.no_college",
            t("The statutes name no college for this category: choose one."),
            field=f"college_{application.id}",
        )
    if rules.capital is not None and application.shares is None:
        raise Refused(
            "joining.no_shares",
            t(
                "This application was made under statutes without capital and asks for no share: it must be made again."
            ),
            field=f"verdict_{application.id}",
        )


def _write_batch(context: Context, sitting: Sitting) -> DecisionBatch:
    batch = DecisionBatch(
        body=sitting.body.strip(), decided_on=sitting.decided_on,
        reasons=sitting.reasons.strip(), recorded_at=context.clock.now(), recorded_by=context.by.name,
    )  # fmt: skip
    context.session.add(batch)
    context.session.flush()  # the decisions name the sitting by its number
    return batch


def _carry_out(
    context: Context, application: Application, one: VerdictOn, batch: DecisionBatch, ground: _Ground
) -> None:
    _write_decision(context, application, one, batch)
    if one.verdict is Verdict.ACCEPT:
        _accept(context, application, one, ground)
    elif one.verdict is Verdict.REFUSE:
        send_on(context, application, ApplicationState.REFUSED)
        promise_letter(context, application, LetterKind.REFUSAL)
    elif application.state is ApplicationState.RECEIVED:
        application.waiting_since = context.clock.now()
        send_on(context, application, ApplicationState.WAITING)
        promise_letter(context, application, LetterKind.WAITING)


def _write_decision(context: Context, application: Application, one: VerdictOn, batch: DecisionBatch) -> None:
    context.session.add(
        ApplicationDecision(
            batch=batch, application=application, verdict=one.verdict, reason=one.reason.strip() or None,
            tells_reason=one.tells_reason,
        )
    )  # fmt: skip


def _accept(context: Context, application: Application, one: VerdictOn, ground: _Ground) -> None:
    capital = ground.rules.capital
    application.category_key, application.college_key = one.category_key, one.college_key
    send_on(context, application, ApplicationState.ACCEPTED)
    if capital is None:
        admit_for_the_board(context, application)
        return
    assert application.shares is not None
    call = call_for(application.shares, capital)
    application.nominal, application.subscribed = capital.nominal, call.subscribed
    application.least = call.least
    application.due_on = context.today + timedelta(days=ground.terms.days)
    promise_letter(context, application, LetterKind.CALL)
    promise_check(
        context, application, REMIND, application.due_on - timedelta(days=ground.terms.reminder_days)
    )
    promise_check(context, application, LAPSE_UNPAID, application.due_on + timedelta(days=1))


def _told(batch: DecisionBatch, verdicts: Sequence[VerdictOn]) -> ApplicationsDecided:
    by_verdict: Mapping[Verdict, list[int]] = {
        verdict: [one.application_id for one in verdicts if one.verdict is verdict] for verdict in Verdict
    }
    return ApplicationsDecided(
        batch=batch.id, decided_on=batch.decided_on.isoformat(), accepted=by_verdict[Verdict.ACCEPT],
        refused=by_verdict[Verdict.REFUSE], waiting=by_verdict[Verdict.WAIT],
    )  # fmt: skip
