"""Who takes part in a work, and on which conditions."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.actors.mailing import out_of_reach
from collegial.actors.models import Actor
from collegial.kernel.errors import DomainError, Forbidden
from collegial.kernel.text import Text, t
from collegial.web.acting import FormPage, form_act, form_over
from collegial.web.languages import say
from collegial.web.request import act, session, viewer
from collegial.works import queries, services
from collegial.works.forms import GainForm, JoinForm, RefusalForm
from collegial.works.models import Participation, Work
from collegial.works.permissions import MANAGE
from collegial.works.rules import ParticipationState
from collegial.works.showing import address_of, crumbs, parties_of, shown_work, this_day

_FINISHED = t("This work is finished; nobody can join it now.")
_VOICELESS = t(
    "Whoever represents a structure asks for it, and you represent none. Ask the person who represents yours, or those"
    " who keep the directory to enter you as its representative."
)


def conditions(work_id: int) -> ResponseReturnValue:
    """Show the conditions, who takes part, what the pole owes."""
    return _page(shown_work(work_id))


def join(work_id: int) -> ResponseReturnValue:
    """State why a structure takes part: it asks, or who leads works enters it at once."""
    work, form, by = shown_work(work_id), JoinForm(), act()
    own = queries.structures_of(session(), by.by, this_day())
    form.offer_own(own)
    charter = queries.charter_in_force(session())
    enters = by.by.may(MANAGE)
    why = _why_not_join(work, may_speak=enters or bool(own))
    if why is not None and not form.is_submitted():
        back = (t("Back to the work"), address_of(work))
        return form_over(t("Take part"), why, crumbs=crumbs(work), back=back)

    def state() -> Participation:
        actor = queries.actor_named(session(), form.structure.data, field="structure")
        if own and not enters and actor not in own:
            raise Forbidden("works.not_yours", _only(own), field="structure")
        act_of = services.take_part if enters else services.ask_to_take_part
        return act_of(by, work_id=work.id, actor_id=actor.id, statement=form.statement())

    status = form.attempt(state)
    if status is not None:
        return render_template(
            "works/join.html", work=work, form=form, charter=charter, crumbs=crumbs(work)
        ), status
    done = (
        t("The structure takes part.") if enters else t("The request is sent. You will be told the answer.")
    )
    flash(say(done), "success")
    return redirect(address_of(work) if enters else url_for("works.conditions", work_id=work.id))


def _why_not_join(work: Work, *, may_speak: bool) -> Text | None:
    """Say before the form why nothing can be asked by it; None where it can."""
    if work.is_over:
        return services.why_not_call_off(work) if work.is_off else _FINISHED
    return None if may_speak else _VOICELESS


def _only(own: Sequence[Actor]) -> Text:
    names = ", ".join(one.name for one in own)
    return t("You may not speak for this structure. You represent: %(names)s.", names=names)


def statement(work_id: int, participation_id: int) -> ResponseReturnValue:
    """Show what a structure stated."""
    work, row = shown_work(work_id), queries.participation(session(), work_id, participation_id)
    if not queries.may_read_statement(session(), viewer(), row, this_day()):
        raise Forbidden("works.not_yours", t("You may not speak for this structure."))
    return render_template(
        "works/statement.html", work=work, row=row, crumbs=crumbs(work), states=ParticipationState,
        may_say_gain=_may_say_gain(work, row),
    )  # fmt: skip


def accept(work_id: int, participation_id: int) -> ResponseReturnValue:
    """Let a structure take part."""
    row = queries.participation(session(), work_id, participation_id)
    try:
        services.accept_participation(act(), row)
    except DomainError as error:
        session().rollback()
        return _page(shown_work(work_id), refusal=error), error.status
    flash(say(t("The structure takes part.")), "success")
    return redirect(url_for("works.conditions", work_id=work_id))


def refuse(work_id: int, participation_id: int) -> ResponseReturnValue:
    """Refuse a structure, with the reason that it is told."""
    work, row = shown_work(work_id), queries.participation(session(), work_id, participation_id)
    form = RefusalForm()
    page = FormPage(
        title=t("Refuse a structure"), eyebrow=row.actor.name, submit=t("Refuse"), crumbs=crumbs(work),
        lead=t("The reason is written to the structure."),
    )  # fmt: skip
    return form_act(
        form, lambda: services.refuse_participation(act(), row, reason=form.reason.data), page,
        done=t("The structure is told why."), to=url_for("works.conditions", work_id=work_id),
    )  # fmt: skip


def leave(work_id: int, participation_id: int) -> ResponseReturnValue:
    """Let a structure leave."""
    row = queries.participation(session(), work_id, participation_id)
    try:
        left_over = services.leave_work(act(), row)
    except DomainError as error:
        session().rollback()
        return _page(shown_work(work_id), refusal=error), error.status
    if left_over:
        flash(say(t("The structure has left. The meetings it was to host need another host.")), "warning")
    else:
        flash(say(t("The structure has left the work.")), "success")
    return redirect(url_for("works.conditions", work_id=work_id))


def gain(work_id: int, participation_id: int) -> ResponseReturnValue:
    """Say what a structure got."""
    work, row = shown_work(work_id), queries.participation(session(), work_id, participation_id)
    form = GainForm(obj=row)
    page = FormPage(
        title=t("Say what the structure got"), eyebrow=row.actor.name, submit=t("Save this text"),
        crumbs=crumbs(work), lead=t("Compare it with what the structure hoped for."), quote=row.hopes,
    )  # fmt: skip
    return form_act(
        form, lambda: services.record_gain(act(), row, gained=form.gained.data), page,
        done=t("It is in the report."), to=url_for("works.conditions", work_id=work_id),
    )  # fmt: skip


def _may_say_gain(work: Work, row: Participation) -> bool:
    ended = work.is_over and row.state is ParticipationState.ACCEPTED
    return ended or row.state is ParticipationState.LEFT


def _unreached(work: Work) -> Sequence[Actor]:
    """Return whom no mail told that a work is called off; nobody of another."""
    if not work.is_off:
        return ()
    parts = [one.actor for one in queries.concerned(session(), work.id)]
    return [
        *out_of_reach(session(), parts, this_day()),
        *queries.actors_by_name(session(), parties_of(work)[work.id]),
    ]


def _page(work: Work, refusal: DomainError | None = None) -> str:
    by = viewer()
    mine = {one.id for one in queries.structures_of(session(), by, this_day())}
    rows = queries.participations(session(), work.id, *ParticipationState)
    return render_template(
        "works/conditions.html",
        work=work,
        address=address_of(work),
        crumbs=crumbs(work),
        rows=rows,
        parties=queries.actors_by_name(session(), parties_of(work)[work.id]),
        readable={one.id for one in rows if by.may(MANAGE) or one.actor_id in mine},
        states=ParticipationState,
        unreached=_unreached(work) if by.may(MANAGE) else (),
        duties=queries.duties(session(), work.id),
        meetings=queries.meetings(session(), work.id, also_called_off=True),
        charter=queries.charter_in_force(session()),
        refusal=refusal,
    )
