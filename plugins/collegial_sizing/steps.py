"""What the economic sizing asks of those who choose and write scenarios, for the dashboard."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from collegial.plugin import NextStep, Viewer, nt, t
from collegial_sizing import queries
from collegial_sizing.permissions import CHOOSE, WRITE


def steps(session: Session, viewer: Viewer, _day: date) -> Iterator[NextStep]:
    """Say that no scenario is chosen, or that the chosen one does not hold."""
    if not (viewer.may(CHOOSE) or viewer.may(WRITE)):
        return
    found = queries.chosen(session)
    if found is None:
        if viewer.may(CHOOSE) and queries.scenarios(session):
            yield NextStep(
                key="sizing.choose", sentence=t("No scenario of the economic sizing is chosen"),
                act=t("Choose a scenario"),
                endpoint="sizing.index", icon="chart", permission=CHOOSE, weight=65,
            )  # fmt: skip
        return
    unmet = [one for one in queries.sized(session, found).checks if not one.is_met]
    if unmet and viewer.may(WRITE):
        yield NextStep(
            key="sizing.checks",
            sentence=nt(
                "%(count)d check of the economic sizing is not met",
                "%(count)d checks of the economic sizing are not met",
                len(unmet),
            ),
            act=t("See the scenario"), endpoint="sizing.show", values={"scenario_id": found.id}, about=found.title,
            icon="chart", permission=WRITE, weight=65,
        )  # fmt: skip
