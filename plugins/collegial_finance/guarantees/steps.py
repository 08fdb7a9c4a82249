"""What guarantee funds ask of those who manage their files."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from collegial.plugin import NextStep, Text, nt, t
from collegial_finance.asking import Waiting, ask, each_or_all
from collegial_finance.committees.queries import voted_on
from collegial_finance.guarantees.models import FileState, GuaranteeFile
from collegial_finance.guarantees.queries import SUBJECT
from collegial_finance.permissions import MANAGE_GUARANTEES


def steps(session: Session) -> Iterator[NextStep]:
    """Say which files wait for a decision, which to issue, and on which a loan is not repaid."""
    yield from each_or_all(_of(session, FileState.INCIDENT), _unpaid, _all_unpaid)
    not_voted_on = GuaranteeFile.id.not_in(voted_on(SUBJECT))
    yield from each_or_all(_of(session, FileState.REQUESTED, not_voted_on), _waiting, _all_waiting)
    yield from each_or_all(_of(session, FileState.ACCEPTED), _accepted, _all_accepted)


def _of(session: Session, state: FileState, *where: ColumnElement[bool]) -> Waiting[GuaranteeFile]:
    query = select(GuaranteeFile).where(GuaranteeFile.state == state, *where).order_by(GuaranteeFile.id)
    return ask(session, query.options(joinedload(GuaranteeFile.borrower), joinedload(GuaranteeFile.fund)))


def _waiting(one: GuaranteeFile) -> NextStep:
    if one.fund.committee_id is None:
        return _step(one, "decide", t("A guarantee waits for its decision"), t("Record the decision"))
    return _step(one, "vote", t("A guarantee waits for the committee"), t("Put it to the vote"))


def _accepted(one: GuaranteeFile) -> NextStep:
    return _step(
        one, "issue", t("A guarantee is accepted and can be issued"), t("Issue the guarantee"), weight=59
    )


def _unpaid(one: GuaranteeFile) -> NextStep:
    sentence = t("A guaranteed loan is not repaid as planned")
    return _step(one, "file", sentence, t("Answer the call"), icon="warning", weight=58)


def _all_waiting(found: Waiting[GuaranteeFile]) -> NextStep:
    sentence = nt(
        "%(count)d guarantee file waits for a decision",
        "%(count)d guarantee files wait for a decision",
        found.count,
    )
    return _list("waiting", sentence)


def _all_accepted(found: Waiting[GuaranteeFile]) -> NextStep:
    sentence = nt("%(count)d guarantee is to be issued", "%(count)d guarantees are to be issued", found.count)
    return _list("accepted", sentence, weight=59)


def _all_unpaid(found: Waiting[GuaranteeFile]) -> NextStep:
    sentence = nt(
        "%(count)d guaranteed loan is not repaid as planned",
        "%(count)d guaranteed loans are not repaid as planned",
        found.count,
    )
    return _list("unpaid", sentence, icon="warning", weight=58)


def _step(
    one: GuaranteeFile, view: str, sentence: Text, act: Text, *, icon: str = "guarantee", weight: int = 60
) -> NextStep:
    return NextStep(
        key=f"finance.guarantee.{one.id}", sentence=sentence, act=act, endpoint=f"finance_guarantees.{view}",
        values={"file_id": one.id}, about=f"{one.borrower.name} · {one.purpose}"[:200], icon=icon,
        permission=MANAGE_GUARANTEES, weight=weight,
    )  # fmt: skip


def _list(key: str, sentence: Text, *, icon: str = "guarantee", weight: int = 60) -> NextStep:
    return NextStep(
        key=f"finance.guarantees.{key}", sentence=sentence, act=t("See the files"),
        endpoint="finance_guarantees.index", icon=icon, permission=MANAGE_GUARANTEES, weight=weight,
    )  # fmt: skip
