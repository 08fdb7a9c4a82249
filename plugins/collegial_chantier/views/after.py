"""After: the measure, the commitments, what people are told, the proposal, recognition."""

from flask.typing import ResponseReturnValue

from collegial.plugin import Missing, act, actor_named, ending_facts, form_act, session, t
from collegial_chantier import services
from collegial_chantier.forms import (
    CommitmentForm,
    CommitmentStateForm,
    InformationForm,
    MeasureForm,
    RecognitionForm,
)
from collegial_chantier.models import CommitmentState, Measure, MeasureKind
from collegial_chantier.showing import form_page, found, press, to


def finish(chantier_id: int) -> ResponseReturnValue:
    """Finish a chantier with its measure."""
    chantier, form = found(chantier_id), MeasureForm()

    def end() -> Measure:
        named = form.institution.data
        institution = actor_named(session(), named, field="institution").id if named else None
        return services.finish_chantier(
            act(), chantier_id=chantier_id, kind=MeasureKind(form.kind.data), title=form.title.data,
            description=form.description.data, institution_id=institution,
        )  # fmt: skip

    page = form_page(
        chantier, t("Finish the chantier"), t("Finish the chantier"),
        lead=t("Say which measure came out of the common work."), facts=ending_facts(chantier_id),
    )  # fmt: skip
    done = t("The chantier is finished. Tell people about the measure, and follow what was promised.")
    return form_act(form, end, page, done=done, to=to(chantier_id, "measure"))


def inform(chantier_id: int) -> ResponseReturnValue:
    """Tell people about the measure."""
    chantier = found(chantier_id)
    form = InformationForm(obj=chantier.measure)
    return form_act(
        form,
        lambda: services.publish_measure(
            act(), chantier_id=chantier_id, information=form.information.data
        ),
        form_page(chantier, t("Tell people about the measure"), t("Publish the measure")),
        done=t("Everyone reads it on this page."), to=to(chantier_id, "measure"),
    )  # fmt: skip


def commit(chantier_id: int) -> ResponseReturnValue:
    """Record what an institution commits to."""
    chantier, form = found(chantier_id), CommitmentForm()
    return form_act(
        form,
        lambda: services.commit(
            act(), chantier_id=chantier_id, text=form.text.data, due_on=form.due_on.data,
            actor_id=actor_named(session(), form.actor.data, field="actor").id,
        ),
        form_page(chantier, t("Record a commitment"), t("Record the commitment")),
        done=t("The commitment is recorded."), to=to(chantier_id, "commitments"),
    )  # fmt: skip


def follow(chantier_id: int, commitment_id: int) -> ResponseReturnValue:
    """Say what became of a commitment."""
    chantier = found(chantier_id)
    rows = chantier.measure.commitments if chantier.measure else []
    row = next((one for one in rows if one.id == commitment_id), None)
    if row is None:
        raise Missing("chantier.no_commitment", t("There is no such commitment."))
    form = CommitmentStateForm(data={"state": row.state.value, "note": row.note})
    return form_act(
        form,
        lambda: services.move_commitment(
            act(), chantier_id=chantier_id, commitment_id=commitment_id,
            state=CommitmentState(form.state.data), note=form.note.data or "",
        ),
        form_page(chantier, t("Record what became of the commitment"), t("Save"), quote=row.text),
        done=t("The commitment is brought up to date."), to=to(chantier_id, "commitments"),
    )  # fmt: skip


def recognise(chantier_id: int) -> ResponseReturnValue:
    """Record that an institution recognises the pole."""
    chantier, form = found(chantier_id), RecognitionForm()
    page = form_page(
        chantier, t("Record a recognition"), t("Record the recognition"),
        lead=t("An institution recognises the pole as the place where measures are built together."),
    )  # fmt: skip
    return form_act(
        form,
        lambda: services.recognise_pole(
            act(), chantier_id=chantier_id, recognised_on=form.recognised_on.data, text=form.text.data,
            actor_id=actor_named(session(), form.actor.data, field="actor").id,
        ),
        page, done=t("The recognition is recorded."), to=to(chantier_id, "recognitions"),
    )  # fmt: skip


def feed(chantier_id: int) -> ResponseReturnValue:
    """Bring the work to the proposal."""
    return press(
        chantier_id, t("The proposal has this contribution now."), "proposal",
        lambda: services.feed_proposal(act(), chantier_id=chantier_id),
    )  # fmt: skip
