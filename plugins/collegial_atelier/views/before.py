"""Before: open an atelier, spot and call, find the money, start."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import FormPage, Invalid, act, actor_named, form_act, session, t
from collegial_atelier import queries, rounds, services
from collegial_atelier.forms.before import (
    AtelierChangeForm,
    AtelierForm,
    FundingForm,
    ProspectForm,
    ProspectStateForm,
    RoundForm,
)
from collegial_atelier.models import FundingState, ProspectRole
from collegial_atelier.rules import Spot
from collegial_atelier.showing import form_page, found, press, to


def create() -> ResponseReturnValue:
    """Open an atelier."""
    form = AtelierForm()
    form.offer(queries.priorities(session()))
    page = FormPage(
        title=t("Open an atelier"), submit=t("Open the atelier"),
        lead=t("Professionals commit themselves for a season to answer a question and to share the result."),
        crumbs=[(t("Ateliers"), url_for("atelier.board"))],
    )  # fmt: skip
    opened: list[int] = []
    return form_act(
        form, lambda: opened.append(services.open_atelier(act(), **form.facts()).id), page,
        done=t("The atelier is open. Now spot structures and form the group."), to=lambda: to(opened[0]),
    )  # fmt: skip


def change(atelier_id: int) -> ResponseReturnValue:
    """Change what an atelier says of itself."""
    atelier = found(atelier_id)
    form = AtelierChangeForm(obj=atelier, priority_key=atelier.work.priority_key)
    form.offer(queries.priorities(session()))
    title = t("Change the atelier")
    return form_act(
        form,
        lambda: services.change_atelier(act(), atelier_id=atelier_id, **form.facts()),
        form_page(atelier, title, title),
        done=t("The atelier is changed."),
        to=to(atelier_id),
    )


def spot(atelier_id: int) -> ResponseReturnValue:
    """Note a structure or an expert."""
    atelier, form = found(atelier_id), ProspectForm()

    def note() -> object:
        role = ProspectRole(form.role.data)
        return services.spot(
            act(), atelier_id=atelier_id, role=role, note=form.note.data or "",
            actor_id=_spotted(form.actor.data, role),
        )  # fmt: skip

    page = form_page(atelier, t("Spot a structure or an expert"), t("Add to the list"))
    return form_act(form, note, page, done=t("It is on the list. Call it."), to=to(atelier_id, "prospects"))


def call(atelier_id: int, prospect_id: int) -> ResponseReturnValue:
    """Write to somebody who was spotted."""
    return press(
        atelier_id, t("The call is on its way."), to(atelier_id, "prospects"),
        lambda: services.move_prospect(
            act(), atelier_id=atelier_id, prospect_id=prospect_id, state=Spot.CALLED
        ),
    )  # fmt: skip


def answer(atelier_id: int, prospect_id: int) -> ResponseReturnValue:
    """Note what somebody answered."""
    atelier, form = found(atelier_id), ProspectStateForm()
    return form_act(
        form,
        lambda: services.move_prospect(
            act(), atelier_id=atelier_id, prospect_id=prospect_id, state=Spot(form.state.data)
        ),
        form_page(
            atelier, t("Note the answer"), t("Note the answer"),
            lead=t("A structure that comes then states why it takes part."),
        ),
        done=t("The answer is noted."), to=to(atelier_id, "prospects"),
    )  # fmt: skip


def fund(atelier_id: int) -> ResponseReturnValue:
    """Note a source of money."""
    atelier, form = found(atelier_id), FundingForm()
    return form_act(
        form,
        lambda: services.add_funding(
            act(), atelier_id=atelier_id, source=form.source.data, amount=form.amount.amount,
            state=FundingState(form.state.data),
        ),
        form_page(atelier, t("Add a source of money"), t("Add the source")),
        done=t("The source is noted."), to=to(atelier_id, "funding"),
    )  # fmt: skip


def take_round(atelier_id: int) -> ResponseReturnValue:
    """Note a funding round as a source of money."""
    atelier, form = found(atelier_id), RoundForm()
    form.fill(rounds.open_rounds(session()))
    return form_act(
        form,
        lambda: services.take_round(act(), atelier_id=atelier_id, number=int(form.number.data)),
        form_page(
            atelier, t("Take money from a funding round"), t("Take this round"),
            lead=t("The atelier counts on what the round asks for. The money is found once the round holds."),
        ),
        done=t("The round is noted. What is pledged to it is shown here."), to=to(atelier_id, "funding"),
    )  # fmt: skip


def move_funding(atelier_id: int, funding_id: int) -> ResponseReturnValue:
    """Say whether the money was found."""
    sent = request.form.get("state")
    known = {one.value: one for one in FundingState}
    if sent not in known:
        raise Invalid("atelier.funding_state", t("Choose one from the list."))
    return press(
        atelier_id, t("The source is up to date."), to(atelier_id, "funding"),
        lambda: services.move_funding(
            act(), atelier_id=atelier_id, funding_id=funding_id, state=known[sent]
        ),
    )  # fmt: skip


def start(atelier_id: int) -> ResponseReturnValue:
    """Let the group begin, or say on the page why it cannot."""
    return press(
        atelier_id, t("The atelier has started. Draw up the contracts and plan the meetings."),
        to(atelier_id), lambda: services.start_atelier(act(), atelier_id=atelier_id),
    )  # fmt: skip


def _spotted(words: str, role: ProspectRole) -> int:
    if role is ProspectRole.STRUCTURE:
        return actor_named(session(), words, field="actor").id
    return actor_named(session(), words, field="actor", kind=None).id
