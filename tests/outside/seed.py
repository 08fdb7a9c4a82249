"""Give a deployment three members, a proposal with its round, and an assembly that votes by the plugin's method.

Run by the Python of the environment in which our wheel and the plugin's are installed, in the deployment's folder.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from collegial_brest.services import open_round, pledge
from sqlalchemy import select

from collegial.accounts.services import open_account
from collegial.actors.models import Actor, ActorKind
from collegial.app import build_program
from collegial.assemblies.models import AssemblyKind, AttendanceMode, Mandate, RollEntry
from collegial.assemblies.services.attending import check_in
from collegial.assemblies.services.conducting import open_assembly
from collegial.assemblies.services.preparing import add_item, add_resolution, convene, prepare_assembly
from collegial.assemblies.services.voting import NewVoting, choose_voting
from collegial.config import load_settings
from collegial.kernel.clock import FrozenClock
from collegial.kernel.permissions import program as program_viewer
from collegial.membership.services import admit_member
from collegial.proposals.services import start_proposal
from collegial.statutes.rules import DecisionKind
from collegial.votes.services import cast_vote, open_vote

NAMES = ("Nolwenn Kerbrest", "Yann Le Goff", "Soazig Abgrall")
ROLES = ("member", "staff", "chair", "pilot", "administrator")


def seed(context, clock):
    """Do what the staff of a young association does in its first weeks."""
    people = [Actor(kind=ActorKind.PERSON, name=name, created_at=clock.now()) for name in NAMES]
    context.session.add_all(people)
    for one in people:
        admit_member(context, one, category_key="active", admitted_on=context.today)
    open_account(context, email="nolwenn@brest.example", actor_id=people[0].id, roles=ROLES, locale="en")
    start_proposal(context, slug="jardins", title="Jardins", summary="Cultiver.", pipeline_key="main")
    row = open_round(context, title="Pour les jardins", goal=50, slug="jardins")
    pledge(context, row, actor_id=people[1].id, amount=20)
    vote(context, clock)


def vote(context, clock):
    """Hold an assembly whose vote by consent is open, with two of three votes cast."""
    meeting = prepare_assembly(
        context, kind=AssemblyKind.ORDINARY, title="Assemblée", place="Brest",
        starts_at=clock.now() + timedelta(seconds=1),
    )  # fmt: skip
    item = add_item(context, meeting, title="Budget")
    ask = add_resolution(
        context, meeting, title="Budget", text="Il est adopté.", kind=DecisionKind.ORDINARY, item=item
    )
    choose_voting(context, ask, NewVoting(method="brest.consent"))
    convene(context, meeting, late_reason="Assemblée d’essai.")
    clock.move(seconds=2)
    entries = context.session.scalars(select(RollEntry).order_by(RollEntry.id)).all()
    for one in entries:
        check_in(context, one, mode=AttendanceMode.ROOM)
    open_assembly(context, meeting, chair="N. K.", scrutineers="Y. L., M. B.", secretary="S. A.")
    opened = open_vote(context, meeting, [ask])
    for entry, choice in zip(entries[1:], ("for", "abstain"), strict=True):
        own = context.session.scalars(select(Mandate).where(Mandate.giver_id == entry.id)).one()
        cast_vote(context, opened.id, own, {opened.questions[0].id: choice})


for folder in map(Path, sys.argv[1:]):
    clock = FrozenClock(datetime.now(UTC))
    program = build_program(load_settings(folder / "pays.toml"), clock=clock)
    with program.database.unit_of_work() as session:
        seed(program.context(session, program_viewer("seed")), clock)
    program.database.close()
