"""Quorums of modules that the statutes ask for: kept with each quorum that is taken, shut without their module."""

import pytest
from sqlalchemy import select

from collegial.assemblies.models import QuorumRecord
from collegial.assemblies.queries.attending import quorum_of
from collegial.assemblies.services.conducting import declare_inquorate
from collegial.hosting.services import InUse, disable_plugin, enable_plugin
from collegial.minutes.queries import _opening
from collegial.plugin import AttendanceRule, Refused, Ruling, t
from collegial.records.verifier import Broken, check_arithmetic
from collegial.statutes.rules import DecisionKind, InvalidStatutes, parse_statutes
from collegial.statutes.rules import statutes_document as written
from collegial.testing.factories import convened, statutes_document
from collegial.testing.fakes import fake_plugin
from collegial.votes.services import open_next_vote

EVERYWHERE = AttendanceRule(
    key="fake.everywhere", label=t("Every college is there"), summary=t("…"),
    judge=lambda colleges: Ruling(
        is_met=all(one.attending for one in colleges if one.members), reason=t("They were counted.")
    ),
)  # fmt: skip
TORN = AttendanceRule(key="fake.torn", label=t("Torn"), summary=t("…"), judge=lambda colleges: colleges[99])
FAKE = fake_plugin(quorum_rules=lambda: [EVERYWHERE, TORN])
SIZES = {"A": 2, "B": 1}


def asking(*keys):
    weights = {"A": "2/5", "B": "2/5", "C": "1/5"}
    return statutes_document(weights, quorum_demands={"ordinary": list(keys)})


@pytest.mark.plugins(FAKE)
def test_a_quorum_of_a_module_misses_what_the_statutes_reach(program, context, session):
    enable_plugin(context, program.host, "fake")
    world = convened(context, SIZES, document=asking("fake.everywhere"))
    world.arrive(*world.entries["A"])
    world.open()

    with pytest.raises(Refused, match=r"votes\.no_quorum"):
        open_next_vote(context, world.assembly)
    world.arrive(*world.entries["B"])
    open_next_vote(context, world.assembly)

    taken = session.scalars(select(QuorumRecord).order_by(QuorumRecord.id)).all()
    assert [one.reached for one in taken] == [False, False, True]
    assert taken[0].value >= taken[0].required
    assert [one.rulings[0]["is_met"] for one in taken] == [False, False, True]


@pytest.mark.plugins(FAKE)
def test_what_was_kept_is_told_when_the_module_is_long_gone(program, context, session):
    enable_plugin(context, program.host, "fake")
    world = convened(context, SIZES, document=asking("fake.everywhere"))
    world.arrive(*world.entries["A"])
    world.open()
    with pytest.raises(InUse):
        disable_plugin(context, program.host, "fake")
    disable_plugin(context, program.host, "fake", despite_use=True)

    rules = parse_statutes(asking("fake.everywhere"))
    ((_, opening),) = _opening(session, world.assembly, rules)

    assert not opening.verdict.reached
    assert str(opening.verdict.steps[-1]) == (
        "The statutes also ask: Every college is there. It is not met: the quorum is missed. They were counted."
    )


@pytest.mark.plugins(FAKE)
@pytest.mark.parametrize("key", ["fake.everywhere", "fake.torn"])
def test_a_rule_that_cannot_be_asked_opens_nothing_and_ends_nothing(program, context, key):
    world = convened(context, SIZES, document=asking(key))
    world.arrive(*(one for some in world.entries.values() for one in some))
    if key == "fake.torn":
        enable_plugin(context, program.host, "fake")
    says = "failed in what it decides" if key == "fake.torn" else "“fake.everywhere” of the module “fake”"

    for act in (world.open, lambda: declare_inquorate(context, world.assembly)):
        with pytest.raises(Refused):
            act()
    shown = quorum_of(context, world.assembly, DecisionKind.ORDINARY)
    assert (shown.reached, shown.missing) == (False, None)
    assert says in str(shown.steps[-1])


def test_the_clause_is_read_written_and_refused_where_it_is_no_key():
    rules = parse_statutes(asking("fake.everywhere"))

    assert written(rules)["quorum_demands"] == {"ordinary": ["fake.everywhere"]}
    assert rules.rules_of_modules() == {"fake.everywhere"}
    assert "quorum_demands" not in written(parse_statutes(statutes_document()))
    with pytest.raises(InvalidStatutes) as refused:
        parse_statutes(asking("Everywhere!"))
    assert [one.path for one in refused.value.errors] == ["quorum_demands.ordinary"]


@pytest.mark.parametrize(("met", "reached"), [(True, True), (False, False), (False, True)])
def test_the_verifier_takes_the_kept_answer(met, reached):
    college = {"key": "all", "weight": "1/1", "members": 2, "present": 1, "remote": 0, "represented": 0,
               "correspondence": 0}  # fmt: skip
    taken = {"value": "1/2", "required": "1/5", "count": 1, "needed": 1, "reached": reached,
             "rulings": [{"key": "fake.everywhere", "is_met": met}]}  # fmt: skip
    rule = {"at_least": "1/5", "base": "members", "per_college": False}

    if met == reached:
        check_arithmetic("quorum 1", taken, [college], rule)
    else:
        with pytest.raises(Broken, match="arithmetic"):
            check_arithmetic("quorum 1", taken, [college], rule)
