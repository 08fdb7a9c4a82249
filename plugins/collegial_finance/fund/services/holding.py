"""Hold what an act works on: the fund is locked, so that two committees at once cannot overcommit it."""

from collections.abc import Mapping

from collegial.plugin import Context, Forbidden, Missing, Refused, held_row, speaks_for, t
from collegial_finance.fund import queries
from collegial_finance.fund.events import ProjectApplicationMoved
from collegial_finance.fund.models import ExperimentFund, ProjectApplication
from collegial_finance.fund.rules import ApplicationState
from collegial_finance.permissions import LEAD_EXPERIMENTS

# By act: the states of an application in which it is its turn; `agreement` is whatever needs one that runs.
TURNS: Mapping[str, frozenset[ApplicationState]] = {
    "file": frozenset({ApplicationState.SUBMITTED}),
    "withdraw": frozenset({ApplicationState.SUBMITTED}),
    "review": frozenset({ApplicationState.SUBMITTED}),
    "conflict": frozenset({ApplicationState.SUBMITTED, ApplicationState.VOTING}),
    "vote": frozenset({ApplicationState.SUBMITTED}),
    "draw": frozenset({ApplicationState.ACCEPTED}),
    "agreement": frozenset({ApplicationState.AGREED}),
}


def locked_fund(context: Context, fund_id: int) -> ExperimentFund:
    """Return the fund, locked. Raises Missing."""
    found = held_row(context.session, ExperimentFund, fund_id)
    if found is None:
        raise Missing("finance.experiment_fund_unknown", t("There is no such experiment fund."))
    return found


def held_application(context: Context, application_id: int, act: str) -> ProjectApplication:
    """Return an application that the actor may read, its fund locked, where it is the turn of an act."""
    found = queries.application(context.session, context.by, application_id, context.today)
    if found is None:
        raise unknown_application()
    locked_fund(context, found.call.fund_id)
    context.session.refresh(found, ["state", "granted"])  # another may have moved it before the lock
    if (refusal := out_of_turn(found, act)) is not None:
        raise refusal
    return found


def out_of_turn(found: ProjectApplication, act: str) -> Refused | None:
    """Return why an act cannot be done on an application from where it stands; None where it is its turn."""
    if found.state in TURNS[act]:
        return None
    return Refused(
        "finance.application_step", t("This application cannot take this step from where it stands.")
    )


def move_application(context: Context, found: ProjectApplication, state: ApplicationState) -> None:
    """Let an application, held, go on to another state."""
    found.state = state
    context.session.flush()
    context.emit(ProjectApplicationMoved(call=found.call_id, application=found.id, state=state.value))


def unknown_application() -> Missing:
    """Return what is said of an application that is not there, or not for this reader."""
    return Missing(
        "finance.application_unknown", t("There is no such application, or it is not yours to read.")
    )


def require_voice(context: Context, actor_id: int) -> None:
    """Let pass who leads the fund, and who speaks for a structure or is it; else raise Forbidden."""
    is_own = context.by.actor_id == actor_id
    if context.by.may(LEAD_EXPERIMENTS) or is_own:
        return
    if not speaks_for(context.session, context.by, actor_id, context.today):
        raise Forbidden(
            "finance.not_your_structure",
            t("Only who represents this structure, or leads the fund, does this."),
        )
