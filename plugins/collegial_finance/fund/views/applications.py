"""Apply, show an application, review it, put it to the vote."""

from collections.abc import Callable, Sequence

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import (
    DomainError,
    Forbidden,
    FormPage,
    Missing,
    OnceForm,
    Over,
    Text,
    act,
    file_response,
    group_votes_on,
    say,
    seats_of,
    session,
    speaks_for,
    sure_act,
    t,
    viewer,
)
from collegial_finance import words
from collegial_finance.fund import forms, queries, services
from collegial_finance.fund.models import ProjectApplication, ProjectCall
from collegial_finance.fund.rules import ApplicationState, not_open
from collegial_finance.fund.services.holding import unknown_application
from collegial_finance.fund.views.offering import offered
from collegial_finance.permissions import LEAD_EXPERIMENTS
from collegial_finance.rounds.queries import organisations
from collegial_finance.sending import over_page, sent


def apply(call_id: int) -> ResponseReturnValue:
    """Hand in an application."""
    found, form, find = (
        queries.call(session(), call_id),
        forms.ApplicationForm(),
        request.args.get("find", ""),
    )
    if found is None:
        raise Missing("finance.call_unknown", t("There is no such call for projects."))
    leads = viewer().may(LEAD_EXPERIMENTS)
    mine = queries.structures_for(session(), viewer(), act().today)
    form.offer(organisations(session(), find) if leads else mine)

    def hand_in() -> str:
        made = services.apply(act(), call_id=call_id, **form.facts())
        return url_for("finance_fund.application", application_id=made.id)

    done = t("The application is handed in. You may add files until the call closes.")
    crumbs = _to_call(found)
    # Who wrote until the call had closed keeps what was typed, beside the refusal.
    over = None if form.is_submitted() else not_open(found.plan, act().today)
    return sent(
        form, hand_in, done, "finance/fund/apply.html", call=found, find=find, leads=leads, crumbs=crumbs,
        instead=over_page(over, t("Apply"), crumbs),
    )  # fmt: skip


def show(application_id: int) -> ResponseReturnValue:
    """Show an application with all that belongs to it."""
    return _page(readable(application_id))


def _page(found: ProjectApplication) -> str:
    day = act().today
    seats = seats_of(session(), viewer(), found.call.fund.committee_id, day)
    leads = viewer().may(LEAD_EXPERIMENTS)
    speaks = viewer().actor_id == found.applicant_id or speaks_for(
        session(), viewer(), found.applicant_id, day
    )
    return render_template(
        "finance/fund/application.html",
        application=found,
        states=ApplicationState,
        score=queries.score(found),
        score_of=queries.score_of,
        conflicts=queries.conflicts(session(), found, day),
        seats=seats,
        leads=leads,
        speaks=leads or speaks,
        offered=offered(found, speaks=leads or speaks),
        can_redraw=leads and _is_draft(found),
        judges=bool(seats) or viewer().may("finance.read_applications"),
        votes=group_votes_on(session(), queries.SUBJECT, found.id),
        today=day,
        words=words,
    )


def _is_draft(found: ProjectApplication) -> bool:
    runs = services.out_of_turn(found, "agreement") is None
    return runs and found.agreement is not None and services.redraw_hindrance(found.agreement) is None


def attach(application_id: int) -> ResponseReturnValue:
    """Add a file."""
    found, form = readable(application_id), forms.FileForm()

    def add() -> str:
        upload = forms.upload_of(form.file)
        if upload:
            services.add_file(act(), application_id=application_id, file=upload)
        return url_for("finance_fund.application", application_id=application_id, _anchor="files")

    refusal = services.out_of_turn(found, "file") or not_open(found.call.plan, act().today)
    return step(found, form, add, title=t("Add a file"), done=t("The file is kept."), refusal=refusal)


def file(application_id: int, file_id: int) -> ResponseReturnValue:
    """Give a file of an application, of its evidence or of its reports."""
    found = readable(application_id)
    agreement = found.agreement
    kept = [one.file for one in found.files]
    if agreement:
        kept += [proof.file for one in agreement.instalments for proof in one.evidence]
        kept += [one.file for one in agreement.reports if one.file]
    for one in kept:
        if one.id == file_id:
            return file_response(one)
    raise Missing("finance.file_missing", t("There is no such file."))


def withdraw(application_id: int) -> ResponseReturnValue:
    """Take an application back, once that is confirmed."""
    found = readable(application_id)
    services.require_voice(act(), found.applicant_id)
    here = url_for("finance_fund.application", application_id=application_id)
    page = FormPage(
        title=t("Withdraw the application"), submit=t("Withdraw the application"), tone="danger",
        eyebrow=found.title, lead=t("The committee looks at it no more. This cannot be undone."),
        facts=facts_of(found),
        crumbs=[(t("Experiment fund"), url_for("finance_fund.index")), (found.title, here)],
        back=(t("Back to the application"), here), over=_withdrawal_over(found),
    )  # fmt: skip
    return sure_act(
        lambda: services.withdraw(act(), application_id=application_id), page,
        done=t("The application is withdrawn."), to=here,
    )  # fmt: skip


def _withdrawal_over(found: ProjectApplication) -> Over | None:
    """Say at once that an application was withdrawn, or went on too far for that."""
    if found.state is ApplicationState.SUBMITTED:
        return None
    if found.state is ApplicationState.WITHDRAWN:
        return Over(why=t("The application is withdrawn."))
    return Over(why=t("This application cannot take this step from where it stands."))


def review(application_id: int, reviewer_id: int) -> ResponseReturnValue:
    """Score an application."""
    found = _seated(application_id, reviewer_id)
    known = next((one for one in found.reviews if one.reviewer_id == reviewer_id), None)
    given = {one.criterion_id: one.value for one in known.scores} if known else {}
    form = forms.ReviewForm.of(found.call.criteria, given, known.comment if known else None)

    def score() -> str:
        services.review(
            act(), application_id=application_id, reviewer_id=reviewer_id,
            scores=form.scores(found.call.criteria), comment=form.comment.data or None,
        )  # fmt: skip
        return url_for("finance_fund.application", application_id=application_id, _anchor="reviews")

    done = t("Your scores are recorded. You may change them until the vote.")
    over = over_page(
        services.out_of_turn(found, "review"), t("Score “%(title)s”", title=found.title), crumbs_to(found)
    )
    return sent(form, score, done, "finance/fund/review.html", application=found, instead=over)


def conflict(application_id: int, reviewer_id: int) -> ResponseReturnValue:
    """Declare a conflict of interest."""
    found, form = _seated(application_id, reviewer_id), forms.ReasonForm()

    def declare() -> str:
        services.declare_conflict(
            act(), application_id=application_id, reviewer_id=reviewer_id, reason=form.reason.data
        )
        return url_for("finance_fund.application", application_id=application_id, _anchor="reviews")

    return step(
        found, form, declare, title=t("Declare a conflict of interest"),
        refusal=services.out_of_turn(found, "conflict"),
        done=t("Your conflict is noted: you neither score nor vote on this application."),
        lead=t("Your scores on this application are dropped, and you do not vote on it."),
    )  # fmt: skip


def vote(application_id: int) -> ResponseReturnValue:
    """Put an application to the vote of the committee."""
    found = readable(application_id)
    form = forms.GrantForm(data={"granted": found.asked})
    left = queries.pots(session(), found.call.fund_id).available_for(found.call_id)
    form.granted.description = say(t("The fund can still commit %(left)s to this call.", left=left))
    page = url_for("finance_fund.application", application_id=application_id)

    def ask() -> str:
        amount = form.granted.amount
        services.put_to_vote(
            act(), application_id=application_id, granted=amount, page=page,
            title=t("%(amount)s for “%(title)s”?", amount=amount, title=found.title),
            question=t(
                "%(applicant)s asks for %(asked)s. The committee is asked to grant %(amount)s.",
                applicant=found.applicant.name, asked=found.asked, amount=amount,
            ),
        )  # fmt: skip
        return page

    return step(
        found, form, ask, title=t("Put it to the vote of the committee"),
        refusal=services.out_of_turn(found, "vote"),
        done=t("The vote is open: the members of the committee are called by e-mail."),
    )  # fmt: skip


def readable(application_id: int) -> ProjectApplication:
    """Return an application that the reader may read. Raises Missing."""
    found = queries.application(session(), viewer(), application_id, act().today)
    if found is None:
        raise unknown_application()
    return found


def step(
    found: ProjectApplication,
    form: OnceForm,
    work: Callable[[], str],
    *,
    title: Text,
    done: Text,
    refusal: DomainError | None,
    lead: Text | None = None,
    more: Sequence[tuple[Text | str, object]] = (),
) -> ResponseReturnValue:
    """Show a form that takes an application further, beneath what it is about; a `refusal` says why there is none."""
    crumbs = crumbs_to(found)
    return sent(
        form, work, done, "finance/fund/step.html", title=title, lead=lead, crumbs=crumbs,
        facts=[*facts_of(found), *more], instead=over_page(refusal, title, crumbs),
    )  # fmt: skip


def crumbs_to(found: ProjectApplication) -> list[tuple[Text | str, str]]:
    """Return the way to an application."""
    here = url_for("finance_fund.application", application_id=found.id)
    return [*_to_call(found.call), (found.title, here)]


def _to_call(found: ProjectCall) -> list[tuple[Text | str, str]]:
    return [
        (t("Experiment fund"), url_for("finance_fund.index")),
        (found.title, url_for("finance_fund.call", call_id=found.id)),
    ]


def facts_of(found: ProjectApplication) -> list[tuple[Text | str, object]]:
    """Return whose application it is, and how much it asks for, was granted and got."""
    facts: list[tuple[Text | str, object]] = [
        (t("Applicant"), found.applicant.name),
        (t("Asked"), found.asked),
    ]
    if found.granted:
        facts.append((t("Granted"), found.granted))
    if found.agreement:
        facts.append((t("Paid"), found.agreement.paid))
    return facts


def _seated(application_id: int, reviewer_id: int) -> ProjectApplication:
    found = readable(application_id)
    seats = seats_of(session(), viewer(), found.call.fund.committee_id, act().today)
    if reviewer_id not in {one.id for one in seats}:
        raise Forbidden("finance.not_in_committee", t("Only members of the committee review applications."))
    return found
