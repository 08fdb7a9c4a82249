"""Rounds of a group on a passage, and starting a draft again."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from collegial.journal.past import over_since
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.proposals import queries
from collegial.proposals.events import RoundClosed
from collegial.proposals.models import Proposal, Stance
from collegial.proposals.services import rounds
from collegial.proposals.services.rolling_back import roll_back
from collegial.proposals.views.gates import close_form, gate_page, rollback_form, told_of, voice_form
from collegial.proposals.views.loading import check, readable
from collegial.web.acting import FormPage, Over, sure_act
from collegial.web.languages import say
from collegial.web.request import act, session


def begin_round(slug: str, to_stage: str) -> ResponseReturnValue:
    """Open a round of the group."""
    proposal = readable(slug)
    rounds.open_round(act(), proposal, check=check, to_stage=to_stage)
    flash(say(t("The round is open: each member of the group answers here.")), "success")
    return _gate(slug, "round")


def take_part(slug: str) -> ResponseReturnValue:
    """Say one's stance in the round."""
    proposal = readable(slug)
    passage = queries.next_passage(proposal)
    if passage is None:
        raise Missing("proposals.no_open_round", t("No round is open. Reload the page to see the decision."))
    form = voice_form(passage)
    status = form.attempt(
        lambda: rounds.take_part(act(), proposal, Stance(form.stance.data), form.reasons.data or "")
    )
    if status is not None:
        return gate_page(proposal, {"voice": form}, status=status)
    flash(say(t("Your answer is recorded. You may change it until the round is closed.")), "success")
    return _gate(slug, "round")


def close_round(slug: str) -> ResponseReturnValue:
    """Close the round with what it decides."""
    proposal = readable(slug)
    form = close_form()
    status = form.attempt(
        lambda: rounds.close_round(
            act(), proposal, reasons=form.reasons.data, check=check,
            tasks=tuple((form.tasks.data or "").splitlines()), carries_over=form.carries_over.data,
        )
    )  # fmt: skip
    if status is not None:
        session().rollback()  # the page shows the round as it still is: open
        return gate_page(readable(slug), {"close": form}, status=status)
    flash(say(told_of(proposal.decisions[-1].outcome)), "success")
    return redirect(url_for("proposals.show", slug=slug))


def break_round_off(slug: str) -> ResponseReturnValue:
    """Close the round without a decision, once that is confirmed."""
    proposal = readable(slug)
    gate, back = (url_for("proposals.gate", slug=slug, _anchor=part) for part in ("decide", "round"))
    page = FormPage(
        title=t("Break the round off"), submit=t("Break the round off"), eyebrow=proposal.title, tone="danger",
        lead=t("Nobody answers any more, and nothing is decided. This cannot be undone."),
        crumbs=[
            (t("Proposals"), url_for("proposals.index")),
            (proposal.title, url_for("proposals.show", slug=slug)), (t("The next gate"), back),
        ],
        back=(t("Not now"), back), over=_round_over(proposal),
    )  # fmt: skip
    done = t("The round is broken off. Nothing was decided.")
    return sure_act(lambda: rounds.break_round_off(act(), proposal), page, done=done, to=gate)


def _round_over(proposal: Proposal) -> Over | None:
    """Say at once that no round is open, and when and by whom the last one was closed."""
    if queries.open_round(session(), proposal) is not None:
        return None
    return over_since(session(), t("No round is open."), RoundClosed, proposal=proposal.slug)


def start_again(slug: str) -> ResponseReturnValue:
    """Start the draft again from a frozen version, as the group decided."""
    proposal = readable(slug)
    form = rollback_form(proposal)
    status = form.attempt(
        lambda: roll_back(
            act(), proposal, to_stage=form.to_stage.data, reasons=form.reasons.data, count=form.count
        )
    )
    if status is not None:
        return gate_page(proposal, {"rollback": form}, status=status)
    flash(say(t("The draft is a copy of that version again. The decision stands in the log.")), "success")
    return redirect(url_for("proposals.draft", slug=slug))


def _gate(slug: str, anchor: str) -> ResponseReturnValue:
    return redirect(url_for("proposals.gate", slug=slug, _anchor=anchor))
