"""What those who read the economic sizing are told."""

from collegial.plugin import Audience, Context, NoticeKind, NoticeWay, Told, t
from collegial_sizing.events import ScenarioChosen
from collegial_sizing.permissions import READ


def _chosen(_context: Context, event: ScenarioChosen) -> Told:
    return Told(
        sentence=t("Another scenario of the economic sizing is chosen"), endpoint="sizing.show",
        values={"scenario_id": event.scenario}, about=event.title,
    )  # fmt: skip


NOTICES = (
    NoticeKind(
        key="sizing.chosen", label=t("A scenario of the economic sizing is chosen"), events=(ScenarioChosen,),
        tell=_chosen, audience=lambda _context, _event: Audience(holders=READ), permission=READ,
        usual=NoticeWay.WEEKLY,
    ),
)  # fmt: skip
