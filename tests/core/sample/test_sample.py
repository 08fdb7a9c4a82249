"""Sample data comes and goes whole; what is real below it keeps it, and says what it is."""

import re

import pytest
from sqlalchemy import func, select

from collegial.actors.models import Actor, ActorKind
from collegial.actors.services.adding import add_actor
from collegial.assemblies.models import Assembly, Resolution
from collegial.demo.rennes import read_part
from collegial.founding.filling import prepared_pipeline
from collegial.groups.models import Group, GroupMembership
from collegial.groups.services import add_group_member
from collegial.journal.queries import verify
from collegial.kernel.base import Base
from collegial.kernel.errors import Missing, Refused
from collegial.proposals.models import Proposal, ProposalWithdrawal
from collegial.proposals.services.framing import record_pipeline
from collegial.proposals.services.withdrawing import take_up_again, withdraw_proposal
from collegial.sample.queries import has_sample
from collegial.sample.services import StillUsed, add_sample, remove_sample
from collegial.statutes.rules.origins import First
from collegial.statutes.services import record_statutes


@pytest.fixture
def new_pays(context, clock):
    """Give a Pays that has statutes and stages, and nothing else."""
    record_pipeline(context, key="main", name="Pipeline", document=prepared_pipeline("three-stages"))
    record_statutes(
        context, read_part("statutes"), effective_from=clock.now().date(), reason="Début", origin=First()
    )
    return context


def counted(session):
    """Return how many rows each table holds, but for what is written once and for good."""
    kept = {"journal_entry", "journal_head"}
    rows = {
        one.name: session.scalar(select(func.count()).select_from(one)) for one in Base.metadata.sorted_tables
    }
    return {name: number for name, number in rows.items() if number and name not in kept}


@pytest.mark.parametrize("database_kind", ["sqlite", "postgresql"], indirect=True)
def test_what_came_goes_whole_and_the_journal_keeps_its_chain(new_pays):
    session, before = new_pays.session, counted(new_pays.session)
    mine = add_actor(new_pays, kind=ActorKind.ORGANISATION, name="Codespar")

    added = add_sample(new_pays)
    session.flush()
    names = session.scalars(select(Actor.name).where(Actor.is_invented)).all()
    assert len(names) == 7
    assert all(name.startswith("Exemple") for name in names)
    assert session.scalar(select(func.count(Resolution.id))) == 1
    with pytest.raises(Refused):
        add_sample(new_pays)
    removed = remove_sample(new_pays)

    assert removed == added > 15
    assert session.scalars(select(Actor)).all() == [mine]
    assert counted(session) == before | {"actor": 1}
    assert not has_sample(session)
    assert verify(session) is None
    with pytest.raises(Missing):
        remove_sample(new_pays)


@pytest.mark.both_databases
def test_an_example_that_was_withdrawn_goes_too(new_pays):
    add_sample(new_pays)
    session = new_pays.session
    example = session.scalars(select(Proposal)).one()
    withdraw_proposal(new_pays, example, reasons="Pour voir.")
    take_up_again(new_pays, example, reasons="Vu.")
    withdraw_proposal(new_pays, example, reasons="Encore.")
    session.flush()

    remove_sample(new_pays)

    assert session.scalars(select(Proposal)).all() == []
    assert session.scalar(select(func.count()).select_from(ProposalWithdrawal)) == 0


def test_what_is_real_below_it_keeps_it_and_is_named(new_pays, clock):
    add_sample(new_pays)
    session = new_pays.session
    mine = add_actor(new_pays, kind=ActorKind.PERSON, name="Ada")
    add_group_member(new_pays, session.scalars(select(Group)).one(), mine, starts_on=clock.now().date())
    before = counted(session)

    with pytest.raises(StillUsed) as refused:
        remove_sample(new_pays)

    assert refused.value.uses == {GroupMembership.__tablename__: 1}
    assert counted(session) == before


def test_without_stages_and_statutes_there_is_less_of_it(context):
    add_sample(context)

    assert context.session.scalars(select(Proposal)).all() == []
    assert context.session.scalars(select(Assembly)).all() == []
    assert remove_sample(context) > 5


def test_an_administrator_adds_and_removes_it_on_a_page(client, sign_in, program):
    client.set_cookie("locale", "en")
    sign_in("administrator")

    client.post("/sample/add")
    there, home = client.get("/sample/").text, client.get("/").text
    careless = client.post("/sample/remove")
    done = client.post("/sample/remove", data={"confirmed": "yes"}, follow_redirects=True)

    assert "Remove all of it" in there
    assert 'href="/sample/"' in home
    assert careless.status_code == 422
    assert "Tick the box to confirm." in careless.text
    shown = there.split("<main")[1].split('id="remove"')[0]
    listed = sum(int(one) for one in re.findall(r"<dd>\s*(\d+)\s*</dd>", shown))
    assert (listed > 0, f"The sample data is gone: {listed} items." in done.text) == (True, True)
    sign_in("staff")
    assert client.get("/sample/").status_code == 403
