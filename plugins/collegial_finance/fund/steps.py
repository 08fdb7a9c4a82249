"""What experiment funds ask of those who lead them, of committees, of who approves, and of the structures they help."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain
from types import MappingProxyType

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.plugin import SIGNED_IN, NextStep, Permission, Text, Viewer, nt, t
from collegial_finance.asking import each_or_all
from collegial_finance.fund.models import (
    AgreementInstalment,
    InstalmentEvidence,
    ProjectAgreement,
    ProjectApplication,
    ProjectCall,
)
from collegial_finance.fund.queries import awaiting_scores, structures_for
from collegial_finance.fund.rules import ApplicationState
from collegial_finance.fund.services import is_own, may_close, payment_hindrance
from collegial_finance.permissions import APPROVE_EVIDENCE, LEAD_EXPERIMENTS

AHEAD = timedelta(days=30)


def steps(session: Session, viewer: Viewer, day: date) -> Iterator[NextStep]:
    """Say which applications, agreements, instalments, evidence, reports and scores wait for a reader."""
    yield from each_or_all(awaiting_scores(session, viewer, day), _to_score, _all_to_score)
    leads, approves = viewer.may(LEAD_EXPERIMENTS), viewer.may(APPROVE_EVIDENCE)
    if leads:
        yield from _applications(session, day)
    if leads or approves:
        running = _running(session, true())
        yield from _agreements(running, day) if leads else ()
        yield from _proofs(running, viewer) if approves else ()
    yield from _own(session, viewer, day)


def _applications(session: Session, day: date) -> Iterator[NextStep]:
    closed = ProjectApplication.call.has(ProjectCall.closes_on < day)
    handed_in = _in_state(session, ApplicationState.SUBMITTED, closed)
    yield from each_or_all(handed_in, _to_vote, _all_to_vote)
    yield from each_or_all(_in_state(session, ApplicationState.ACCEPTED), _to_draw, _all_to_draw)


def _agreements(running: Sequence[ProjectAgreement], day: date) -> Iterator[NextStep]:
    yield from each_or_all([one for one in running if one.signed_on is None], _to_sign, _all_to_sign)
    ended = [one for one in running if one.signed_on is not None and may_close(one)]
    yield from each_or_all(ended, _to_close, _all_to_close)
    due = [
        part
        for one in running
        for part in one.instalments
        if one not in ended
        and part.due_on <= day + AHEAD
        and payment_hindrance(one, part) is None
        and not part.paid  # the rest of what was paid in part is offered on its page alone
    ]
    yield from each_or_all(sorted(due, key=lambda part: part.due_on), _to_pay, _all_to_pay)


def _proofs(running: Sequence[ProjectAgreement], viewer: Viewer) -> Iterator[NextStep]:
    parts = chain.from_iterable(one.instalments for one in running)
    theirs = [one for one in parts if one.awaits_approval and not is_own(viewer, one)]
    yield from each_or_all(theirs, _to_approve, _all_to_approve)


def _own(session: Session, viewer: Viewer, day: date) -> Iterator[NextStep]:
    """Say to who speaks for a structure what its agreements wait for."""
    structures = [one.id for one in structures_for(session, viewer, day)]
    if not structures:
        return
    mine = ProjectAgreement.application.has(ProjectApplication.applicant_id.in_(structures))
    signed = [one for one in _running(session, mine) if one.signed_on is not None]
    for part in chain.from_iterable(one.instalments for one in signed):
        if part.awaits_evidence and part.due_on <= day + AHEAD:
            yield _to_prove(part)
    for one in signed:
        if not may_close(one) and one.ends_on <= day + AHEAD:
            yield _to_report(one)


def _in_state(
    session: Session, state: ApplicationState, where: ColumnElement[bool] | None = None
) -> Sequence[ProjectApplication]:
    query = (
        select(ProjectApplication).where(ProjectApplication.state == state).order_by(ProjectApplication.id)
    )
    return session.scalars(query.where(where) if where is not None else query).all()


def _running(session: Session, where: ColumnElement[bool]) -> Sequence[ProjectAgreement]:
    """Return agreements that are not closed, with all that they wait for."""
    parts = selectinload(ProjectAgreement.instalments)
    options = (
        joinedload(ProjectAgreement.application),
        selectinload(ProjectAgreement.reports),
        parts.selectinload(AgreementInstalment.evidence).joinedload(InstalmentEvidence.file),
        parts.joinedload(AgreementInstalment.approval),
    )
    query = select(ProjectAgreement).where(where, ProjectAgreement.closed_on.is_(None))
    return session.scalars(query.options(*options).order_by(ProjectAgreement.id)).all()


def _to_score(pair: tuple[ProjectApplication, int]) -> NextStep:
    one, seat = pair
    return _step(
        one, "review", t("An application awaits your scores"), t("Score it"), key=f"score.{one.id}.{seat}",
        values={"reviewer_id": seat}, icon="decision", permission=SIGNED_IN, weight=59,
    )  # fmt: skip


def _to_vote(one: ProjectApplication) -> NextStep:
    sentence = t("A call has closed: an application waits for the vote of the committee")
    return _step(one, "vote", sentence, t("Put it to the vote"), icon="vote", weight=60)


def _to_draw(one: ProjectApplication) -> NextStep:
    sentence = t("An application is accepted: its agreement is to be drawn up")
    return _step(one, "draw", sentence, t("Draw up the agreement"), icon="edit", weight=60)


def _to_sign(one: ProjectAgreement) -> NextStep:
    sentence = t("An agreement waits for its signature")
    return _step(one.application, "sign", sentence, t("Record the signature"), icon="sign", weight=61)


def _to_close(one: ProjectAgreement) -> NextStep:
    sentence = t("A final report is in: the agreement can be closed")
    return _step(one.application, "close", sentence, t("Close the agreement"), weight=64)


def _to_pay(one: AgreementInstalment) -> NextStep:
    return _of_part(one, "pay", t("An instalment of an experiment is due"), t("Pay it"), LEAD_EXPERIMENTS)


def _to_approve(one: AgreementInstalment) -> NextStep:
    sentence = t("The evidence of an instalment waits for your approval")
    return _of_part(one, "approve", sentence, t("Approve it"), APPROVE_EVIDENCE)


def _to_prove(one: AgreementInstalment) -> NextStep:
    sentence = t("Evidence for an instalment is awaited from you")
    return _of_part(one, "evidence", sentence, t("Hand it in"), SIGNED_IN)


def _to_report(one: ProjectAgreement) -> NextStep:
    sentence = t("The final report on your project is awaited")
    return _step(
        one.application, "report", sentence, t("Hand it in"), key=f"report.{one.id}", due_on=one.ends_on,
        permission=SIGNED_IN, weight=62,
    )  # fmt: skip


def _all_to_score(found: Sequence[tuple[ProjectApplication, int]]) -> NextStep:
    sentence = nt(
        "%(count)d application awaits your scores", "%(count)d applications await your scores", len(found)
    )
    return _list("scores", sentence, permission=SIGNED_IN)


def _all_to_vote(found: Sequence[ProjectApplication]) -> NextStep:
    sentence = nt(
        "%(count)d application waits for the vote of the committee",
        "%(count)d applications wait for the vote of the committee",
        len(found),
    )
    return _list("votes", sentence)


def _all_to_draw(found: Sequence[ProjectApplication]) -> NextStep:
    sentence = nt(
        "%(count)d agreement is to be drawn up", "%(count)d agreements are to be drawn up", len(found)
    )
    return _list("drafts", sentence)


def _all_to_sign(found: Sequence[ProjectAgreement]) -> NextStep:
    sentence = nt(
        "%(count)d agreement waits for its signature",
        "%(count)d agreements wait for their signature",
        len(found),
    )
    return _list("signatures", sentence)


def _all_to_close(found: Sequence[ProjectAgreement]) -> NextStep:
    sentence = nt("%(count)d agreement can be closed", "%(count)d agreements can be closed", len(found))
    return _list("ends", sentence)


def _all_to_pay(found: Sequence[AgreementInstalment]) -> NextStep:
    sentence = nt(
        "%(count)d instalment of experiments is due",
        "%(count)d instalments of experiments are due",
        len(found),
    )
    return _list("payments", sentence, due_on=found[0].due_on)


def _all_to_approve(found: Sequence[AgreementInstalment]) -> NextStep:
    sentence = nt(
        "The evidence of %(count)d instalment waits for your approval",
        "The evidence of %(count)d instalments waits for your approval",
        len(found),
    )
    return _list("proofs", sentence, permission=APPROVE_EVIDENCE)


def _of_part(
    one: AgreementInstalment, view: str, sentence: Text, act: Text, permission: Permission
) -> NextStep:
    return _step(
        one.agreement.application, view, sentence, act, key=f"{view}.{one.id}", values={"position": one.position},
        about=t("%(name)s: %(value)s", name=one.agreement.application.title, value=one.amount), due_on=one.due_on,
        permission=permission, weight=62,
    )  # fmt: skip


def _step(
    one: ProjectApplication, view: str, sentence: Text, act: Text, *, key: str | None = None,
    values: Mapping[str, object] = MappingProxyType({}), about: Text | None = None, due_on: date | None = None,
    icon: str = "money", permission: Permission = LEAD_EXPERIMENTS, weight: int,
) -> NextStep:  # fmt: skip
    return NextStep(
        key=f"finance.experiment.{key or f'{view}.{one.id}'}", sentence=sentence, act=act,
        endpoint=f"finance_fund.{view}", values={"application_id": one.id, **values}, about=about or one.title,
        due_on=due_on, icon=icon, permission=permission, weight=weight,
    )  # fmt: skip


def _list(
    key: str, sentence: Text, *, due_on: date | None = None, permission: Permission = LEAD_EXPERIMENTS
) -> NextStep:
    return NextStep(
        key=f"finance.experiments.{key}", sentence=sentence, act=t("See the applications"),
        endpoint="finance_fund.index", due_on=due_on, icon="money", permission=permission, weight=63,
    )  # fmt: skip
