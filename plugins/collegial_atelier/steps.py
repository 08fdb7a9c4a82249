"""What ateliers ask of those who lead and pay them, and of those who have a contract, for the dashboard."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from collegial.plugin import SIGNED_IN, NextStep, Viewer, nt, t
from collegial_atelier import queries
from collegial_atelier.permissions import MANAGE, PAY


def steps(session: Session, viewer: Viewer, day: date) -> Iterator[NextStep]:
    """Say which meetings have no host yet, what is to pay, and which of one's contracts is not signed."""
    if viewer.may(MANAGE):
        yield from _hosts(session, day)
    if viewer.may(PAY):
        yield from _payments(session)
    unsigned = [
        one
        for one in queries.own_contracts(session, viewer)
        if one.signed_on is None and not one.atelier.work.is_off
    ]
    if unsigned:
        one = unsigned[0]
        yield NextStep(
            key="atelier.unsigned", sentence=t("Your contract is not signed yet"), act=t("Read it"),
            endpoint="atelier.show", values={"atelier_id": one.atelier_id, "_anchor": "contract"},
            about=one.atelier.title, icon="sign", permission=SIGNED_IN, weight=43,
        )  # fmt: skip


def _hosts(session: Session, day: date) -> Iterator[NextStep]:
    waiting = queries.meetings_without_host(session)
    first = queries.first_without_host(session, day)
    if waiting and first is not None:
        yield NextStep(
            key="atelier.hosts",
            sentence=nt("%(count)d meeting has no host", "%(count)d meetings have no host", waiting),
            act=t("Choose a host"), endpoint="atelier.rotation", values={"atelier_id": first.work_id},
            about=first.work.title, due_on=first.starts_at.date(), icon="place", permission=MANAGE, weight=41,
        )  # fmt: skip


def _payments(session: Session) -> Iterator[NextStep]:
    to_pay = queries.to_pay(session)
    if to_pay:
        yield NextStep(
            key="atelier.payments",
            sentence=nt("%(count)d compensation is to be paid", "%(count)d compensations are to be paid", len(to_pay)),
            act=t("Pay it"), endpoint="atelier.pay", about=to_pay[0].atelier.title,
            values={"atelier_id": to_pay[0].atelier_id, "contract_id": to_pay[0].id}, icon="money", permission=PAY,
            weight=44,
        )  # fmt: skip
