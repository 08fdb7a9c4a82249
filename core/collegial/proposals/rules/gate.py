"""Whether a gate is open: what a passage needs, what is there, and what is missing in so many words."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, nt, t
from collegial.proposals.rules.pipeline import ContributionRule, PassageRule, Way


class RequirementKind(enum.Enum):
    """Where a requirement comes from."""

    TOPIC = "topic"
    CONTRIBUTION = "contribution"
    CONDITION = "condition"
    TASK = "task"
    CONTENT = "content"
    GROUP = "group"


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
    endpoint: str | None = None


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """One thing that a passage needs: what, whether it is met, how it stands; `endpoint` is a module's page for it."""

    kind: RequirementKind
    key: str
    label: Text
    met: bool
    detail: Text
    endpoint: str | None = None


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
    tasks: Iterable[str] = (),
    kind_labels: Mapping[str, str] | None = None,
) -> GateState:
    """Weigh a passage; a topic or condition that it names and that is not given counts as not met.

    `contributions` are the numbers gathered for the version that would be left, by kind; `tasks` are what
    is still to do since that version was sent back.
    """
    by_topic = {one.key: one for one in topics}
    by_condition = {one.key: one for one in conditions}
    labels = kind_labels or {}
    return GateState(
        requirements=(
            *(_topic(one.key, one.title, by_topic.get(one.key)) for one in passage.topics),
            *(_gathered(one, contributions.get(one.kind, 0), labels) for one in passage.contributions),
            *(_condition(key, by_condition.get(key)) for key in passage.conditions),
            *(_task(title) for title in tasks),
        )
    )


@dataclass(frozen=True, kw_only=True)
class Count:
    """How those who took part decided; by consent, `against` counts the objections."""

    votes_for: int
    against: int
    abstentions: int = 0

    @property
    def cast(self) -> int:
        """Return how many took part."""
        return self.votes_for + self.against + self.abstentions

    def carries(self, way: Way) -> bool:
        """Tell whether it lets pass: more for than against, or somebody for and nobody objecting."""
        if way is Way.CONSENT:
            return self.votes_for > 0 and self.against == 0
        return self.votes_for > self.against


NO_COUNT = Count(votes_for=0, against=0)


def needed_for_quorum(quorum: Fraction | None, group_size: int) -> int:
    """Return how many of a group must take part: the share, rounded up."""
    return 0 if quorum is None else ceil(quorum * group_size)


def check_count(
    count: Count,
    *,
    is_passing: bool,
    way: Way = Way.MAJORITY,
    quorum: Fraction | None = None,
    group_size: int | None = None,
) -> None:
    """Raise Invalid for counts that do not bear the outcome.

    A count that carries the passage cannot send it back, and the reverse. `group_size` is how many are in
    the group that decides, None without a group: no more can vote, and the quorum is a share of it.
    """
    _check_numbers(count, group_size)
    needed = needed_for_quorum(quorum, group_size or 0)
    if count.cast < needed:
        raise Invalid(
            "proposals.no_quorum",
            nt(
                "%(count)d of the group took part, %(needed)d are needed: the quorum is not reached.",
                "%(count)d of the group took part, %(needed)d are needed: the quorum is not reached.",
                count.cast, needed=needed,
            ),
            field="votes_for",
        )  # fmt: skip
    if is_passing and not count.carries(way):
        raise Invalid("proposals.no_majority", _why_not_passing(count, way), field="votes_for")
    if not is_passing and count.carries(way):
        raise Invalid("proposals.majority_ignored", _why_not_back(count, way), field="votes_for")


def _check_numbers(count: Count, group_size: int | None) -> None:
    for field, number in (
        ("votes_for", count.votes_for),
        ("votes_against", count.against),
        ("abstentions", count.abstentions),
    ):
        if number < 0:
            raise Invalid("proposals.negative_count", t("A count is zero or more."), field=field)
    if count.cast == 0:
        raise Invalid(
            "proposals.no_vote", t("Write how many voted: at least one person decides."), field="votes_for"
        )
    if group_size is not None and count.cast > group_size:
        raise Invalid(
            "proposals.too_many_votes",
            nt(
                "%(cast)d votes, and the group has %(count)d member today.",
                "%(cast)d votes, and the group has %(count)d members today.",
                group_size, cast=count.cast,
            ),
            field="votes_for",
        )  # fmt: skip


def _why_not_passing(count: Count, way: Way) -> Text:
    if way is Way.CONSENT:
        return t("By consent, nobody objects and somebody agrees: send it back or correct it.")
    return t(
        "%(votes_for)d for, %(votes_against)d against is no majority: send it back or correct it.",
        votes_for=count.votes_for, votes_against=count.against,
    )  # fmt: skip


def _why_not_back(count: Count, way: Way) -> Text:
    if way is Way.CONSENT:
        return t("Nobody objects: let it pass or correct it.")
    return t(
        "%(votes_for)d for, %(votes_against)d against is a majority: let it pass or correct it.",
        votes_for=count.votes_for, votes_against=count.against,
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
        detail=t(
            "Contributions “%(kind)s”: %(count)d of %(needed)d.",
            kind=kind,
            count=number,
            needed=rule.at_least,
        ),
    )


def _condition(key: str, standing: ConditionStanding | None) -> Requirement:
    unknown = t("The condition “%(key)s” was not checked.", key=key)
    return Requirement(
        kind=RequirementKind.CONDITION,
        key=key,
        label=standing.label if standing else t("Condition “%(key)s”", key=key),
        met=standing is not None and standing.is_open,
        detail=standing.reason if standing else unknown,
        endpoint=standing.endpoint if standing else None,
    )


def of_an_empty_version(state: GateState) -> GateState:
    """Return how a gate stands before a version in which nothing is written: it is shut."""
    content = Requirement(
        kind=RequirementKind.CONTENT,
        key="content",
        label=t("What is written in the version"),
        met=False,
        detail=t(
            "Nothing is written in this version yet: an empty version is not frozen. Write its axes first."
        ),
    )
    return replace(state, requirements=(content, *state.requirements))


def without_its_group(state: GateState, detail: Text) -> GateState:
    """Return how a gate stands that nobody can let pass, for want of a group or of members: it is shut."""
    group = Requirement(
        kind=RequirementKind.GROUP, key="group", label=t("The group that decides"), met=False, detail=detail
    )
    return replace(state, requirements=(group, *state.requirements))


def _task(title: str) -> Requirement:
    return Requirement(
        kind=RequirementKind.TASK,
        key=title,
        label=t("Task: %(title)s", title=title),
        met=False,
        detail=t(
            "The task “%(title)s” was given when the version was sent back, and is not done.", title=title
        ),
    )
