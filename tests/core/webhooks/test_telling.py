"""Other programs are told what happened: signed, once, again if they missed it, and never instead of the act."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import func, select

from collegial.assemblies.models import AssemblyKind
from collegial.assemblies.services.conducting import close_assembly
from collegial.decisions.models import DecisionSource
from collegial.decisions.services import HandEntry, enter_by_hand, make_known, take_back
from collegial.journal.models import JournalEntry
from collegial.kernel.outbox import ATTEMPTS, OutboxMessage
from collegial.minutes.services import establish_minutes
from collegial.proposals.events import AdoptionLinked, GatePassed
from collegial.proposals.models import Pipeline, Proposal
from collegial.testing.factories import convened
from collegial.webhooks.kinds import KINDS
from collegial.webhooks.models import DeliveryState, Webhook, WebhookDelivery
from collegial.webhooks.queries import last_deliveries
from collegial.webhooks.rules import new_mark
from collegial.webhooks.services import forget_old, pause_webhook, remove_webhook, resume_webhook

ALL = [one.key for one in KINDS]


@pytest.fixture
def world(context):
    """Convene an assembly."""
    return convened(context, {"A": 2, "B": 1, "C": 1, "D": 1})


def hold(context, world):
    """Hold the assembly to its end."""
    world.arrive(*(one for many in world.entries.values() for one in many))
    world.open()
    close_assembly(context, world.assembly)


@pytest.mark.both_databases
def test_an_assembly_is_told_from_its_convocation_to_its_minutes(
    context, session, hook, work, receiver, clock
):
    hook(*ALL)
    world = convened(context, {"A": 2, "B": 1, "C": 1, "D": 1})
    hold(context, world)
    establish_minutes(context, world.assembly)
    session.commit()
    work()

    told = {one["type"]: one["data"] for one in receiver.told}
    assert all(one["is_right"] for one in receiver.told)
    assert {"assembly.convened", "assembly.opened", "assembly.closed", "minutes.established"} <= set(told)
    assert told["assembly.convened"] == {
        "url": f"http://localhost/assemblies/{world.assembly.id}", "title": world.assembly.title,
        "starts_at": world.assembly.starts_at.isoformat().replace("+00:00", "Z"),
    }  # fmt: skip
    assert told["minutes.established"]["url"] == f"http://localhost/minutes/assembly/{world.assembly.id}.pdf"
    assert {one["path"] for one in receiver.told} == {"/told?room=42"}
    assert len({one["id"] for one in receiver.told}) == len(receiver.told)
    deliveries = session.scalars(select(WebhookDelivery)).all()
    assert {one.state for one in deliveries} == {DeliveryState.DELIVERED}
    assert [json.loads(one.body)["id"] for one in deliveries] == [one.mark for one in deliveries]


def test_only_what_is_wanted_is_told(context, session, hook, work, receiver, world):
    hook("assembly.closed")
    hold(context, world)
    session.commit()
    work()

    assert [one["type"] for one in receiver.told] == ["assembly.closed"]


def test_an_assembly_of_one_college_alone_is_not_told(context, session, hook, work, receiver, world):
    hook(*ALL)
    world.assembly.kind = AssemblyKind.SPECIAL
    hold(context, world)
    session.commit()
    work()

    assert [one for one in receiver.told if one["type"].startswith("assembly.")] == []


def enter(context, title="Exclusion of Anna Le Goff"):
    entry = HandEntry(
        source=DecisionSource.BOARD,
        body="Board",
        title=title,
        text="It is decided.",
        decided_on=date(2026, 11, 2),
    )
    return enter_by_hand(context, entry)


def test_the_title_of_a_decision_goes_out_once_everyone_reads_it(context, session, hook, work, receiver):
    hook(*ALL)
    number = enter(context).number
    session.commit()
    work()
    make_known(context, number)
    session.commit()
    work()
    take_back(context, number)
    session.commit()
    work()

    recorded, published, withdrawn = receiver.told
    assert recorded["data"] == {
        "url": f"http://localhost/decisions/{number}", "number": number, "decided_on": "2026-11-02",
    }  # fmt: skip
    assert published["type"] == "decision.published"
    assert published["data"]["title"] == "Exclusion of Anna Le Goff"
    assert withdrawn["data"] == {
        "url": f"http://localhost/decisions/published/{number}", "number": number,
    }  # fmt: skip


def test_what_was_taken_back_before_it_is_told_keeps_its_title(context, session, hook, work, receiver):
    hook("decision.published")
    number = enter(context).number
    make_known(context, number)
    take_back(context, number)
    session.commit()
    work()

    assert receiver.told == []


@pytest.mark.parametrize("is_public", [True, False])
def test_only_public_proposals_are_told(context, session, hook, work, receiver, is_public):
    hook("proposal.passed", "proposal.adopted")
    pipeline = Pipeline(key="x", revision=1, document={}, name="X", created_at=context.clock.now())
    session.add(
        Proposal(
            slug="beans", title="Beans", summary="Grow.", pipeline=pipeline, is_public=is_public,
            created_at=context.clock.now(),
        )
    )  # fmt: skip
    session.flush()
    context.emit(
        GatePassed(
            proposal="beans", from_stage="idea", to_stage="trial", group=None, votes_for=3, votes_against=1,
            abstentions=0,
        )
    )  # fmt: skip
    context.emit(AdoptionLinked(proposal="beans", decision=4))
    session.commit()
    work()

    passed = {"url": "http://localhost/proposals/beans", "title": "Beans", "from": "idea", "to": "trial"}
    adopted = {"url": "http://localhost/proposals/beans", "title": "Beans", "decision": 4}
    assert [one["data"] for one in receiver.told] == ([passed, adopted] if is_public else [])


@pytest.mark.both_databases
def test_what_is_missed_is_told_again_under_the_same_id(context, session, hook, work, receiver, world, clock):
    number = hook("assembly.opened")
    receiver.answers = [(503, {}), (302, {"Location": "/elsewhere"})]
    hold(context, world)
    session.commit()
    work()
    (failed,) = last_deliveries(session, number)
    assert (failed.state, failed.answer, failed.attempts) == (DeliveryState.FAILED, 503, 1)
    session.commit()
    for _ in range(2):
        clock.move(minutes=1)
        work()

    assert len(receiver.told) == 3
    assert len({one["id"] for one in receiver.told}) == 1
    assert {one["path"] for one in receiver.told} == {"/told?room=42"}  # no redirect is followed
    assert all(one["is_right"] for one in receiver.told)
    session.expire_all()
    (done,) = last_deliveries(session, number)
    assert (done.state, done.answer, done.attempts) == (DeliveryState.DELIVERED, 204, 3)
    clock.move(hours=1)
    work()
    assert len(receiver.told) == 3


def test_what_nobody_takes_is_given_up_and_waits_for_the_administrator(
    context, session, hook, work, receiver, world, clock, client, sign_in
):
    number = hook("assembly.opened")
    receiver.answers = [(500, {})] * ATTEMPTS
    hold(context, world)
    session.commit()
    for _ in range(ATTEMPTS):
        work()
        clock.move(hours=5)
    (given_up,) = last_deliveries(session, number)
    session.commit()

    assert (given_up.state, given_up.attempts) == (DeliveryState.GIVEN_UP, ATTEMPTS)
    client.set_cookie("locale", "en")
    sign_in("administrator")
    home = client.get("/").text
    assert "Telling another program by a webhook" in home
    assert "127.0.0.1: 500" in home
    assert "room=42" not in home  # an address may hold a secret of its receiver
    work_id = session.scalars(select(OutboxMessage.id).where(OutboxMessage.done_at.is_(None))).one()
    session.commit()
    client.post(f"/work/{work_id}/again")
    work()
    session.expire_all()
    assert last_deliveries(session, number)[0].state is DeliveryState.DELIVERED


def test_a_receiver_that_is_gone_is_told_nothing_more(context, session, hook, work, receiver, world):
    number = hook("assembly.opened", "assembly.closed")
    receiver.answers = [(410, {})]
    hold(context, world)
    session.commit()
    work()

    found = session.get_one(Webhook, number)
    session.refresh(found)
    assert found.pause_reason.value == "gone"
    assert len(receiver.told) == 1
    states = [one.state for one in last_deliveries(session, number)]
    assert states == [DeliveryState.LEFT, DeliveryState.GIVEN_UP]
    paused = session.scalars(select(JournalEntry).where(JournalEntry.event == "webhooks.paused")).one()
    assert paused.payload["why"] == "gone"


def test_once_the_settings_no_longer_allow_a_host_it_is_told_nothing(
    context, session, hook, work, receiver, world, allow
):
    number = hook("assembly.opened")
    allow()
    hold(context, world)
    session.commit()
    work()

    assert receiver.told == []
    (failed,) = last_deliveries(session, number)
    assert failed.state is DeliveryState.FAILED
    assert "private network" in failed.error or "https://" in failed.error


def test_while_it_is_paused_nothing_is_told_and_nothing_is_made_up_for(
    context, session, hook, work, receiver, world
):
    number = hook("assembly.opened", "assembly.closed")
    pause_webhook(context, number)
    pause_webhook(context, number)
    hold(context, world)
    session.commit()
    work()
    resume_webhook(context, number)
    session.commit()
    work()

    assert receiver.told == []
    found = session.scalars(select(JournalEntry.event).where(JournalEntry.event.startswith("webhooks.")))
    assert sorted(found) == ["webhooks.added", "webhooks.paused", "webhooks.resumed"]


@pytest.mark.both_databases
def test_what_is_removed_takes_its_deliveries_along_and_what_waits_is_not_sent(
    context, session, hook, work, receiver, world, clock
):
    number = hook("assembly.opened")
    receiver.answers = [(503, {})]
    hold(context, world)
    session.commit()
    work()
    remove_webhook(context, number)
    session.commit()
    clock.move(minutes=1)
    work()

    assert len(receiver.told) == 1
    assert session.scalar(select(func.count()).select_from(WebhookDelivery)) == 0
    assert session.scalars(select(OutboxMessage).where(OutboxMessage.done_at.is_(None))).all() == []


def test_no_receiver_holds_an_act_up_or_undoes_it(context, session, hook, work, receiver, world, monkeypatch):
    hook("assembly.opened")
    monkeypatch.setattr("collegial.webhooks.queries.hearing", lambda *_: 1 / 0)
    hold(context, world)
    session.commit()
    work()

    session.refresh(world.assembly)
    assert world.assembly.state.value == "closed"
    assert receiver.told == []


@pytest.mark.both_databases
def test_several_workers_tell_once(app, context, session, hook, work, receiver, world, program):
    hook("assembly.opened", "assembly.closed", "assembly.convened")
    hold(context, world)
    session.commit()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: work(), range(4)))

    told = sorted(one["type"] for one in receiver.told)
    assert told == ["assembly.closed", "assembly.convened", "assembly.opened"]


def test_deliveries_are_kept_for_a_time_and_up_to_a_number(context, session, hook, clock, monkeypatch):
    monkeypatch.setattr("collegial.webhooks.services.KEPT_EACH", 2)
    number = hook("assembly.opened")

    def keep(state):
        session.add(
            WebhookDelivery(
                webhook_id=number, mark=new_mark(), kind="assembly.opened", body="{}", state=state,
                made_at=clock.now(),
            )
        )  # fmt: skip
        session.flush()

    keep(DeliveryState.FAILED)
    for _ in range(4):
        keep(DeliveryState.DELIVERED)
    forget_old(context)
    kept = [one.state for one in last_deliveries(session, number)]
    assert kept == [DeliveryState.DELIVERED] * 2 + [DeliveryState.FAILED]

    clock.move(days=31)
    forget_old(context)
    assert list(last_deliveries(session, number)) == []
