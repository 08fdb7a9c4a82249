"""The pipeline of a deployment: its stages, and what each passage from one to the next needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from collegial.kernel.text import Text, t
from collegial.proposals.rules.reading import Fields, InvalidPipeline, PipelineError


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A stage of the pipeline, such as V0, and what being there means."""

    key: str
    name: str
    meaning: str


@dataclass(frozen=True, kw_only=True)
class ContributionKind:
    """A way to hear people, such as an interview."""

    key: str
    label: str


@dataclass(frozen=True, kw_only=True)
class TopicRule:
    """A topic that a passage needs settled."""

    key: str
    title: str


@dataclass(frozen=True, kw_only=True)
class ContributionRule:
    """How many contributions of a kind a version needs before it may be left."""

    kind: str
    at_least: int


class Way(StrEnum):
    """How a group decides: more for than against, or nobody objecting (consentement)."""

    MAJORITY = "majority"
    CONSENT = "consent"


@dataclass(frozen=True, kw_only=True)
class PassageRule:
    """The passage from a stage to the next one; `group` decides, or any holder of the right when None.

    `quorum` is the share of the group that must take part; None asks for nobody in particular.
    """

    from_stage: str
    to_stage: str
    group: str | None = None
    way: Way = Way.MAJORITY
    quorum: Fraction | None = None
    topics: tuple[TopicRule, ...] = ()
    contributions: tuple[ContributionRule, ...] = ()
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PipelineRules:
    """The stages in their order, and one passage from each to the next."""

    stages: tuple[Stage, ...]
    kinds: tuple[ContributionKind, ...]
    passages: tuple[PassageRule, ...]

    def stage(self, key: str) -> Stage:
        """Return a stage by its key; raises KeyError for an unknown one."""
        return {stage.key: stage for stage in self.stages}[key]

    def number(self, key: str) -> int:
        """Return the place of a stage, counted from 1."""
        return [stage.key for stage in self.stages].index(key) + 1

    def passage_from(self, key: str) -> PassageRule | None:
        """Return the passage that leaves a stage; None for the last one."""
        return next((passage for passage in self.passages if passage.from_stage == key), None)


def parse_pipeline(document: Mapping[str, object]) -> PipelineRules:
    """Read a document; raise InvalidPipeline with all its errors."""
    errors: list[PipelineError] = []
    top = Fields(errors, "", document)
    top.only("contribution_kinds", "stages", "passages")
    rules = PipelineRules(
        stages=tuple(_stage(one) for one in top.tables("stages")),
        kinds=tuple(_kind(one) for one in top.tables("contribution_kinds")),
        passages=tuple(_passage(one) for one in top.tables("passages")),
    )
    _check_keys(top, rules)
    _check_course(top, rules)
    if errors:
        raise InvalidPipeline(errors)
    return rules


def pipeline_document(rules: PipelineRules) -> dict[str, object]:
    """Write rules in the one form that is stored; `parse_pipeline` reads the same rules from it."""
    return {
        "contribution_kinds": [{"key": one.key, "label": one.label} for one in rules.kinds],
        "stages": [{"key": one.key, "name": one.name, "meaning": one.meaning} for one in rules.stages],
        "passages": [_passage_document(one) for one in rules.passages],
    }


def _passage_document(passage: PassageRule) -> dict[str, object]:
    decided: dict[str, object] = {}
    if passage.way is not Way.MAJORITY:
        decided["way"] = passage.way.value
    if passage.quorum is not None:
        decided["quorum"] = str(passage.quorum)
    return {
        "from": passage.from_stage,
        "to": passage.to_stage,
        "deciding_group": passage.group,
        **decided,
        "topics": [{"key": one.key, "title": one.title} for one in passage.topics],
        "contributions": [{"kind": one.kind, "at_least": one.at_least} for one in passage.contributions],
        "conditions": list(passage.conditions),
    }


def _stage(fields: Fields) -> Stage:
    fields.only("key", "name", "meaning")
    return Stage(key=fields.key("key"), name=fields.text("name"), meaning=fields.text("meaning"))


def _kind(fields: Fields) -> ContributionKind:
    fields.only("key", "label")
    return ContributionKind(key=fields.key("key"), label=fields.text("label"))


def _passage(fields: Fields) -> PassageRule:
    fields.only("from", "to", "deciding_group", "way", "quorum", "topics", "contributions", "conditions")
    passage = PassageRule(
        from_stage=fields.key("from"),
        to_stage=fields.key("to"),
        group=fields.optional_key("deciding_group"),
        way=Way(fields.one_of("way", [one.value for one in Way], Way.MAJORITY.value)),
        quorum=fields.optional_share("quorum"),
        topics=tuple(_topic(one) for one in fields.tables("topics")),
        contributions=tuple(_contribution(one) for one in fields.tables("contributions")),
        conditions=fields.conditions("conditions"),
    )
    if passage.quorum is not None and passage.group is None:
        fields.wrong("quorum", t("A quorum is a share of a group: name the group that decides."))
    _refuse_twice(fields, "topics", [one.key for one in passage.topics], field="key")
    _refuse_twice(fields, "contributions", [one.kind for one in passage.contributions], field="kind")
    _refuse_twice(fields, "conditions", passage.conditions)
    return passage


def _topic(fields: Fields) -> TopicRule:
    fields.only("key", "title")
    return TopicRule(key=fields.key("key"), title=fields.text("title"))


def _contribution(fields: Fields) -> ContributionRule:
    fields.only("kind", "at_least")
    return ContributionRule(kind=fields.key("kind"), at_least=fields.positive("at_least"))


def _check_keys(top: Fields, rules: PipelineRules) -> None:
    _refuse_twice(top, "stages", [one.key for one in rules.stages], field="key")
    _refuse_twice(top, "contribution_kinds", [one.key for one in rules.kinds], field="key")
    kinds = {one.key for one in rules.kinds}
    for place, passage in enumerate(rules.passages):
        for at, one in enumerate(passage.contributions):
            if one.kind and one.kind not in kinds:
                path = f"passages.{place}.contributions.{at}.kind"
                top.wrong(path, t("No kind of contribution has the key “%(key)s”.", key=one.kind))


def _check_course(top: Fields, rules: PipelineRules) -> None:
    """Check that the pipeline is one line: a passage from every stage but the last, to the next."""
    if len(rules.stages) < 2:  # noqa: PLR2004 (from somewhere to somewhere else)
        top.wrong("stages", t("A pipeline has at least two stages."))
    expected = {start.key: end.key for start, end in pairwise(rules.stages)}
    seen: set[str] = set()
    for place, passage in enumerate(rules.passages):
        fault = _course_fault(passage, expected, seen)
        if fault:
            top.wrong(f"passages.{place}.{fault[0]}", fault[1])
        seen.add(passage.from_stage)
    for start, end in expected.items():
        if start and end and start not in seen:
            top.wrong(
                "passages", t("The passage from “%(start)s” to “%(end)s” is missing.", start=start, end=end)
            )


def _course_fault(
    passage: PassageRule, expected: Mapping[str, str], seen: set[str]
) -> tuple[str, Text] | None:
    start, end = passage.from_stage, passage.to_stage
    if not start or not end:
        return None  # already noted as unreadable
    if start in seen:
        return "from", t("The passage from “%(start)s” is written twice.", start=start)
    if start not in expected:
        return "from", t("“%(start)s” is no stage that another one follows.", start=start)
    if expected[start] not in (end, ""):
        following = expected[start]
        return "to", t("After “%(start)s” comes “%(next)s”: lead there.", start=start, next=following)
    return None


def _refuse_twice(fields: Fields, name: str, keys: Iterable[str], *, field: str = "") -> None:
    """Note each key that stands in a list for the second time."""
    seen: set[str] = set()
    for place, key in enumerate(keys):
        if key and key in seen:
            path = f"{name}.{place}.{field}" if field else f"{name}.{place}"
            fields.wrong(path, t("“%(key)s” is written twice.", key=key))
        seen.add(key)
