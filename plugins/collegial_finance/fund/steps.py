"""What experiment funds ask of those who lead them, of committees, of who approves, and of the structures they help."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from sqlalchemy.orm import Session

from collegial.plugin import SIGNED_IN, NextStep, Permission, Text, Viewer, nt, t
from collegial_finance.asking import Waiting, each_or_all, those
from collegial_finance.fund import waiting
from collegial_finance.fund.models import AgreementInstalment, ProjectAgreement, ProjectApplication
from collegial_finance.fund.queries import awaiting_scores, structures_for
from collegial_finance.permissions import APPROVE_EVIDENCE, LEAD_EXPERIMENTS

AHEAD = timedelta(days=30)


def steps(session: Session, viewer: Viewer, day: date) -> Iterator[NextStep]:
    """Say which applications, agreements, instalments, evidence, reports and scores wait for a reader."""
    yield from each_or_all(those(awaiting_scores(session, viewer, day)), _to_score, _all_to_score)
    if viewer.may(LEAD_EXPERIMENTS):
        yield from _led(session, day)
    if viewer.may(APPROVE_EVIDENCE):
        yield from each_or_all(waiting.to_approve(session, viewer), _to_approve, _all_to_approve)
    yield from _own(session, viewer, day)


def _led(session: Session, day: date) -> Iterator[NextStep]:
    """Say to who leads the funds what waits, from the vote on an application to the end of its agreement."""
    yield from each_or_all(waiting.to_vote(session, day), _to_vote, _all_to_vote)
    yield from each_or_all(waiting.to_draw(session), _to_draw, _all_to_draw)
    yield from each_or_all(waiting.to_sign(session), _to_sign, _all_to_sign)
    yield from each_or_all(waiting.to_close(session), _to_close, _all_to_close)
    yield from each_or_all(waiting.to_pay(session, day + AHEAD), _to_pay, _all_to_pay)


def _own(session: Session, viewer: Viewer, day: date) -> Iterator[NextStep]:
    """Say to who speaks for a structure what its agreements wait for."""
    structures = [one.id for one in structures_for(session, viewer, day)]
    if structures:
        yield from map(_to_prove, waiting.to_prove(session, structures, day + AHEAD))
        yield from map(_to_report, waiting.to_report(session, structures, day + AHEAD))


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


def _all_to_score(found: Waiting[tuple[ProjectApplication, int]]) -> NextStep:
    sentence = nt(
        "%(count)d application awaits your scores", "%(count)d applications await your scores", found.count
    )
    return _list("scores", sentence, permission=SIGNED_IN)


def _all_to_vote(found: Waiting[ProjectApplication]) -> NextStep:
    sentence = nt(
        "%(count)d application waits for the vote of the committee",
        "%(count)d applications wait for the vote of the committee",
        found.count,
    )
    return _list("votes", sentence)


def _all_to_draw(found: Waiting[ProjectApplication]) -> NextStep:
    sentence = nt(
        "%(count)d agreement is to be drawn up", "%(count)d agreements are to be drawn up", found.count
    )
    return _list("drafts", sentence)


def _all_to_sign(found: Waiting[ProjectAgreement]) -> NextStep:
    sentence = nt(
        "%(count)d agreement waits for its signature",
        "%(count)d agreements wait for their signature",
        found.count,
    )
    return _list("signatures", sentence)


def _all_to_close(found: Waiting[ProjectAgreement]) -> NextStep:
    sentence = nt("%(count)d agreement can be closed", "%(count)d agreements can be closed", found.count)
    return _list("ends", sentence)


def _all_to_pay(found: Waiting[AgreementInstalment]) -> NextStep:
    sentence = nt(
        "%(count)d instalment of experiments is due",
        "%(count)d instalments of experiments are due",
        found.count,
    )
    return _list("payments", sentence, due_on=found.first[0].due_on)


def _all_to_approve(found: Waiting[AgreementInstalment]) -> NextStep:
    sentence = nt(
        "The evidence of %(count)d instalment waits for your approval",
        "The evidence of %(count)d instalments waits for your approval",
        found.count,
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
