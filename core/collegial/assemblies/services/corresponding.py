"""Take forms of vote by correspondence in, and withdraw them (L38)."""

import secrets
from collections.abc import Collection, Mapping
from datetime import date

from collegial.assemblies.events import FormReceived, FormWithdrawn
from collegial.assemblies.models import (
    Assembly,
    AssemblyState,
    CorrespondenceForm,
    FormWay,
    Resolution,
    RollEntry,
)
from collegial.assemblies.permissions import ATTEND, DESK
from collegial.assemblies.queries.attending import current_stay, hold_entries
from collegial.assemblies.queries.corresponding import (
    form_dates_of,
    form_rule,
    forms_to_carry,
    live_form_of,
)
from collegial.assemblies.queries.meetings import convened_before
from collegial.assemblies.queries.voting import Answerable, answerables
from collegial.assemblies.rules import check_online_form, check_paper_form, form_content, form_seal
from collegial.assemblies.services.staying import check_is_member
from collegial.hooks.voting import VOID
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t
from collegial.statutes.rules import OnArrival


def send_form(context: Context, entry: RollEntry, answers: Mapping[int, str]) -> CorrespondenceForm:
    """Vote by correspondence online, for one's own right; a form sent before is replaced until the hour.

    Raises Forbidden for another's right, Refused after the cut-off or where the statutes allow none, Invalid for
    a form without any choice.
    """
    require(context.by, ATTEND)
    if entry.voter_id != context.by.actor_id:
        raise Forbidden("correspondence.not_yours", t("This voting right is not yours."))
    hold_entries(context.session, entry)
    check_sending(context, entry)
    earlier = live_form_of(context.session, entry.id)
    if earlier:
        end_form(context, earlier)
    return _write(context, entry, FormWay.ONLINE, context.today, answers)


def check_sending(context: Context, entry: RollEntry) -> None:
    """Raise what keeps a form from being filled in online now: the time, the voter's presence, a paper form."""
    check_before_sitting(context, entry)
    check_online_form(form_dates_of(context.session, entry.assembly, context.zone), context.clock.now())
    earlier = live_form_of(context.session, entry.id)
    if earlier and earlier.way is FormWay.PAPER:
        raise Refused(
            "correspondence.on_paper",
            t("Your paper form came in already and holds. Ask the staff if it should be withdrawn."),
        )


def enter_form(
    context: Context, entry: RollEntry, answers: Mapping[int, str], *, received_on: date
) -> CorrespondenceForm:
    """Enter a paper form for a member. Raises Refused when a form holds already; Invalid for a day out of time."""
    require(context.by, DESK)
    _before_sitting(context, entry)
    meeting = entry.assembly
    convened_on = local_day(meeting.convened_at or meeting.starts_at, context.zone)
    check_paper_form(
        form_dates_of(context.session, meeting, context.zone), received_on,
        convened_on=convened_on, today=context.today,
    )  # fmt: skip
    if live_form_of(context.session, entry.id):
        raise Refused(
            "correspondence.already",
            t("A form of this member already holds. Withdraw it first if this one replaces it."),
        )
    return _write(context, entry, FormWay.PAPER, received_on, answers)


def withdraw_form(context: Context, entry: RollEntry) -> None:
    """Withdraw a form before the sitting: the voter's own one online until the hour, any one by the desk."""
    form = live_form_of(context.session, entry.id)
    if form is None:
        raise Refused("correspondence.no_form", t("No form holds, so there is none to withdraw."))
    _before_sitting(context, entry)
    if not context.by.may(DESK):
        require(context.by, ATTEND)
        if entry.voter_id != context.by.actor_id or form.way is FormWay.PAPER:
            raise Forbidden(
                "correspondence.not_yours",
                t("You can only withdraw a form that you filled in online yourself."),
            )
        check_online_form(form_dates_of(context.session, entry.assembly, context.zone), context.clock.now())
    end_form(context, form)


def settle_on_arrival(context: Context, entry: RollEntry) -> None:
    """Do with a form what the statutes say when its member comes after all."""
    form = live_form_of(context.session, entry.id)
    if form is None:
        return
    rule = form_rule(context.session, entry.assembly, context.zone)
    if rule and rule.on_arrival is OnArrival.FREE:
        end_form(context, form)


def end_form(context: Context, form: CorrespondenceForm) -> None:
    """End a form now."""
    form.withdrawn_at = context.clock.now()
    context.session.flush()  # the next form must see the place free
    context.emit(FormWithdrawn(assembly=form.entry.assembly_id, entry=form.entry_id, form=form.id))


def carry_forms(context: Context, second: Assembly) -> None:
    """Let the forms of the convocation before hold for this one, for the resolutions that are put again (L38)."""
    first = convened_before(context.session, second)
    if first is None:
        return
    places = {_text_of(one): one.id for one in second.resolutions}
    again = {str(one.id): places.get(_text_of(one)) for one in first.resolutions}
    for form, entry in forms_to_carry(context.session, first, second):
        asked = {one.resolution.id for one in _asked(context, entry)}
        answers = {
            place: choice
            for old, choice in form.answers.items()
            if (place := again.get(old)) in asked and place
        }
        if answers:
            _write(context, entry, form.way, form.received_on, answers)


def _text_of(resolution: Resolution) -> tuple[object, str, str]:
    return resolution.kind, resolution.title, resolution.text


def _before_sitting(context: Context, entry: RollEntry) -> None:
    """Take the forms of one right one at a time, and only while any is taken."""
    hold_entries(context.session, entry)
    check_before_sitting(context, entry)


def check_before_sitting(context: Context, entry: RollEntry) -> None:
    """Raise Refused once the sitting is opened, whose quorum counts the forms, or the voter attends."""
    if entry.assembly.state is not AssemblyState.CONVENED:
        raise Refused(
            "correspondence.not_now",
            t("Forms are taken between the convocation and the opening of the assembly."),
        )
    check_is_member(context, entry)
    if current_stay(context.session, entry.id):
        raise Refused(
            "correspondence.present",
            t("You are checked in, and vote in person.")
            if entry.voter_id == context.by.actor_id
            else t("This member is checked in and votes in person."),
        )


def _write(
    context: Context, entry: RollEntry, way: FormWay, received_on: date, answers: Mapping[int, str]
) -> CorrespondenceForm:
    _check_answers(context, entry, way, answers)
    written = {str(resolution): choice for resolution, choice in sorted(answers.items())}
    salt = secrets.token_hex(16)
    content = form_content(entry=entry.id, way=way.value, received_on=received_on, answers=written, salt=salt)
    form = CorrespondenceForm(
        entry_id=entry.id, way=way, received_on=received_on, entered_at=context.clock.now(),
        answers=written, salt=salt, digest=form_seal(content),
    )  # fmt: skip
    with or_refuse(
        context.session,
        Refused(
            "correspondence.meanwhile",
            t("Another form of this member came in at the same moment. Look again."),
        ),
    ):
        context.session.add(form)
    context.emit(
        FormReceived(
            assembly=entry.assembly_id, entry=entry.id, form=form.id, way=way.value, digest=form.digest
        )
    )
    return form


def _check_answers(context: Context, entry: RollEntry, way: FormWay, answers: Mapping[int, str]) -> None:
    """Raise Invalid for a form that answers nothing, or what it is not asked, or by what is no answer."""
    asked = {one.resolution.id: one for one in _asked(context, entry)}
    _refuse_others(entry, set(answers) - set(asked))
    if not answers or not set(answers) <= set(asked):
        raise Invalid(
            "correspondence.empty", t("Choose an answer to at least one resolution of this assembly."),
            field="answers",
        )  # fmt: skip
    for number, choice in answers.items():
        is_void_paper = choice == VOID and way is FormWay.PAPER
        if not is_void_paper and not asked[number].accepts(choice):
            raise Invalid(
                "correspondence.unknown_answer",
                t(
                    "The answer to resolution %(number)s cannot be read. Fill it in again.",
                    number=asked[number].resolution.number,
                ),
                field=f"answers.{asked[number].resolution.number}",
            )


def _refuse_others(entry: RollEntry, unasked: Collection[int]) -> None:
    """Refuse an answer to what the assembly does not ask this right, such as the seats of another college."""
    for one in entry.assembly.resolutions:
        if one.id in unasked:
            raise Invalid(
                "correspondence.not_asked",
                t("Resolution %(number)s is not put to this member: leave it empty.", number=one.number),
                field=f"answers.{one.number}",
            )


def _asked(context: Context, entry: RollEntry) -> list[Answerable]:
    every = answerables(context.session, context.methods, entry.assembly)
    return [one for one in every if one.asks(entry.college_id)]
