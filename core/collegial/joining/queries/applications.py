"""Read applications: one, a list by state, the waiting list, what the card counts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.actors.queries import name_holds
from collegial.joining.models import Application, ApplicationDecision, DecisionBatch, Receipt
from collegial.joining.rules import CLOSED, FRUITLESS, ApplicationState
from collegial.kernel.errors import Missing
from collegial.kernel.money import ZERO, Money
from collegial.kernel.text import t

UNCONFIRMED, TO_DECIDE, WAITING, TO_BE_PAID, ADMITTED, CLOSED_LIST = (
    "unconfirmed", "to-decide", "waiting", "to-be-paid", "admitted", "closed",
)  # fmt: skip
_RECEIVED = Application.state == ApplicationState.RECEIVED
LISTS: Mapping[str, ColumnElement[bool]] = {
    TO_DECIDE: and_(_RECEIVED, Application.confirmed_at.is_not(None)),
    WAITING: Application.state == ApplicationState.WAITING,
    TO_BE_PAID: Application.state == ApplicationState.ACCEPTED,
    UNCONFIRMED: and_(_RECEIVED, Application.confirmed_at.is_(None)),
    ADMITTED: Application.state == ApplicationState.ADMITTED,
    CLOSED_LIST: Application.state.in_(CLOSED - {ApplicationState.ADMITTED}),
}


@dataclass(frozen=True, kw_only=True)
class ToDo:
    """What waits for the staff: the numbers on the dashboard, and the application itself where it is alone."""

    to_decide: int
    to_be_paid: int
    to_give_back: int
    only_to_pay: Application | None = None
    only_to_give_back: Application | None = None


def application(session: Session, application_id: int) -> Application:
    """Return an application with all that its page shows; raises Missing."""
    everything = (
        selectinload(Application.decisions).joinedload(ApplicationDecision.batch),
        selectinload(Application.receipts),
        selectinload(Application.letters),
        selectinload(Application.consents),
        joinedload(Application.actor),
        joinedload(Application.member),
    )
    found = session.get(Application, application_id, options=everything)
    if found is None:
        raise Missing("joining.unknown", t("There is no such application."))
    return found


def applications(which: str, words: str = "") -> Select[Application]:
    """Return the query of one list; the oldest come first, or the latest among those that are over."""
    found = select(Application).where(LISTS[which], *name_holds(words, Application.search_name))
    if which in {ADMITTED, CLOSED_LIST}:
        return found.order_by(Application.closed_at.desc(), Application.id.desc())
    if which == WAITING:
        return found.order_by(Application.waiting_since, Application.id)
    return found.order_by(Application.received_at, Application.id)


def counts(session: Session) -> dict[str, int]:
    """Return how many applications each list holds, in one statement."""
    columns = [func.count().filter(condition).label(name) for name, condition in LISTS.items()]
    row = session.execute(select(*columns).select_from(Application)).one()
    return dict(zip(LISTS, row, strict=True))


def decidable() -> Select[Application]:
    """Return the query of what the board can decide on: confirmed, or on the waiting list."""
    return _in_order(select(Application).where(or_(LISTS[TO_DECIDE], LISTS[WAITING])))


def numbered(application_ids: Collection[int]) -> Select[Application]:
    """Return the query of some applications, in the order in which the board is shown them."""
    return _in_order(select(Application).where(Application.id.in_(application_ids)))


def _in_order(found: Select[Application]) -> Select[Application]:
    return found.order_by(
        Application.waiting_since.is_(None),
        Application.waiting_since,
        Application.received_at,
        Application.id,
    )


def waiting_position(session: Session, one: Application) -> int:
    """Return the place of an application on the waiting list, from 1."""
    before = or_(
        Application.waiting_since < one.waiting_since,
        and_(Application.waiting_since == one.waiting_since, Application.id < one.id),
    )
    ahead = select(func.count()).select_from(Application).where(LISTS[WAITING], before)
    return (session.scalar(ahead) or 0) + 1


def received(session: Session, application_ids: Collection[int]) -> Mapping[int, Money]:
    """Return what was received for each application, less what went back; those without are left out."""
    sums = (
        select(Receipt.application_id, func.sum(Receipt.amount))
        .where(Receipt.application_id.in_(application_ids))
        .group_by(Receipt.application_id)
    )
    return dict(session.execute(sums).all())


def todo(session: Session) -> ToDo:
    """Return what the dashboard's card counts."""
    found, back = counts(session), to_give_back(session)
    to_pay = session.scalars(applications(TO_BE_PAID).limit(2)).all()
    return ToDo(
        to_decide=found[TO_DECIDE], to_be_paid=found[TO_BE_PAID], to_give_back=len(back),
        only_to_pay=to_pay[0] if len(to_pay) == 1 else None,
        only_to_give_back=back[0] if len(back) == 1 else None,
    )  # fmt: skip


def to_give_back(session: Session) -> Sequence[Application]:
    """Return the applications that are over without an admission while money of theirs is here."""
    kept = (
        select(Receipt.application_id)
        .group_by(Receipt.application_id)
        .having(func.sum(Receipt.amount) > ZERO)
    )
    found = select(Application).where(LISTS[CLOSED_LIST], Application.id.in_(kept))
    return session.scalars(found.order_by(Application.closed_at, Application.id)).all()


def long_closed(before: datetime) -> Select[Application]:
    """Select what came to nothing before a moment and still says who had asked, the oldest first."""
    return (
        select(Application)
        .where(
            Application.state.in_(FRUITLESS),
            Application.closed_at < before,
            Application.email.not_like("erased-%@invalid"),
        )
        .order_by(Application.closed_at, Application.id)
    )


def last_decision_day(session: Session, application_id: int) -> date:
    """Return the day on which the board last decided on an application."""
    day = (
        select(func.max(DecisionBatch.decided_on))
        .join(ApplicationDecision, ApplicationDecision.batch_id == DecisionBatch.id)
        .where(ApplicationDecision.application_id == application_id)
    )
    return session.execute(day).scalar_one()


def batch(session: Session, batch_id: int) -> DecisionBatch:
    """Return one sitting's decisions with their applications; raises Missing."""
    everything = selectinload(DecisionBatch.decisions).joinedload(ApplicationDecision.application)
    found = session.get(DecisionBatch, batch_id, options=[everything])
    if found is None:
        raise Missing("joining.unknown_batch", t("There are no such decisions."))
    return found


def batches() -> Select[DecisionBatch]:
    """Return the query of all sittings, the latest first."""
    return (
        select(DecisionBatch)
        .options(selectinload(DecisionBatch.decisions))
        .order_by(DecisionBatch.decided_on.desc(), DecisionBatch.id.desc())
    )
