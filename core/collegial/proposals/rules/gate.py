"""Whether a gate is open: what a passage needs, what is there, and what is missing in so many words."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, nt, t
from collegial.proposals.rules.pipeline import ContributionRule, PassageRule


class RequirementKind(enum.Enum):
    """Where a requirement comes from."""

    TOPIC = "topic"
    CONTRIBUTION = "contribution"
    CONDITION = "condition"


@dataclass(frozen=True, kw_only=True)
class TopicStanding:
    """A topic as it stands."""

    key: str
    title: str
    is_settled: bool


@dataclass(frozen=True, kw_only=True)
class ConditionStanding:
    """What a module says of its condition; shut, with the reason, when the module is not available."""

    key: str
    label: Text
    is_open: bool
    reason: Text


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """One thing that a passage needs: what, whether it is met, and how it stands."""

    kind: RequirementKind
    key: str
    label: Text
    met: bool
    detail: Text


@dataclass(frozen=True, kw_only=True)
class GateState:
    """All that a passage needs; open when nothing is missing."""

    requirements: tuple[Requirement, ...]

    @property
    def is_open(self) -> bool:
        """Tell whether every requirement is met."""
        return all(one.met for one in self.requirements)

    @property
    def missing(self) -> tuple[Requirement, ...]:
        """Return what is not met, in order."""
        return tuple(one for one in self.requirements if not one.met)


def gate_state(
    passage: PassageRule,
    topics: Iterable[TopicStanding],
    contributions: Mapping[str, int],
    conditions: Iterable[ConditionStanding],
    *,
    kind_labels: Mapping[str, str] | None = None,
) -> GateState:
    """Weigh a passage; a topic or condition that it names and that is not given counts as not met.

    `contributions` are the numbers gathered for the version that would be left, by kind.
    """
    by_topic = {one.key: one for one in topics}
    by_condition = {one.key: one for one in conditions}
    labels = kind_labels or {}
    return GateState(
        requirements=(
            *(_topic(one.key, one.title, by_topic.get(one.key)) for one in passage.topics),
            *(_gathered(one, contributions.get(one.kind, 0), labels) for one in passage.contributions),
            *(_condition(key, by_condition.get(key)) for key in passage.conditions),
        )
    )


def check_count(*, is_passing: bool, votes_for: int, votes_against: int, abstentions: int) -> None:
    """Raise Invalid for counts that do not bear the outcome.

    A passage needs more votes for than against; an abstention is no vote. It is sent back otherwise:
    a count that carries the passage cannot send it back.
    """
    for field, number in (
        ("votes_for", votes_for),
        ("votes_against", votes_against),
        ("abstentions", abstentions),
    ):
        if number < 0:
            raise Invalid("proposals.negative_count", t("A count is zero or more."), field=field)
    if votes_for + votes_against + abstentions == 0:
        raise Invalid(
            "proposals.no_vote", t("Write how many voted: at least one person decides."), field="votes_for"
        )
    if is_passing and votes_for <= votes_against:
        raise Invalid(
            "proposals.no_majority",
            t(
                "%(votes_for)d for, %(votes_against)d against is no majority: send it back or correct it.",
                votes_for=votes_for, votes_against=votes_against,
            ),
            field="votes_for",
        )  # fmt: skip
    if not is_passing and votes_for > votes_against:
        raise Invalid(
            "proposals.majority_ignored",
            t(
                "%(votes_for)d for, %(votes_against)d against is a majority: let it pass or correct it.",
                votes_for=votes_for, votes_against=votes_against,
            ),
            field="votes_for",
        )  # fmt: skip


def _topic(key: str, title: str, standing: TopicStanding | None) -> Requirement:
    met = standing is not None and standing.is_settled
    return Requirement(
        kind=RequirementKind.TOPIC,
        key=key,
        label=t("Topic: %(title)s", title=title),
        met=met,
        detail=t("It is settled.") if met else t("The topic “%(title)s” is not settled yet.", title=title),
    )


def _gathered(rule: ContributionRule, number: int, labels: Mapping[str, str]) -> Requirement:
    kind = labels.get(rule.kind, rule.kind)
    return Requirement(
        kind=RequirementKind.CONTRIBUTION,
        key=rule.kind,
        label=t("Contributions: %(kind)s", kind=kind),
        met=number >= rule.at_least,
        detail=nt(
            "%(count)d contribution “%(kind)s” of the %(needed)d needed.",
            "%(count)d contributions “%(kind)s” of the %(needed)d needed.",
            number, kind=kind, needed=rule.at_least,
        ),
    )  # fmt: skip


def _condition(key: str, standing: ConditionStanding | None) -> Requirement:
    unknown = t("The condition “%(key)s” was not checked.", key=key)
    return Requirement(
        kind=RequirementKind.CONDITION,
        key=key,
        label=standing.label if standing else t("Condition “%(key)s”", key=key),
        met=standing is not None and standing.is_open,
        detail=standing.reason if standing else unknown,
    )
