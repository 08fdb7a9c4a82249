"""What the books hold of an actor: the entries of which it is the third party."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from collegial.plugin import PersonalDataSource, t
from collegial_finance.keeping import erase_nothing, kept_if
from collegial_finance.ledger.models import Entry


def _export(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    query = select(Entry).where(Entry.party_id == actor_id).options(selectinload(Entry.movements))
    return [
        {
            "entry": one.number,
            "day": one.day.isoformat(),
            "label": one.label,
            "amount_cents": one.amount.cents,
        }
        for one in session.scalars(query.order_by(Entry.number))
    ]


BOOKS = PersonalDataSource(
    key="finance.books",
    label=t("Books"),
    purpose=t("To account for the money of the financial tools."),
    retention=t("Ten years after the end of the year."),
    tables=("finance_entry",),
    export=_export,
    answer=kept_if(_export, t("The entries of the books that bear the name")),
    erase=erase_nothing,
)
