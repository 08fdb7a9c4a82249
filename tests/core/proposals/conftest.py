"""A small pipeline with names of its own, and the study's history loaded through the services."""

from datetime import date

import pytest

from collegial.actors.models import Actor, ActorKind
from collegial.demo.rennes import read_part, read_version
from collegial.groups.models import Group, GroupKind, GroupMembership
from collegial.hooks.contracts import Verdict
from collegial.kernel.text import t
from collegial.proposals import services
from collegial.proposals.models import GateOutcome
from collegial.proposals.rules import ActionText, AxisText, ContributionText, Count, VersionText
from collegial.proposals.services import Aim, PastDecision

SEEDS = {
    "contribution_kinds": [{"key": "visit", "label": "Visits"}, {"key": "letter", "label": "Letters"}],
    "stages": [
        {"key": "idea", "name": "Idea", "meaning": "Someone wants it"},
        {"key": "trial", "name": "Trial", "meaning": "Some try it"},
        {"key": "rule", "name": "Rule", "meaning": "All live by it"},
    ],
    "passages": [
        {
            "from": "idea",
            "to": "trial",
            "deciding_group": "elders",
            "topics": [{"key": "place", "title": "Where"}, {"key": "time", "title": "When"}],
            "contributions": [{"kind": "visit", "at_least": 2}],
            "conditions": ["weather.fine"],
        },
        {"from": "trial", "to": "rule", "topics": [{"key": "place", "title": "Where for good"}]},
    ],
}
TEXT = VersionText(
    summary="Grow beans.",
    author="The gardeners",
    dated_on=date(2026, 11, 2),
    axes=(
        AxisText(
            title="Sow",
            text="In *spring*.",
            actions=(
                ActionText(title="Buy seeds", priority="soil", mission="feed"),
                ActionText(title="Dig", text="Deep."),
            ),
        ),
        AxisText(title="Reap"),
    ),
)


def fine(key, passage):
    return Verdict(is_open=True, reason=t("The sky is blue."))


def foul(key, passage):
    return Verdict(is_open=False, reason=t("It rains on %(key)s.", key=key))


class Garden:
    """A proposal at its first stage, the group that decides, someone in it and someone who is not."""

    def __init__(self, context):
        session = context.session
        self.elders = Group(key="elders", name="The elders", kind=GroupKind.PILOT)
        self.elder, self.other = (self.person(context, name) for name in ("Ada", "Bob"))
        session.add_all([self.elders, self.elder, self.other])
        session.add(GroupMembership(group=self.elders, actor=self.elder, starts_on=date(2026, 1, 1)))
        for number in range(5):
            silent = self.person(context, f"Silent {number}")
            session.add(GroupMembership(group=self.elders, actor=silent, starts_on=date(2026, 1, 1)))
        session.flush()
        services.set_priorities(context, [Aim(key="soil", short="Soil", label="Good soil")])
        services.set_missions(context, [Aim(key="feed", short="Feed", label="Feed all", text="Every day.")])
        services.record_pipeline(context, key="seeds", name="From seed to table", document=SEEDS)
        self.proposal = services.start_proposal(
            context, slug="beans", title="Beans", summary="Grow beans.", pipeline_key="seeds"
        )

    @staticmethod
    def person(context, name):
        return Actor(kind=ActorKind.PERSON, name=name, created_at=context.clock.now())

    @property
    def draft(self):
        return self.proposal.versions[-1]

    def topic(self, key, to_stage="trial"):
        return next(one for one in self.proposal.topics if (one.key, one.to_stage) == (key, to_stage))

    def make_ready(self, context):
        """Meet all that the passage from idea to trial needs."""
        services.write_version(context, self.draft, TEXT)
        for number in range(2):
            services.add_contribution(
                context, self.draft, ContributionText(kind="visit", title=f"Visit {number}", views=3)
            )
        for key in ("place", "time"):
            services.settle_topic(context, self.topic(key), f"The {key} is chosen.")

    def pass_gate(self, context, **more):
        """Let the proposal pass."""
        count = Count(
            votes_for=more.pop("votes_for", 3), against=more.pop("votes_against", 1),
            abstentions=more.pop("abstentions", 0),
        )  # fmt: skip
        return services.decide_gate(
            context,
            self.proposal,
            **{
                "outcome": GateOutcome.PASSED,
                "reasons": "It is ripe.",
                "count": count,
                "check": fine,
                **more,
            },
        )


@pytest.fixture
def plant():
    """Give what makes a garden, for tests that need several."""
    return Garden


@pytest.fixture
def garden(context):
    return Garden(context)


@pytest.fixture
def served(program, context):
    """Commit a garden so that the pages see it."""
    garden = Garden(context)
    context.session.commit()
    return garden


def study_pipeline():
    part = read_part("pipeline")
    return {
        "contribution_kinds": part["contribution_kinds"],
        "stages": [{name: stage[name] for name in ("key", "name", "meaning")} for stage in part["stages"]],
        "passages": [{name: row[name] for name in row if name != "key"} for row in part["passages"]],
    }


def study_text(version, author):
    axes = tuple(
        AxisText(
            title=axis["title"],
            actions=tuple(
                ActionText(
                    title=action["title"],
                    text=action.get("text"),
                    priority=action.get("priority"),
                    mission=action.get("mission"),
                )
                for action in axis["actions"]
            ),
        )
        for axis in version["axes"]
    )
    return VersionText(
        summary=version["summary"],
        author=author,
        dated_on=version["date"],
        date_is_month=version["date_precision"] == "month",
        provenance=version["provenance"],
        axes=axes,
    )


def study_contributions(version):
    return [
        ContributionText(kind=row["kind"], title=row["title"], text=row["who"], views=row["heard"])
        for row in version["contributions"]
    ]


def study_decision(version, decided):
    if decided is None:
        return None
    topics = dict.fromkeys(decided["topics_settled"], decided["reasons"])
    return PastDecision(reasons=decided["reasons"], decided_on=decided.get("date"), topics=topics)


@pytest.fixture
def study(context):
    """Load the study as it stood: V0 to V2 frozen, V3 under way."""
    pole, about = read_part("pole"), read_part("proposal/proposal")
    for row in pole["groups"]:
        context.session.add(Group(key=row["key"], name=row["name"], kind=GroupKind.WORKING))
    context.session.flush()
    services.set_priorities(
        context, [Aim(key=row["key"], short=row["short"], label=row["title"]) for row in pole["priorities"]]
    )
    services.set_missions(
        context,
        [
            Aim(key=row["key"], short=row["short"], label=row["title"], text=row.get("text"))
            for row in pole["missions"]
        ],
    )
    services.record_pipeline(
        context, key="pole", name="De la version 0 à la version 4", document=study_pipeline()
    )
    proposal = services.start_proposal(
        context,
        slug="pole",
        title=about["title"],
        summary=about["summary"],
        pipeline_key="pole",
        hearing=services.Hearing(
            method=about["method"], views_announced=about["views_announced"], views_note=about["views_note"]
        ),
    )
    for stage in ("V0", "V1", "V2"):
        version = read_version(stage)
        services.record_frozen_version(
            context,
            proposal,
            stage=stage,
            text=study_text(version, "Groupe Codespar"),
            contributions=study_contributions(version),
            decision=study_decision(version, version.get("decision")),
        )
    services.write_version(context, proposal.versions[-1], study_text(read_version("V3"), "L’étude"))
    context.session.commit()
    return proposal
