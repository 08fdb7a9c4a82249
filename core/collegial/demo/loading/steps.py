"""The order in which the demonstration is loaded, all in one transaction: it is there whole or not at all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from collegial.accounts.models import Account
from collegial.actors.models import Actor
from collegial.demo.loading import capital, cooperative, proposal, site, territory
from collegial.demo.loading.called_off import call_one_off
from collegial.demo.loading.meeting import plan_meetings
from collegial.hooks.contracts import DemoStep
from collegial.hosting.services import enable_plugin
from collegial.kernel.clock import FrozenClock
from collegial.kernel.events import Context
from collegial.kernel.outbox import OutboxMessage
from collegial.kernel.permissions import program as program_viewer
from collegial.kernel.text import Text, t
from collegial.web.program import Program

NOTICE = timedelta(days=21)
_NEWS = ("assemblies.convened", "calling_off.called_off", "joining.confirmed", "proposals.withdrawn")


def load_demo(program: Program) -> Iterator[tuple[Text, int, int]]:
    """Load everything, telling the name of each step, its number, and how many there are."""
    actors: dict[str, Actor] = {}
    steps = _steps(program, actors)
    with program.database.unit_of_work() as session:
        for number, step in enumerate(steps, start=1):
            yield step.label, number, len(steps)
            step.run(_in_the_past(program, session, actors.get("persona:staff")))
        _take_as_read(session)


def _take_as_read(session: Session) -> None:
    """Let nobody be told of all that the loading made: whoever comes first finds what is news, and no more."""
    news = or_(*(OutboxMessage.task.startswith(f"notices.{one}.") for one in _NEWS))
    session.execute(delete(OutboxMessage).where(OutboxMessage.task.startswith("notices."), ~news))


def _in_the_past(program: Program, session: Session, staff: Actor | None) -> Context:
    """Return a context three weeks ago: the assembly was convened in time and is held today.

    What is recorded bears the name of the staff, once it is there.
    """
    past, by = FrozenClock(program.clock.now() - NOTICE), program_viewer("demo")
    if staff is not None:
        account = session.scalars(select(Account.id).where(Account.actor_id == staff.id)).one()
        by = replace(by, name=staff.name, account_id=account)
    return replace(program.context(session, by), clock=past)


def _steps(program: Program, actors: dict[str, Actor]) -> list[DemoStep]:
    """Return all steps: first what modules build on, then theirs, then what needs them or comes after."""
    modules = DemoStep(key="modules", label=t("Modules"), run=partial(_enable_all, program))
    offered = sorted(
        (step for _, step in program.host.declared("demo_steps")), key=lambda one: (one.weight, one.key)
    )
    return [*_cooperative(actors), *_pole(actors), modules, *offered, *_last()]


def _cooperative(actors: dict[str, Actor]) -> list[DemoStep]:
    add_actors = partial(territory.add_territory, known=actors)
    add_personas = partial(territory.add_personas, known=actors)
    admit = partial(cooperative.admit, known=actors)
    return [
        DemoStep(key="families", label=t("Families of actors"), run=territory.add_families),
        DemoStep(key="actors", label=t("Actors of the territory"), run=add_actors),
        DemoStep(key="statutes", label=t("Statutes of the cooperative"), run=cooperative.record),
        DemoStep(key="personas", label=t("People one can sign in as"), run=add_personas),
        DemoStep(key="members", label=t("871 members in four colleges"), run=admit),
        DemoStep(key="shares", label=t("Shares of the members"), run=capital.subscribe),
        DemoStep(key="movements", label=t("Movements of shares"), run=capital.live),
    ]


def _pole(actors: dict[str, Actor]) -> list[DemoStep]:
    add_groups = partial(territory.add_groups, known=actors)
    show = partial(site.show_structures, known=actors)
    return [
        DemoStep(key="groups", label=t("Groups"), run=add_groups),
        DemoStep(key="frame", label=t("Priorities, missions and stages"), run=proposal.frame),
        DemoStep(key="proposal", label=t("The proposal from V0 to V3"), run=proposal.write_versions),
        DemoStep(key="site", label=t("Texts of the site"), run=site.write_texts),
        DemoStep(key="atlas", label=t("Actors shown on the public site"), run=show),
    ]


def _last() -> list[DemoStep]:
    """Return what comes after the modules: they take the group with most members for a committee, no board."""
    return [
        DemoStep(key="board", label=t("Seats on the board"), run=cooperative.seat_board),
        DemoStep(key="assembly", label=t("The general assembly"), run=cooperative.convene_assembly),
        DemoStep(key="called_off", label=t("An assembly that was called off"), run=call_one_off),
        DemoStep(key="withdrawn", label=t("A proposal that was withdrawn"), run=proposal.withdraw_one),
        DemoStep(key="meetings", label=t("Meetings of groups"), run=partial(plan_meetings, notice=NOTICE)),
    ]


def _enable_all(program: Program, context: Context) -> None:
    for name in sorted(program.host.loaded):
        enable_plugin(context, program.host, name)
