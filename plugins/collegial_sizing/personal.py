"""What the sizing holds of an actor: that a scenario counts on it as a funder."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from collegial.plugin import ActorsMerged, Context, ErasureAnswer, PersonalDataSource, give_to_kept, t
from collegial_sizing.models import SizingLine, SizingScenario


def _export(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    query = select(SizingLine, SizingScenario.title).join(SizingLine.scenario)
    found = session.execute(query.where(SizingLine.funder_id == actor_id).order_by(SizingLine.id))
    return [
        {
            "scenario": title, "line": line.label,
            "amounts_cents": [one.unit.share(one.quantity).cents for one in line.figures],
        }
        for line, title in found
    ]  # fmt: skip


def _answer(session: Session, actor_id: int, _day: date) -> ErasureAnswer:
    named = session.scalar(select(SizingLine.id).where(SizingLine.funder_id == actor_id).limit(1))
    return ErasureAnswer(erased=(t("The mention as a funder in a scenario"),) if named else ())


def _erase(context: Context, actor_id: int) -> None:
    forget = update(SizingLine).where(SizingLine.funder_id == actor_id)
    context.session.execute(forget.values(funder_id=None))


def on_actors_merged(context: Context, merged: ActorsMerged) -> None:
    """Give the lines of the dropped actor to the one that stays."""
    give_to_kept(context, merged, SizingLine.funder_id)


FUNDERS = PersonalDataSource(
    key="sizing.funders",
    label=t("Economic sizing"),
    purpose=t("To know on whom a scenario counts."),
    retention=t("As long as the scenario."),
    tables=("sizing_line",),
    export=_export,
    answer=_answer,
    erase=_erase,
)
