"""What the pages show of a proposal: its stages as lines, its place on the board, its views counted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import format_date

from collegial.kernel.text import Text, t
from collegial.proposals.models import GateDecision, Proposal, TopicState, Version
from collegial.proposals.queries import (
    draft_of,
    passed_on,
    rules_of,
    topics_before,
    version_at,
    views_by_family,
    views_by_kind,
)
from collegial.proposals.rules import PipelineRules, Stage
from collegial.web.languages import written_day


@dataclass(frozen=True, kw_only=True)
class StageLine:
    """A stage of a proposal: done, current or ahead, or where it was withdrawn."""

    stage: Stage
    state: str
    version: Version | None
    when: str
    decision: GateDecision | None


@dataclass(frozen=True, kw_only=True)
class BoardCard:
    """A proposal on the board, at its stage."""

    proposal: Proposal
    rules: PipelineRules
    stage: Stage
    number: int
    settled: int
    topics: int


@dataclass(frozen=True, kw_only=True)
class BoardStage:
    """A stage on a board: the proposals that are shown there, and how many stand at it."""

    stage: Stage
    cards: Sequence[BoardCard]
    total: int


@dataclass(frozen=True, kw_only=True)
class Board:
    """A pipeline: each of its stages with the proposals that are there."""

    name: str
    pipelines: Sequence[int]
    stages: Sequence[BoardStage]


@dataclass(frozen=True, kw_only=True)
class Views:
    """The views heard, by the label of their kind and of their family, and their sum.

    There are no families while none was noted.
    """

    rows: Sequence[tuple[str | Text, int]]
    families: Sequence[tuple[str | Text, int]]
    total: int


def when(version: Version) -> str:
    """Write the date of a version as precisely as it is known, in the reader's language."""
    day = version.dated_on
    return str(format_date(day, "MMMM y")) if version.date_is_month else written_day(day)


def stage_lines(proposal: Proposal) -> list[StageLine]:
    """Return every stage of a proposal's pipeline, with the version that reached it; once withdrawn, none to come."""
    lines = [_line(proposal, stage) for stage in rules_of(proposal).stages]
    return [one for one in lines if one.version] if proposal.withdrawal else lines


def _line(proposal: Proposal, stage: Stage) -> StageLine:
    version = version_at(proposal, stage.key)
    is_current = version is not None and version.frozen_at is None
    under_way = "withdrawn" if proposal.withdrawal else "current"
    return StageLine(
        stage=stage,
        state=under_way if is_current else ("done" if version else "ahead"),
        version=version,
        when=when(version) if version else "",
        decision=passed_on(proposal, stage.key),
    )


def boards(proposals: Iterable[Proposal], numbers: Mapping[tuple[int, str], int]) -> list[Board]:
    """Return a board for each pipeline; revisions with the same stages share one.

    `numbers` says how many proposals stand at each stage, by the number of the pipeline and the key of the stage.
    """
    found: dict[tuple[str, tuple[str, ...]], list[BoardCard]] = {}
    for card in map(_card, proposals):
        stages = tuple(one.key for one in card.rules.stages)
        found.setdefault((card.proposal.pipeline.name, stages), []).append(card)
    return [_board(name, cards, numbers) for (name, _), cards in found.items()]


def _board(name: str, cards: Sequence[BoardCard], numbers: Mapping[tuple[int, str], int]) -> Board:
    pipelines = sorted({one.proposal.pipeline_id for one in cards})
    stages = [
        BoardStage(
            stage=stage,
            cards=[one for one in cards if one.stage.key == stage.key],
            total=sum(numbers.get((pipeline, stage.key), 0) for pipeline in pipelines),
        )
        for stage in cards[0].rules.stages
    ]
    return Board(name=name, pipelines=pipelines, stages=stages)


def _card(proposal: Proposal) -> BoardCard:
    rules, stage, topics = rules_of(proposal), draft_of(proposal).stage, topics_before(proposal)
    return BoardCard(
        proposal=proposal,
        rules=rules,
        stage=rules.stage(stage),
        number=rules.number(stage),
        settled=sum(topic.state is TopicState.SETTLED for topic in topics),
        topics=len(topics),
    )


def views_heard(
    proposal: Proposal, kinds: Mapping[str, str | Text], families: Mapping[str, str | Text]
) -> Views:
    """Count the views of a proposal; `kinds` and `families` are names by key."""
    heard, by_family = views_by_kind(proposal), views_by_family(proposal)
    unknown = t("Not noted")
    noted = [
        (families.get(key, key) if key else unknown, number)
        for key, number in sorted(by_family.items(), key=lambda one: (one[0] is None, -one[1]))
    ]
    return Views(
        rows=[(kinds.get(kind, kind), number) for kind, number in heard.items()],
        families=noted if set(by_family) - {None} else (),
        total=sum(heard.values()),
    )
