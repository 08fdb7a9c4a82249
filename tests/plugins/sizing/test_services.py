"""Scenarios are written, copied and chosen; what is chosen stays as it is."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy.exc import IntegrityError

from collegial.plugin import Forbidden, Invalid, Money, Refused
from collegial.proposals.models import (
    Action,
    Axis,
    CarryingState,
    CarryingStep,
    Pipeline,
    Proposal,
    ProposalWithdrawal,
    Version,
)
from collegial.testing.conformance import check_plugin
from collegial_sizing import plugin, queries, services
from collegial_sizing.models import SizingScenario
from collegial_sizing.personal import FUNDERS
from collegial_sizing.rules.plan import Amount, LineKind
from collegial_sizing.services import LineFields, ScenarioFields

SCENARIO = ScenarioFields(title="Un camp de base", starts_on=date(2027, 1, 15), years=2)
GRANT = LineFields(
    kind=LineKind.PUBLIC_GRANT, label="Convention",
    amounts=(Amount(quantity=Fraction(1), unit=Money(100)), Amount(quantity=Fraction(1), unit=Money(90))),
)  # fmt: skip


@pytest.fixture
def scenario(context, funders):
    made = services.open_scenario(context, SCENARIO)
    services.write_line(
        context, scenario_id=made.id, fields=replace(GRANT, funder_id=funders["region"], pay_month=14)
    )
    return made


def test_it_keeps_to_all_that_the_host_counts_on():
    assert check_plugin(plugin) == []


def test_a_copy_has_the_lines_and_changes_alone(context, scenario):
    made = services.copy_scenario(context, scenario_id=scenario.id, title="Autrement")
    services.write_line(
        context, scenario_id=made.id, line_id=made.lines[0].id, fields=replace(GRANT, label="Moins")
    )

    first, second = queries.scenarios(context.session)
    assert [(one.title, one.lines[0].label, one.lines[0].pay_month) for one in (first, second)] == [
        ("Un camp de base", "Convention", 14), ("Autrement", "Moins", None),
    ]  # fmt: skip
    assert first.starts_on == date(2027, 1, 1)


def test_the_chosen_scenario_does_not_change_until_another_is_chosen(context, scenario):
    other = services.copy_scenario(context, scenario_id=scenario.id, title="Autrement")
    services.choose_scenario(context, scenario_id=scenario.id)

    for act in (
        lambda: services.write_line(context, scenario_id=scenario.id, fields=GRANT),
        lambda: services.remove_line(context, scenario_id=scenario.id, line_id=scenario.lines[0].id),
        lambda: services.change_scenario(context, scenario_id=scenario.id, fields=SCENARIO),
        lambda: services.choose_scenario(context, scenario_id=scenario.id),
    ):
        with pytest.raises(Refused):
            act()

    services.choose_scenario(context, scenario_id=other.id)
    assert queries.chosen(context.session).id == other.id
    services.remove_line(context, scenario_id=scenario.id, line_id=scenario.lines[0].id)
    assert queries.scenario(context.session, scenario.id).lines == []


def test_a_scenario_without_lines_is_not_chosen(context, scenario):
    empty = services.open_scenario(context, SCENARIO)

    with pytest.raises(Refused) as refused:
        services.choose_scenario(context, scenario_id=empty.id)
    assert (refused.value.code, queries.chosen(context.session)) == ("sizing.empty", None)


@pytest.mark.both_databases
def test_the_database_lets_one_scenario_be_chosen(context, scenario):
    other = services.copy_scenario(context, scenario_id=scenario.id, title="Autrement")
    services.choose_scenario(context, scenario_id=scenario.id)

    with pytest.raises(IntegrityError), context.session.begin_nested():
        context.session.get(SizingScenario, other.id).chosen = True


WRONG = (
    ({"amounts": GRANT.amounts[:1]}, None),
    ({"label": " "}, "label"),
    ({"pay_month": 25}, "pay_month"),
    ({"life_years": 3}, "life_years"),
    ({"kind": LineKind.EQUIPMENT}, "life_years"),
    ({"kind": LineKind.SENIOR, "amounts": (Amount(quantity=Fraction(2)), Amount())}, "quantity_1"),
    ({"amounts": (Amount(), Amount(unit=Money(10**13)))}, "unit_2"),
    ({"action_key": "a1"}, "action_key"),
    ({"funder_id": 999}, "funder_id"),
)


def test_a_wrong_line_is_refused_at_its_field(context, scenario):
    for changes, field in WRONG:
        with pytest.raises(Invalid) as refused:
            services.write_line(context, scenario_id=scenario.id, fields=replace(GRANT, **changes))
        assert refused.value.field == field


def test_a_funder_is_an_organisation(context, scenario, funders):
    with pytest.raises(Invalid):
        services.write_line(
            context, scenario_id=scenario.id, fields=replace(GRANT, funder_id=funders["person"])
        )


def test_rights_are_asked_by_the_services(context, scenario, as_role):
    chair = as_role("chair")

    services.choose_scenario(chair, scenario_id=scenario.id)
    with pytest.raises(Forbidden):
        services.open_scenario(chair, SCENARIO)
    with pytest.raises(Forbidden):
        services.set_rate(as_role("pilot"), starts_on=date(2027, 1, 1), rate=Fraction(1, 2), source="…")


def test_a_funder_takes_its_data_and_is_forgotten(context, scenario, funders):
    told = FUNDERS.export(context.session, funders["region"])
    assert told == [{"scenario": "Un camp de base", "line": "Convention", "amounts_cents": [100, 90]}]
    assert len(FUNDERS.answer(context.session, funders["region"], date(2026, 1, 1)).erased) == 1

    FUNDERS.erase(context, funders["region"])
    assert FUNDERS.export(context.session, funders["region"]) == []


def test_a_line_pays_for_an_action_with_its_budget(context, funders):
    """The proposal is at its last stage, and the follow-up of its action names a budget."""
    session = context.session
    stages = [{"key": key, "name": key.upper(), "meaning": key} for key in ("v3", "v4")]
    document = {"stages": stages, "passages": [{"from": "v3", "to": "v4"}], "contribution_kinds": []}
    now = context.clock.now()
    pipeline = Pipeline(key="p", revision=1, name="P", document=document, created_at=now)
    proposal = Proposal(slug="pole", title="Le pôle", summary="…", pipeline=pipeline, created_at=now)
    version = Version(
        proposal=proposal, stage="v4", position=5, dated_on=date(2026, 11, 1), author="…", summary="…"
    )
    axis = Axis(version=version, position=1, title="Axe", key="x1")
    axis.actions.append(Action(position=1, title="Ouvrir le lieu", key="a1"))
    session.add_all([proposal, version, axis])
    session.flush()
    session.add(
        CarryingStep(
            proposal_id=proposal.id, action_key="a1", state=CarryingState.UNDER_WAY, budget=Money(500),
            recorded_at=context.clock.now(), recorded_by="…",
        )
    )  # fmt: skip
    made = services.open_scenario(context, replace(SCENARIO, proposal_id=proposal.id))
    rent = replace(GRANT, kind=LineKind.RENT, action_key="a1")
    services.write_line(context, scenario_id=made.id, fields=rent)

    found = queries.sized(session, queries.scenario(session, made.id))
    (budget,) = queries.budgets(session, found)
    assert (budget.title, budget.budget, budget.sized) == ("Ouvrir le lieu", Money(500), Money(190))


def test_a_withdrawn_proposal_is_not_sized_anew_and_what_is_sized_stays(context):
    session, now = context.session, context.clock.now()
    pipeline = Pipeline(key="p", revision=1, name="P", document={}, created_at=now)
    proposal = Proposal(slug="pole", title="Le pôle", summary="…", pipeline=pipeline, created_at=now)
    session.add(proposal)
    session.flush()
    sized = replace(SCENARIO, proposal_id=proposal.id)
    made = services.open_scenario(context, sized)
    session.add(
        ProposalWithdrawal(
            proposal_id=proposal.id, reasons="Sans suite.", withdrawn_at=now, withdrawn_by="Le groupe"
        )
    )
    session.flush()
    session.expire(proposal)

    assert queries.proposals(session) == {}
    assert queries.proposals(session, sized=proposal.id) == {proposal.id: proposal.title}
    assert services.change_scenario(context, scenario_id=made.id, fields=sized).proposal_id == proposal.id
    with pytest.raises(Invalid, match="withdrawn"):
        services.open_scenario(context, sized)
