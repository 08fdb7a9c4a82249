from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from collegial.actors.services import merge_actors
from collegial.actors.services.adding import add_actor
from collegial.journal.models import JournalEntry
from collegial.plugin import Actor, ActorFamily, ActorKind, DomainError, Forbidden, Passage
from collegial_chantier import services
from collegial_chantier.demo import open_chantiers
from collegial_chantier.models import (
    Chantier,
    ChantierPhase,
    Measure,
    MeasureKind,
    Participant,
    ParticipantRole,
)

pytestmark = pytest.mark.both_databases
BASE, PARTY = ParticipantRole.BASE_STRUCTURE, ParticipantRole.STAKEHOLDER


@pytest.fixture
def lead(as_role):
    return as_role("pilot")


@pytest.fixture
def chantier(lead, territory):
    return services.open_chantier(
        lead, title="Financer les essais", question="Comment ?", proposal_id=territory["proposal"]
    )


def refusal(act, **facts):
    with pytest.raises(DomainError) as raised:
        act(**facts)
    return raised.value.code, raised.value.status, raised.value.field


def events(session):
    return list(session.scalars(select(JournalEntry.event).order_by(JournalEntry.sequence)))[1:]


def join(context, chantier, actor_id, role=BASE, **more):
    return services.add_participant(context, chantier_id=chantier.id, actor_id=actor_id, role=role, **more)


def start(context, chantier):
    return services.start_chantier(context, chantier_id=chantier.id)


def finish(context, chantier, **more):
    facts = {"kind": MeasureKind.CREATED, "title": "Fonds", "description": "Un fonds."} | more
    return services.finish_chantier(context, chantier_id=chantier.id, **facts)


def test_a_chantier_goes_through_its_three_phases(lead, session, chantier, territory, clock):
    join(lead, chantier, territory["garden"], testimony="Le besoin est là.", may_quote=True)
    join(lead, chantier, territory["region"], PARTY)
    assert (chantier.phase, chantier.opened_on) == (ChantierPhase.BEFORE, territory["today"])

    clock.move(days=1)
    start(lead, chantier)
    assert (chantier.phase, chantier.started_on) == (
        ChantierPhase.DURING,
        territory["today"] + timedelta(days=1),
    )

    finish(lead, chantier)
    session.flush()
    assert (chantier.phase, chantier.measure.title) == (ChantierPhase.AFTER, "Fonds")
    assert events(session) == [
        "chantier.opened", "chantier.participant_added", "chantier.participant_added",
        "chantier.started", "chantier.finished",
    ]  # fmt: skip


def test_it_cannot_start_without_a_base_structure(lead, session, chantier, territory):
    join(lead, chantier, territory["region"], PARTY)

    assert refusal(start, context=lead, chantier=chantier)[:2] == ("chantier.no_base_structure", 409)
    assert (chantier.phase, chantier.started_on) == (ChantierPhase.BEFORE, None)
    assert "chantier.started" not in events(session)


def test_a_base_structure_that_joined_as_another_party_does_not_count(lead, chantier, territory):
    join(lead, chantier, territory["garden"], PARTY)

    assert refusal(start, context=lead, chantier=chantier)[0] == "chantier.no_base_structure"


def test_it_starts_once(lead, chantier, territory):
    join(lead, chantier, territory["garden"])
    start(lead, chantier)

    assert refusal(start, context=lead, chantier=chantier)[:2] == ("chantier.already_started", 409)


@pytest.mark.parametrize(
    ("who", "role", "code", "field"),
    [
        ("region", BASE, "chantier.not_base", "role"),
        ("person", PARTY, "chantier.not_a_structure", "actor_id"),
        ("nobody", PARTY, "chantier.not_a_structure", "actor_id"),
    ],
)
def test_only_structures_join_and_only_level_zero_as_base(
    *, lead, session, chantier, territory, who, role, code, field
):
    facts = {"context": lead, "chantier": chantier, "actor_id": territory.get(who, 999), "role": role}

    assert refusal(join, **facts) == (code, 422, field)
    assert session.scalar(select(func.count()).select_from(Participant)) == 0


def test_consent_to_be_quoted_needs_a_testimony(lead, session, chantier, territory):
    facts = {"context": lead, "chantier": chantier, "actor_id": territory["garden"], "may_quote": True}

    assert refusal(join, **facts) == ("chantier.nothing_to_quote", 422, "may_quote")
    assert session.scalar(select(func.count()).select_from(Participant)) == 0


def test_a_structure_joins_once(lead, session, chantier, territory):
    join(lead, chantier, territory["garden"])
    facts = {"context": lead, "chantier": chantier, "actor_id": territory["garden"], "role": PARTY}

    assert refusal(join, **facts) == ("chantier.already_in", 409, "actor_id")
    assert session.scalar(select(func.count()).select_from(Participant)) == 1


def test_nobody_joins_a_finished_chantier(lead, session, chantier, territory):
    join(lead, chantier, territory["garden"])
    start(lead, chantier)
    finish(lead, chantier)
    facts = {"context": lead, "chantier": chantier, "actor_id": territory["bikes"]}

    assert refusal(join, **facts)[:2] == ("chantier.finished", 409)
    assert session.scalar(select(func.count()).select_from(Participant)) == 1


def test_only_what_is_under_way_is_finished(lead, session, chantier):
    assert refusal(finish, context=lead, chantier=chantier)[:2] == ("chantier.not_under_way", 409)
    assert session.scalar(select(func.count()).select_from(Measure)) == 0


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"priority_key": "nothing"}, "chantier.unknown_priority", "priority_key"),
        ({"proposal_id": 999}, "chantier.unknown_proposal", "proposal_id"),
        ({"opened_on": date(2026, 11, 24)}, "chantier.future_opening", "opened_on"),
    ],
)
def test_a_chantier_is_opened_on_what_exists(*, lead, session, territory, facts, code, field):
    facts = {"context": lead, "title": "T", "question": "Q"} | facts

    assert refusal(services.open_chantier, **facts) == (code, 422, field)
    assert session.scalar(select(func.count()).select_from(Chantier)) == 0


def test_a_chantier_that_does_not_exist_is_missing(lead):
    assert refusal(services.start_chantier, context=lead, chantier_id=999)[:2] == ("chantier.unknown", 404)


def test_members_do_not_lead_chantiers(as_role, session, chantier, territory):
    member = as_role("member")
    acts = [
        lambda: services.open_chantier(member, title="T", question="Q"),
        lambda: join(member, chantier, territory["garden"]),
        lambda: start(member, chantier),
        lambda: finish(member, chantier),
    ]

    for act in acts:
        with pytest.raises(Forbidden):
            act()
    assert events(session) == ["chantier.opened"]


def ask(program, session, territory):
    passage = Passage(proposal_id=territory["proposal"], from_stage="V3", to_stage="V4")
    return program.host.check_gate(session, "chantier.base_structures", passage)


def test_the_gate_follows_the_chantiers_of_its_proposal(program, lead, session, territory):
    assert "No chantier is linked" in str(ask(program, session, territory).reason)

    unlinked = services.open_chantier(lead, title="Ailleurs", question="Q")
    join(lead, unlinked, territory["garden"])
    start(lead, unlinked)
    assert not ask(program, session, territory).is_open

    linked = services.open_chantier(lead, title="Ici", question="Q", proposal_id=territory["proposal"])
    join(lead, linked, territory["bikes"])
    assert "has started" in str(ask(program, session, territory).reason)

    start(lead, linked)
    session.flush()
    assert ask(program, session, territory).is_open


def test_the_gate_shuts_when_a_base_structure_changes_its_family(program, lead, session, chantier, territory):
    join(lead, chantier, territory["garden"])
    start(lead, chantier)
    assert ask(program, session, territory).is_open

    session.get_one(Actor, territory["garden"]).family = session.scalars(
        select(ActorFamily).where(ActorFamily.key == "public")
    ).one()
    session.flush()

    verdict = ask(program, session, territory)
    assert not verdict.is_open
    assert "Financer les essais" in str(verdict.reason)


def test_the_demonstration_opens_the_studys_six_priority_chantiers(program, lead, session, territory):
    open_chantiers(lead)

    chantiers = session.scalars(select(Chantier).order_by(Chantier.id)).all()
    assert len(chantiers) == 6
    assert [one.phase for one in chantiers] == [ChantierPhase.DURING, *[ChantierPhase.BEFORE] * 5]
    assert {one.role for one in chantiers[0].participants} == {BASE, PARTY}
    assert ask(program, session, territory).is_open


def test_a_merge_of_actors_takes_their_participations_along(program, context, lead, chantier, territory):
    garden = context.session.get_one(Actor, territory["garden"])
    again = add_actor(context, kind=ActorKind.ORGANISATION, name="Jardins de l’Orée")
    join(lead, chantier, again.id, role=PARTY)
    merge_actors(context, garden, again, "La même")
    assert [one.actor_id for one in chantier.participants] == [garden.id]
