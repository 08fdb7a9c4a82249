"""Before: open a chantier, gather testimonies and stakeholders, start."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import FormPage, act, actor_named, form_act, row_number, session, t
from collegial_chantier import queries, services
from collegial_chantier.forms import AnswerForm, ChantierChangeForm, ChantierForm, PartyForm, TestimonyForm
from collegial_chantier.rules import Consent
from collegial_chantier.showing import form_page, found, press, to


def create() -> ResponseReturnValue:
    """Open a chantier."""
    form = ChantierForm()
    form.offer(queries.priorities(session()), queries.proposals(session()))
    if not form.is_submitted():
        form.proposal_id.data = row_number(request.args.get("proposal_id"))
    page = FormPage(
        title=t("Open a chantier"), lead=t("Put the question first; the structures join next."),
        submit=t("Open the chantier"), crumbs=[(t("Chantiers"), url_for("chantier.board"))],
    )  # fmt: skip
    opened: list[int] = []
    return form_act(
        form,
        lambda: opened.append(services.open_chantier(act(), **form.facts()).id),
        page,
        done=t("The chantier is open. Now gather the structures that are concerned."),
        to=lambda: to(opened[0]),
    )


def change(chantier_id: int) -> ResponseReturnValue:
    """Change what a chantier says of itself."""
    chantier = found(chantier_id)
    form = ChantierChangeForm(obj=chantier.work)
    form.offer_priorities(queries.priorities(session()))
    title = t("Change the chantier")
    return form_act(
        form,
        lambda: services.change_chantier(act(), chantier_id=chantier_id, **form.facts()),
        form_page(chantier, title, title),
        done=t("The chantier is changed."),
        to=to(chantier_id),
    )


def testify(chantier_id: int) -> ResponseReturnValue:
    """Record a testimony."""
    chantier, form = found(chantier_id), TestimonyForm()
    page = form_page(
        chantier, t("Record a testimony"), t("Keep the testimony"),
        lead=t("In the words of the structure, with how it agrees to be quoted."),
    )  # fmt: skip
    return form_act(
        form,
        lambda: services.give_testimony(
            act(), chantier_id=chantier_id, actor_id=_actor(form.actor.data), text=form.text.data,
            consent=Consent(form.consent.data), attribution=form.attribution.data or "",
        ),
        page, done=t("The testimony is recorded."), to=to(chantier_id, "testimonies"),
    )  # fmt: skip


def publish_testimony(chantier_id: int, testimony_id: int) -> ResponseReturnValue:
    """Publish a testimony, or take it back."""
    is_public = request.form.get("is_public") == "yes"
    done = t("Everyone reads the testimony now.") if is_public else t("The testimony is no longer public.")
    return press(
        chantier_id, done, "testimonies",
        lambda: services.publish_testimony(
            act(), chantier_id=chantier_id, testimony_id=testimony_id, is_public=is_public
        ),
    )  # fmt: skip


def identify(chantier_id: int) -> ResponseReturnValue:
    """Note a stakeholder that the chantier needs."""
    chantier, form = found(chantier_id), PartyForm()
    page = form_page(
        chantier, t("Add a stakeholder"), t("Add to the list"),
        lead=t("Who else is concerned, or could change something: then invite it."),
    )  # fmt: skip
    return form_act(
        form,
        lambda: services.identify_party(act(), chantier_id=chantier_id, actor_id=_actor(form.actor.data)),
        page, done=t("The stakeholder is on the list. Invite it."), to=to(chantier_id, "parties"),
    )  # fmt: skip


def invite(chantier_id: int, party_id: int) -> ResponseReturnValue:
    """Invite a stakeholder."""
    return press(
        chantier_id, t("The stakeholder is invited."), "parties",
        lambda: services.invite_party(act(), chantier_id=chantier_id, party_id=party_id),
    )  # fmt: skip


def answer(chantier_id: int, party_id: int) -> ResponseReturnValue:
    """Record what a stakeholder answered."""
    chantier, form = found(chantier_id), AnswerForm()
    party = next((one.actor.name for one in chantier.parties if one.id == party_id), "")
    page = form_page(chantier, t("Answer of %(party)s", party=party), t("Record the answer"))
    return form_act(
        form,
        lambda: services.answer_invitation(
            act(), chantier_id=chantier_id, party_id=party_id, accepts=form.accepts.data == "yes",
            answer=form.answer.data or "",
        ),
        page, done=t("The answer is recorded."), to=to(chantier_id, "parties"),
    )  # fmt: skip


def start(chantier_id: int) -> ResponseReturnValue:
    """Start the common work, or say on the chantier's page why it cannot start."""
    return press(
        chantier_id, t("The chantier has started."), "diagnosis",
        lambda: services.start_chantier(act(), chantier_id=chantier_id),
    )  # fmt: skip


def _actor(words: str) -> int:
    return actor_named(session(), words, field="actor").id
