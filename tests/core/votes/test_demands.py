"""Rules of modules that the statutes ask for: sealed with the result, shut without their module."""

from fractions import Fraction

import pytest
from sqlalchemy import select

from collegial.hosting.services import InUse, disable_plugin, enable_plugin
from collegial.plugin import DecisionRule, Refused, Ruling, t
from collegial.records.verifier import Broken, decide
from collegial.statutes.rules import InvalidStatutes, parse_statutes
from collegial.statutes.rules import statutes_document as written
from collegial.testing.factories import convened, statutes_document
from collegial.testing.fakes import fake_plugin
from collegial.votes.demands import demands_told
from collegial.votes.models import Outcome
from collegial.votes.results import results_of
from collegial.votes.services import cast_vote, close_vote, open_vote

ALL = DecisionRule(
    key="fake.all", label=t("Everybody votes"), summary=t("…"),
    judge=lambda colleges: Ruling(
        is_met=all(one.for_ + one.against == one.attending for one in colleges), reason=t("They were counted.")
    ),
)  # fmt: skip
UNCLEAR = DecisionRule(key="fake.unclear", label=t("Unclear"), summary=t("…"), judge=lambda _colleges: True)
FAKE = fake_plugin(decision_rules=lambda: [ALL, UNCLEAR])
SIZES = {"A": 2, "B": 1}  # the statutes of the tests have a college C too, with nobody in it


def asking(*keys):
    weights = {"A": "2/5", "B": "2/5", "C": "1/5"}
    return statutes_document(weights, demands={"ordinary": list(keys)})


def sitting(context, *keys):
    """Return an assembly that sits, under statutes that ask for these rules."""
    world = convened(context, SIZES, document=asking(*keys))
    world.arrive(*(one for some in world.entries.values() for one in some))
    world.open()
    return world


def voted(world, choices):
    """Open the vote, let these choices be cast in the order of the roll, and count."""
    vote = open_vote(world.context, world.assembly, world.assembly.resolutions)
    entries = [one for some in world.entries.values() for one in some]
    for entry, choice in zip(entries, choices, strict=True):
        cast_vote(world.context, vote.id, world.own(entry), {vote.questions[0].id: choice})
    return close_vote(world.context, vote.id)


@pytest.mark.plugins(FAKE)
def test_a_rule_that_is_not_met_refuses_what_the_majority_adopts(program, context, session):
    enable_plugin(context, program.host, "fake")
    vote = voted(sitting(context, "fake.all"), ["for", "abstain", "for"])
    (told,) = demands_told(session, context.methods, vote.questions[0])
    assert str(told) == "The statutes also ask: Everybody votes. …"

    sealed = session.scalars(select(Outcome)).one()
    assert (sealed.adopted, sealed.for_share) == (False, Fraction(1))
    assert [(one["key"], one["is_met"]) for one in sealed.rulings] == [("fake.all", False)]

    with pytest.raises(InUse) as refused:
        disable_plugin(context, program.host, "fake")
    assert "The statutes ask for one of its rules" in str(refused.value.uses[0])
    disable_plugin(context, program.host, "fake", despite_use=True)
    assert "“fake.all” of a module" in str(demands_told(session, context.methods, vote.questions[0])[0])
    (decided,) = results_of(session, vote, context.zone)
    assert decided.result.adopted is False
    assert str(decided.result.steps[-1]) == (
        "The statutes also ask: Everybody votes. It is not met: nothing is adopted. They were counted."
    )


@pytest.mark.plugins(FAKE)
def test_a_rule_that_is_met_changes_nothing_and_adopts_nothing_by_itself(program, context, session):
    enable_plugin(context, program.host, "fake")
    voted(sitting(context, "fake.all"), ["against", "against", "against"])

    sealed = session.scalars(select(Outcome)).one()
    assert (sealed.adopted, sealed.rulings[0]["is_met"]) == (False, True)


@pytest.mark.plugins(FAKE)
def test_without_its_module_no_vote_opens_and_a_rule_that_says_nothing_clear_counts_none(program, context):
    enable_plugin(context, program.host, "fake")
    world = sitting(context, "fake.unclear")
    with pytest.raises(Refused, match=r"votes\.method_failed"):
        voted(world, ["for", "for", "for"])

    disable_plugin(context, program.host, "fake", despite_use=True)
    with pytest.raises(Refused, match=r"votes\.rule_unavailable.*“fake.all” of the module “fake”"):
        context.methods.decision_rule(context.session, "fake.all")


def test_the_clause_is_read_written_and_refused_where_it_is_no_key():
    rules = parse_statutes(asking("fake.all", "fake.all"))

    assert written(rules)["demands"] == {"ordinary": ["fake.all"]}
    assert "demands" not in written(parse_statutes(statutes_document()))
    with pytest.raises(InvalidStatutes) as refused:
        parse_statutes(asking("All of them!"))
    assert [one.path for one in refused.value.errors] == ["demands.ordinary"]


@pytest.mark.parametrize(
    ("met", "adopted", "fault"), [(True, True, None), (False, False, None), (False, True, "the count gives")]
)
def test_the_verifier_takes_the_sealed_answer_and_says_so(met, adopted, fault):
    sums = {"key": "all", "name": "", "weight": "1/1", "members": 3, "attending": 3,
            "for_": 3, "against": 0, "abstain": 0, "blank": 0, "void": 0}  # fmt: skip
    document = written(parse_statutes(asking("fake.all") | {"colleges": []}))
    parts = {"statutes": {"document": document}, "assembly": {"convocation": "first"}}
    outcome = {"question": 1, "adopted": adopted, "for": "1/1", "threshold": "1/2", "carry": "heads",
               "sums": [sums], "rulings": [{"key": "fake.all", "is_met": met}]}  # fmt: skip

    if fault:
        with pytest.raises(Broken, match=fault):
            decide(parts, "ordinary", outcome)
    else:
        assert "Not recounted: a module says that its rule fake.all" in decide(parts, "ordinary", outcome)
    with pytest.raises(Broken, match="not those that the statutes ask for"):
        decide(parts, "ordinary", outcome | {"rulings": []})
