"""Show chantiers and act on them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import DomainError, Missing, act, say, session, settings_of, t
from collegial_chantier import queries, rules, services
from collegial_chantier.forms import ChantierForm, MeasureForm, ParticipantForm
from collegial_chantier.models import Chantier, ChantierPhase, ParticipantRole
from collegial_chantier.settings import RULES


def board() -> ResponseReturnValue:
    """Show all chantiers in their three phases."""
    return render_template("chantier/board.html", phases=queries.board(session()))


def show(chantier_id: int) -> ResponseReturnValue:
    """Show one chantier."""
    return _page(_found(chantier_id))


def create() -> ResponseReturnValue:
    """Open a chantier."""
    form = ChantierForm()
    form.offer(queries.priorities(session()), queries.proposals(session()))
    if not form.is_submitted():
        form.proposal_id.data = request.args.get("proposal_id", type=int)
    opened: list[Chantier] = []
    status = form.attempt(lambda: opened.append(services.open_chantier(act(), **form.facts())))
    if status is None:
        flash(say(t("The chantier is open. Now gather the structures that are concerned.")), "success")
        return redirect(url_for("chantier.show", chantier_id=opened[0].id))
    return render_template("chantier/create.html", form=form), status


def invite(chantier_id: int) -> ResponseReturnValue:
    """Add a structure to a chantier."""
    form, chantier, find = ParticipantForm(), _found(chantier_id), request.args.get("find", "")
    status = form.attempt(lambda: services.add_participant(act(), chantier_id=chantier_id, **form.facts()))
    if status is None:
        flash(say(t("The structure takes part in the chantier.")), "success")
        return redirect(url_for("chantier.show", chantier_id=chantier_id))
    form.offer(queries.structures_to_invite(session(), chantier_id, find))
    return render_template("chantier/invite.html", form=form, chantier=chantier, find=find), status


def start(chantier_id: int) -> ResponseReturnValue:
    """Start the common work, or say on the chantier's page why it cannot start."""
    try:
        services.start_chantier(act(), chantier_id=chantier_id)
    except Missing:
        raise
    except DomainError as error:
        return _page(_found(chantier_id), refusal=error), error.status
    flash(say(t("The chantier has started.")), "success")
    return redirect(url_for("chantier.show", chantier_id=chantier_id))


def finish(chantier_id: int) -> ResponseReturnValue:
    """Finish a chantier with its measure."""
    form, chantier = MeasureForm(), _found(chantier_id)
    status = form.attempt(lambda: services.finish_chantier(act(), chantier_id=chantier_id, **form.facts()))
    if status is None:
        flash(say(t("The chantier is finished. Tell the structures about the measure.")), "success")
        return redirect(url_for("chantier.show", chantier_id=chantier_id))
    return render_template("chantier/finish.html", form=form, chantier=chantier), status


def _found(chantier_id: int) -> Chantier:
    chantier = queries.chantier(session(), chantier_id)
    if chantier is None:
        raise Missing("chantier.unknown", t("There is no such chantier."))
    return chantier


def _page(chantier: Chantier, refusal: DomainError | None = None) -> str:
    minimum = settings_of(session(), RULES).minimum_base_structures
    obstacle = rules.why_not_start(queries.count_base_structures(session(), chantier.id), minimum)
    return render_template(
        "chantier/show.html",
        chantier=chantier,
        phases=ChantierPhase,
        roles=ParticipantRole,
        obstacle=obstacle,
        refusal=refusal,
    )
