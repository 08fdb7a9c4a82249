"""Withdraw a proposal after a review, and take it up again."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.text import t
from collegial.proposals.forms.gates import WithdrawForm
from collegial.proposals.models import Proposal
from collegial.proposals.queries.withdrawing import hanging_on, holders_of
from collegial.proposals.services import withdrawing
from collegial.proposals.views.loading import readable
from collegial.web.languages import say
from collegial.web.request import act, session


def withdraw_proposal(slug: str) -> ResponseReturnValue:
    """Say what stops, and withdraw."""
    proposal, form = readable(slug), WithdrawForm()
    done = t("The proposal is withdrawn. It stays readable, and can be taken up again.")

    def run() -> None:
        withdrawing.withdraw_proposal(act(), proposal, reasons=form.reasons.data or "")
        flash(say(done), "success")

    return _page(proposal, form, run, "withdraw")


def take_up(slug: str) -> ResponseReturnValue:
    """Take a withdrawn proposal up again."""
    proposal, form = readable(slug), WithdrawForm()
    done = t("The proposal is taken up again, at the stage where it stood.")

    def run() -> None:
        withdrawing.take_up_again(act(), proposal, reasons=form.reasons.data or "")
        flash(say(done), "success")

    return _page(proposal, form, run, "take_up")


def _page(proposal: Proposal, form: WithdrawForm, run: Callable[[], None], name: str) -> ResponseReturnValue:
    status = form.attempt(run)
    if status is None:
        return redirect(url_for("proposals.show", slug=proposal.slug))
    return render_template(
        f"proposals/{name}.html", proposal=proposal, form=form, hanging=hanging_on(session(), proposal),
        group=holders_of(session(), proposal),
    ), status  # fmt: skip
