"""Show funding rounds and act on them."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import (
    ZERO,
    DomainError,
    FormPage,
    Missing,
    Money,
    OnceForm,
    Over,
    Text,
    act,
    say,
    session,
    sure_act,
    t,
)
from collegial_finance import words
from collegial_finance.fields import WithdrawalForm
from collegial_finance.ledger.chart import HELD_FOR_PROJECTS
from collegial_finance.ledger.queries import balance_of, balances_by_source, debits_by_source, debits_of
from collegial_finance.rounds import links, queries, services, telling
from collegial_finance.rounds.forms import FunderForm, LinkForm, RoundChangeForm, RoundForm, StepForm
from collegial_finance.rounds.models import FundingRound, RoundState
from collegial_finance.rounds.rules import OVER, explain, may_end
from collegial_finance.rounds.services import linking
from collegial_finance.sending import Done, over_page, sent


def index() -> ResponseReturnValue:
    """Show all rounds, and what those that hold paid to their projects."""
    return render_template(
        "finance/rounds.html",
        rounds=[(one, queries.standing_of(one)) for one in queries.rounds(session())],
        balances=balances_by_source(session(), HELD_FOR_PROJECTS),
        paid_out=debits_by_source(session(), HELD_FOR_PROJECTS),
        words=words,
    )


def show(round_id: int) -> ResponseReturnValue:
    """Show a round: its table, where it stands and what came before."""
    return _page(_found(round_id))


def create() -> ResponseReturnValue:
    """Open a round."""
    form, find = RoundForm(), request.args.get("find", "")
    form.offer(queries.organisations(session(), find))

    def open_one() -> str:
        made = services.open_round(act(), **form.facts())
        return url_for("finance_rounds.show", round_id=made.id)

    return sent(
        form,
        open_one,
        t("The round is open. Bring the funders to its table."),
        "finance/open_round.html",
        find=find,
    )


def change(round_id: int) -> ResponseReturnValue:
    """Change what an open round says."""
    found = _found(round_id)
    form = RoundChangeForm(obj=found, reason="", seen=len(found.changes))

    def save() -> str:
        services.change_round(act(), round_id=round_id, **form.facts())
        return url_for("finance_rounds.show", round_id=round_id)

    def done() -> Text:
        return telling.changed(*telling.reached(session(), queries.at_the_table(found), act().today))

    refusal = services.closed(act(), found)
    return _asked(found, form, save, t("Change the round"), done, refusal=refusal)


def cancel(round_id: int) -> ResponseReturnValue:
    """Call a round off before anything is paid."""
    found, form = _found(round_id), WithdrawalForm()

    def call_off() -> str:
        services.cancel_round(act(), round_id=round_id, **form.facts())
        return url_for("finance_rounds.show", round_id=round_id)

    standing = queries.standing_of(found)
    facts = [
        (t("Project"), found.project.name), (t("Pledged"), standing.pledged), (t("Target"), found.plan.target),
    ]  # fmt: skip
    seated = queries.at_the_table(found)  # called off, its pledges have lapsed

    def done() -> Text:
        return telling.called_off(*telling.reached(session(), seated, act().today))

    title, refusal = t("Call the round off"), services.hindrance(found)
    return _asked(found, form, call_off, title, done, refusal=refusal, facts=facts, tone="danger")


def _asked(
    found: FundingRound,
    form: OnceForm,
    work: Callable[[], str],
    title: Text,
    done: Done,
    *,
    refusal: DomainError | None,
    **shown: Any,
) -> ResponseReturnValue:
    crumbs = _crumbs(found)
    return sent(
        form, work, done, "finance/fund/step.html", title=title, lead=found.title, crumbs=crumbs,
        instead=over_page(refusal, title, crumbs), **shown,
    )  # fmt: skip


def invite(round_id: int) -> ResponseReturnValue:
    """Bring a funder to the table."""
    form, found, find = FunderForm(), _found(round_id), request.args.get("find", "")
    form.offer(queries.organisations(session(), find))

    def invite_one() -> str:
        services.invite_funder(act(), round_id=round_id, **form.facts())
        return url_for("finance_rounds.show", round_id=round_id)

    title, done, crumbs = t("Bring a funder to the table"), t("The funder is at the table."), _crumbs(found)
    over = over_page(services.closed(act(), found), title, crumbs)
    return sent(form, invite_one, done, "finance/invite_funder.html", round=found, find=find, instead=over)


def step(round_id: int, pledge_id: int) -> ResponseReturnValue:
    """Take a pledge to its next step."""
    pledge = queries.pledge(session(), round_id, pledge_id)
    if pledge is None:
        raise Missing("finance.pledge_unknown", t("There is no such pledge."))
    told = {"amount": pledge.amount or None, "conditions": pledge.conditions}
    form = StepForm(data={"on": act().today, **told})
    form.offer(pledge.state)

    def move() -> str:
        services.move_pledge(act(), round_id=round_id, pledge_id=pledge_id, **form.facts())
        return url_for("finance_rounds.show", round_id=round_id)

    refusal = services.step_hindrance(act(), pledge)
    over = over_page(refusal, t("Record the next step"), _crumbs(pledge.round))
    done = t("The pledge has taken its step.")
    return sent(form, move, done, "finance/step.html", pledge=pledge, instead=over)


def link(round_id: int, pledge_id: int) -> ResponseReturnValue:
    """Give a funder its own link to the table, or look at those it has."""
    pledge = queries.pledge(session(), round_id, pledge_id)
    if pledge is None:
        raise Missing("finance.pledge_unknown", t("There is no such pledge."))
    form = LinkForm()

    def give() -> str:
        linking.give_link(
            act(), round_id=round_id, pledge_id=pledge_id, days=form.days.data, by_mail=bool(form.send.data)
        )
        return url_for("finance_rounds.link", round_id=round_id, pledge_id=pledge_id)

    today = act().today
    shown = [(one, links.address_of(one), linking.is_good(one, today)) for one in pledge.links]
    done = t("The link is made. It shows the table without an account.")
    return sent(form, give, done, "finance/link.html", pledge=pledge, links=shown, over=OVER)


def revoke(round_id: int, link_id: int) -> ResponseReturnValue:
    """Take a link back."""
    found = linking.revoke_link(act(), round_id=round_id, link_id=link_id)
    flash(say(t("The link is taken back: it no longer shows anything.")), "success")
    return redirect(url_for("finance_rounds.link", round_id=round_id, pledge_id=found.pledge_id))


def table(token: str) -> ResponseReturnValue:
    """Show the table of a round to a funder without an account."""
    found = links.link_behind(token)
    shown = queries.funding_round(session(), found.pledge.round_id)
    if shown is None:
        raise links.unknown()
    standing = queries.standing_of(shown)
    page = render_template(
        "finance/table.html", round=shown, mine=found.pledge, link=found, standing=standing,
        explanation=explain(shown.plan, standing.pledged), words=words,
    )  # fmt: skip
    return page, 200, {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


def end(round_id: int) -> ResponseReturnValue:
    """End a round by its rule, once that is confirmed."""
    found = _found(round_id)
    standing = queries.standing_of(found)
    page = _final(
        found, t("End the round"), t("Its rule decides now, by what is pledged. The end is never taken back."),
        [
            (t("Pledged"), standing.pledged), (t("Target"), found.plan.target),
            (t("How it closes"), explain(found.plan, standing.pledged)),
        ],
        _end_over(found, standing.pledged),
    )  # fmt: skip
    ended = t("The round has ended.")
    return sure_act(
        lambda: services.end_round(act(), round_id=round_id), page, done=ended, to=page.crumbs[-1][1]
    )


def pay(round_id: int) -> ResponseReturnValue:
    """Pay the project what is held for it, once that is confirmed."""
    found = _found(round_id)
    page = _final(
        found, t("Record the payment to the project"),
        t("The payment is written in the books. An entry is never changed: another one takes it back."),
        [(t("Project"), found.project.name), (t("Amount"), _held(found))], _payment_over(found),
    )  # fmt: skip
    paid = t("The payment to the project is written in the books.")
    return sure_act(
        lambda: services.pay_project(act(), round_id=round_id), page, done=paid, to=page.crumbs[-1][1]
    )


def _final(
    found: FundingRound, title: Text, lead: Text, facts: Sequence[tuple[Text, object]], over: Over | None
) -> FormPage:
    """Return the page before an act on a round that stays."""
    crumbs = _crumbs(found)
    return FormPage(
        title=title, submit=title, lead=lead, facts=facts, tone="danger", eyebrow=found.title, crumbs=crumbs,
        back=(t("Back to the round"), crumbs[-1][1]), over=over,
    )  # fmt: skip


def _crumbs(found: FundingRound) -> list[tuple[Text | str, str]]:
    """Return the way to a round."""
    here = url_for("finance_rounds.show", round_id=found.id)
    return [(t("Funding rounds"), url_for("finance_rounds.index")), (found.title, here)]


def _end_over(found: FundingRound, pledged: Money) -> Over | None:
    """Say at once that a round has ended, or that it still runs."""
    if found.ended_on is not None:
        return Over(why=t("This round has ended."), at=found.ended_on)
    is_due = may_end(found.plan, pledged, act().today)
    return None if is_due else Over(why=t("A round ends on its last day, or once it can take no more."))


def _payment_over(found: FundingRound) -> Over | None:
    """Say at once that nothing is held for the project: it was paid, or its round does not hold."""
    if found.state is RoundState.HELD and _held(found) > ZERO:
        return None
    return Over(why=t("Nothing is held for this project that could be paid to it."))


def _held(found: FundingRound) -> Money:
    return -balance_of(session(), HELD_FOR_PROJECTS, found.source)


def _paid_out(found: FundingRound) -> Money:
    """Return what the project of a round that holds has got of what was paid in."""
    if found.state is not RoundState.HELD:
        return ZERO
    return debits_of(session(), HELD_FOR_PROJECTS, found.source)


def _found(round_id: int) -> FundingRound:
    found = queries.funding_round(session(), round_id)
    if found is None:
        raise Missing("finance.round_unknown", t("There is no such funding round."))
    return found


def _page(found: FundingRound) -> str:
    standing = queries.standing_of(found)
    return render_template(
        "finance/round.html",
        round=found,
        standing=standing,
        explanation=explain(found.plan, standing.pledged),
        may_end=may_end(found.plan, standing.pledged, act().today),
        can_be_cancelled=services.hindrance(found) is None,
        can_change=found.state is RoundState.OPEN and act().today <= found.closes_on,
        held=_held(found),
        paid_out=_paid_out(found),
        timeline=queries.timeline(found),
        two_hats=queries.near_the_project(session(), found, act().today),
        movable=[one for one in found.pledges if services.step_hindrance(act(), one) is None],
        over=OVER,
        words=words,
    )
