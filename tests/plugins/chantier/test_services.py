from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from collegial.actors.services import merge_actors
from collegial.actors.services.adding import add_actor
from collegial.journal.models import JournalEntry
from collegial.plugin import (
    Actor,
    ActorFamily,
    ActorKind,
    DomainError,
    Forbidden,
    Invalid,
    ParticipationState,
    Passage,
    Refused,
    WorkPhase,
    change_work,
    participations_in,
)
from collegial.proposals.models import ProposalWithdrawal
from collegial.works.services import leave_work
from collegial_chantier import queries, services
from collegial_chantier.api import write as record_of
from collegial_chantier.demo import open_chantiers
from collegial_chantier.models import (
    Chantier,
    CommitmentState,
    Measure,
    MeasureKind,
    Participant,
    ParticipantRole,
    PartyState,
)
from collegial_chantier.rules import Consent, Stance

BASE, PARTY = ParticipantRole.BASE_STRUCTURE, ParticipantRole.STAKEHOLDER


@pytest.fixture
def lead(as_role):
    return as_role("pilot")


@pytest.fixture
def chantier(lead, territory):
    return services.open_chantier(
        lead, title="Financer les essais", question="Comment ?", proposal_id=territory["proposal"]
    )


@pytest.fixture
def started(lead, chantier, territory, statement):
    """Give a chantier under way with a base structure and a public body in it."""
    join(lead, chantier, territory["garden"], statement)
    join(lead, chantier, territory["region"])
    start(lead, chantier)
    return chantier


def refusal(act, **facts):
    with pytest.raises(DomainError) as raised:
        act(**facts)
    return raised.value.code, raised.value.status, raised.value.field


def events(session):
    return list(session.scalars(select(JournalEntry.event).order_by(JournalEntry.sequence)))[1:]


def join(context, chantier, actor_id, statement=None):
    return services.add_participant(context, chantier_id=chantier.id, actor_id=actor_id, statement=statement)


def start(context, chantier):
    return services.start_chantier(context, chantier_id=chantier.id)


def finish(context, chantier, **more):
    facts = {"kind": MeasureKind.CREATED, "title": "Fonds", "description": "Un fonds."} | more
    return services.finish_chantier(context, chantier_id=chantier.id, **facts)


@pytest.mark.both_databases
def test_a_chantier_goes_through_its_three_phases(lead, session, chantier, territory, clock, statement):
    join(lead, chantier, territory["garden"], statement)
    join(lead, chantier, territory["region"])
    assert [one.role for one in chantier.active] == [BASE, PARTY]
    assert (chantier.phase, chantier.opened_on) == (WorkPhase.BEFORE, territory["today"])

    clock.move(days=1)
    start(lead, chantier)
    assert (chantier.phase, chantier.started_on) == (
        WorkPhase.DURING,
        territory["today"] + timedelta(days=1),
    )

    finish(lead, chantier)
    session.flush()
    assert (chantier.phase, chantier.measure.title) == (WorkPhase.AFTER, "Fonds")
    assert events(session) == [
        "chantier.opened", "works.participation_asked", "works.participation_accepted",
        "chantier.participant_added", "chantier.participant_added", "chantier.started", "chantier.finished",
    ]  # fmt: skip


def test_it_cannot_start_without_a_base_structure_nor_twice(lead, session, chantier, territory, statement):
    join(lead, chantier, territory["region"])
    assert refusal(start, context=lead, chantier=chantier)[:2] == ("chantier.no_base_structure", 409)
    assert (chantier.phase, chantier.started_on) == (WorkPhase.BEFORE, None)
    assert "chantier.started" not in events(session)

    join(lead, chantier, territory["garden"], statement)
    start(lead, chantier)
    assert refusal(start, context=lead, chantier=chantier)[:2] == ("works.already_started", 409)


def test_who_has_left_does_not_count_and_may_come_back(lead, session, chantier, territory, statement):
    join(lead, chantier, territory["garden"], statement)
    (part,) = participations_in(session, chantier.id)
    leave_work(lead, part)
    assert chantier.active == []
    assert refusal(start, context=lead, chantier=chantier)[0] == "chantier.no_base_structure"

    join(lead, chantier, territory["garden"], statement)
    assert [one.actor_id for one in chantier.active] == [territory["garden"]]
    assert session.scalar(select(func.count()).select_from(Participant)) == 1
    start(lead, chantier)


def test_a_base_structure_states_its_reasons_first(lead, session, chantier, territory, statement):
    without = replace(statement, support="")
    facts = {"context": lead, "chantier": chantier, "actor_id": territory["garden"]}

    assert refusal(join, **facts, statement=None)[0] == "works.no_collective_value"
    assert refusal(join, **facts, statement=without)[0] == "works.no_own_value"
    assert session.scalar(select(func.count()).select_from(Participant)) == 0
    listed = {"context": lead, "chantier_id": chantier.id, "actor_id": territory["garden"]}
    assert refusal(services.identify_party, **listed)[0] == "chantier.base_states"


def test_only_structures_join_once_and_not_the_finished(lead, session, started, territory, statement):
    def code(who, stated=None):
        return refusal(
            join, context=lead, chantier=started, actor_id=territory.get(who, 999), statement=stated
        )[0]

    assert [code("person"), code("nobody")] == ["chantier.not_a_structure"] * 2
    assert [code("region"), code("garden", statement)] == ["chantier.already_in", "works.already_in"]
    finish(lead, started)
    assert code("bikes", statement) == "chantier.finished"
    assert session.scalar(select(func.count()).select_from(Participant)) == 2


def test_only_what_is_under_way_is_finished(lead, session, chantier):
    assert refusal(finish, context=lead, chantier=chantier)[:2] == ("chantier.not_under_way", 409)
    assert session.scalar(select(func.count()).select_from(Measure)) == 0


def withdrawn(context, proposal_id):
    """Withdraw a proposal, as its group does."""
    now = context.clock.now()
    context.session.add(
        ProposalWithdrawal(
            proposal_id=proposal_id, reasons="Sans suite.", withdrawn_at=now, withdrawn_by="Le groupe"
        )
    )
    context.session.flush()


def test_no_chantier_is_opened_on_a_withdrawn_proposal(lead, session, territory):
    assert list(queries.proposals(session)) == [territory["proposal"]]
    withdrawn(lead, territory["proposal"])

    assert queries.proposals(session) == {}
    given = {"context": lead, "title": "T", "question": "Q", "proposal_id": territory["proposal"]}
    assert refusal(services.open_chantier, **given) == ("chantier.withdrawn_proposal", 422, "proposal_id")


def test_a_chantier_is_opened_on_what_exists(lead, session, territory):
    for facts, code, field in (
        ({"priority_key": "nothing"}, "works.unknown_priority", "priority_key"),
        ({"proposal_id": 999}, "chantier.unknown_proposal", "proposal_id"),
        ({"opened_on": date(2026, 11, 24)}, "works.future_opening", "opened_on"),
    ):
        given = {"context": lead, "title": "T", "question": "Q"} | facts
        assert refusal(services.open_chantier, **given) == (code, 422, field)
    assert session.scalar(select(func.count()).select_from(Chantier)) == 0
    assert refusal(services.start_chantier, context=lead, chantier_id=999)[:2] == ("chantier.unknown", 404)


def test_members_do_not_lead_chantiers(as_role, session, chantier, territory, statement):
    member = as_role("member")
    acts = [
        lambda: services.open_chantier(member, title="T", question="Q"),
        lambda: join(member, chantier, territory["garden"], statement),
        lambda: start(member, chantier),
        lambda: finish(member, chantier),
        lambda: services.write_diagnosis(member, chantier_id=chantier.id, text="D", seen=0),
        lambda: services.feed_proposal(member, chantier_id=chantier.id),
    ]

    for act in acts:
        with pytest.raises(Forbidden):
            act()
    assert events(session) == ["chantier.opened"]


@pytest.mark.both_databases
def test_a_testimony_is_published_only_as_its_author_agreed(lead, session, chantier, territory):
    def give(consent):
        return services.give_testimony(
            lead, chantier_id=chantier.id, actor_id=territory["garden"], text="Le besoin est là.",
            consent=consent, attribution="La trésorière",
        )  # fmt: skip

    kept, named, nameless = give(Consent.NONE), give(Consent.NAMED), give(Consent.ANONYMOUS)
    publish = {"context": lead, "chantier_id": chantier.id}
    assert refusal(services.publish_testimony, **publish, testimony_id=kept.id)[:2] == (
        "chantier.no_consent",
        409,
    )
    for one in (named, nameless):
        services.publish_testimony(**publish, testimony_id=one.id)
    session.flush()
    assert [one.published_on for one in chantier.testimonies] == [None, *[territory["today"]] * 2]
    assert (named.attribution, nameless.attribution) == ("La trésorière", None)
    services.publish_testimony(**publish, testimony_id=named.id, is_public=False)
    assert named.published_on is None


def test_a_stakeholder_is_identified_invited_and_answers(lead, chantier, territory):
    facts = {"chantier_id": chantier.id}
    party = services.identify_party(lead, actor_id=territory["region"], **facts)
    assert refusal(services.identify_party, context=lead, actor_id=territory["region"], **facts)[0] == (
        "chantier.already_identified"
    )
    answer = {"context": lead, "party_id": party.id, **facts}
    assert refusal(services.answer_invitation, **answer, accepts=True)[0] == "chantier.not_invited"
    services.invite_party(lead, party_id=party.id, **facts)
    again = refusal(services.invite_party, context=lead, party_id=party.id, **facts)
    assert again[0] == "chantier.invited_today"
    services.answer_invitation(**answer, accepts=False, answer="Pas cette année")
    assert (party.state, chantier.active) == (PartyState.DECLINED, [])

    services.answer_invitation(**answer, accepts=True)
    assert [one.role for one in chantier.active] == [PARTY]
    assert refusal(services.answer_invitation, **answer, accepts=True)[0] == "chantier.has_answered"


def test_the_parties_share_a_diagnosis_version_by_version(
    lead, as_role, started, program, session, territory
):
    def write(seen):
        return services.write_diagnosis(lead, chantier_id=started.id, text=f"Vu après {seen}", seen=seen)

    def say(version, part, stance, comment=""):
        return services.take_stance(
            lead,
            chantier_id=started.id,
            version=version,
            participant_id=part.id,
            stance=stance,
            comment=comment,
        )

    garden, region = started.active
    write(0)
    with pytest.raises(DomainError, match="diagnosis_changed"):
        write(0)
    with pytest.raises(DomainError, match=r"chantier\.why"):
        say(1, region, Stance.DISAGREES)
    say(1, garden, Stance.AGREES)
    say(1, region, Stance.DISAGREES, "Pas nous")
    assert "do not share" in str(ask(program, session, territory, "chantier.shared_diagnosis").reason)
    write(1)
    with pytest.raises(DomainError, match="old_version"):
        say(1, garden, Stance.AGREES)
    say(2, garden, Stance.AGREES)
    say(2, region, Stance.DISAGREES, "Toujours pas")
    say(2, region, Stance.RESERVES, "Presque")
    assert [len(one.agreements) for one in started.diagnoses] == [2, 2]
    assert ask(program, session, territory, "chantier.shared_diagnosis").is_open
    told = record_of(started).diagnosis
    assert (told.version, told.text, told.is_shared) == (2, "Vu après 1", True)
    with pytest.raises(Forbidden):
        services.express(as_role("member"), chantier_id=started.id, participant_id=garden.id, text="?")


def test_what_institutions_promised_is_followed(lead, started, territory):
    facts = {"context": lead, "chantier_id": started.id, "actor_id": territory["region"]}
    promise = {"text": "Publier", "due_on": date(2027, 1, 1)}
    assert refusal(services.commit, **facts, **promise)[0] == "chantier.no_measure"
    measure = finish(lead, started, institution_id=territory["region"])
    row = services.commit(**facts, **promise)

    move = {"context": lead, "chantier_id": started.id, "commitment_id": row.id}
    drop = {**move, "state": CommitmentState.DROPPED}
    assert refusal(services.move_commitment, **drop) == ("chantier.dropped_why", 422, "note")
    services.move_commitment(**move, state=CommitmentState.KEPT, note="En ligne")
    services.publish_measure(lead, chantier_id=started.id, information="Demandez au pôle.")
    services.recognise_pole(**facts, recognised_on=territory["today"], text="Délibération 12")
    future = {**facts, "recognised_on": date(2030, 1, 1), "text": "?"}
    assert refusal(services.recognise_pole, **future)[0] == "chantier.future_recognition"
    assert (measure.commitments[0].state, measure.informed_on) == (CommitmentState.KEPT, territory["today"])
    assert [one.actor_id for one in started.recognitions] == [territory["region"]]


def ask(program, session, territory, gate="chantier.base_structures"):
    passage = Passage(proposal_id=territory["proposal"], from_stage="V3", to_stage="V4")
    return program.host.check_gate(session, gate, passage)


@pytest.mark.both_databases
def test_the_gate_follows_the_chantiers_of_its_proposal(program, lead, session, territory, statement):
    assert "No chantier is linked" in str(ask(program, session, territory).reason)

    linked = services.open_chantier(lead, title="Ici", question="Q", proposal_id=territory["proposal"])
    join(lead, linked, territory["bikes"], statement)
    assert "has started" in str(ask(program, session, territory).reason)
    start(lead, linked)
    session.flush()
    assert ask(program, session, territory).is_open

    session.get_one(Actor, territory["bikes"]).family = session.scalars(
        select(ActorFamily).where(ActorFamily.key == "public")
    ).one()
    session.flush()
    verdict = ask(program, session, territory)
    assert not verdict.is_open
    assert "“Ici”" in str(verdict.reason)


def test_the_demonstration_opens_the_studys_six_priority_chantiers(program, lead, session, territory):
    open_chantiers(lead)

    chantiers = session.scalars(select(Chantier).order_by(Chantier.id)).all()
    assert len(chantiers) == 6
    assert [one.phase for one in chantiers] == [
        WorkPhase.DURING, WorkPhase.AFTER, *[WorkPhase.BEFORE] * 4,
    ]  # fmt: skip
    assert {one.role for one in chantiers[0].participants} == {BASE, PARTY}
    assert ask(program, session, territory).is_open


def test_a_merge_of_actors_takes_their_participations_along(context, lead, chantier, territory, statement):
    garden = context.session.get_one(Actor, territory["garden"])
    again = add_actor(context, kind=ActorKind.ORGANISATION, name="Jardins de l’Orée")
    again.family = garden.family
    join(lead, chantier, again.id, statement)
    merge_actors(context, garden, again, "La même")
    assert [one.actor_id for one in chantier.participants] == [garden.id]
    (part,) = participations_in(context.session, chantier.id, *ParticipationState)
    assert part.actor_id == garden.id


def test_a_chantier_says_something_else_of_itself_until_it_is_finished(lead, session, chantier):
    said = {"chantier_id": chantier.id, "title": "Se chauffer", "question": "Avec quoi ?"}
    changed = services.change_chantier(lead, theme="Énergie", priority_key="funding", **said)
    assert (changed.title, changed.question, changed.theme, changed.priority.key) == (
        "Se chauffer", "Avec quoi ?", "Énergie", "funding",
    )  # fmt: skip
    with pytest.raises(Invalid, match=r"chantier\.unchanged"):
        services.change_chantier(lead, theme="Énergie", priority_key="funding", **said)
    changed.work.phase = WorkPhase.AFTER
    with pytest.raises(Refused, match=r"works\.finished"), session.no_autoflush:
        change_work(lead, changed.work, title="x", question="x")
