"""The study's proposal: priorities, missions, pipeline, and its versions from V0 to V3."""

from typing import Any

from collegial.demo.rennes import read_part, read_version
from collegial.kernel.events import Context
from collegial.proposals.models import Proposal
from collegial.proposals.queries import draft_of
from collegial.proposals.rules import ActionText, AxisText, ContributionText, VersionText
from collegial.proposals.services.drafting import Hearing, add_contribution, start_proposal, write_version
from collegial.proposals.services.framing import Aim, record_pipeline, set_missions, set_priorities
from collegial.proposals.services.history import PastDecision, record_frozen_version
from collegial.proposals.services.withdrawing import withdraw_proposal

PIPELINE = "study"
_STAGE_FIELDS = ("key", "name", "meaning")
_PASSAGE_FIELDS = ("from", "to", "deciding_group", "quorum", "topics", "contributions", "conditions")


def frame(context: Context) -> None:
    """Set the seven priorities, the five missions, and the pipeline of the study."""
    pole = read_part("pole")
    set_priorities(context, [_aim(row) for row in pole["priorities"]])
    set_missions(context, [_aim(row) for row in pole["missions"]])
    data = read_part("pipeline")
    document = {
        "contribution_kinds": data["contribution_kinds"],
        "stages": [_only(row, _STAGE_FIELDS) for row in data["stages"]],
        "passages": [_only(row, _PASSAGE_FIELDS) for row in data["passages"]],
    }
    record_pipeline(context, key=PIPELINE, name=data["name"], document=document)


def write_versions(context: Context) -> None:
    """Write V0 to V2 as the frozen past, and V3 as the version that is being finished."""
    data = read_part("proposal/proposal")
    hearing = Hearing(
        method=data["method"], views_announced=data["views_announced"], views_note=data["views_note"]
    )
    proposal = start_proposal(
        context,
        slug=data["key"],
        title=data["title"],
        summary=data["summary"],
        pipeline_key=PIPELINE,
        hearing=hearing,
    )
    for stage in data["versions"][:-1]:
        _freeze(context, proposal, stage)
    present = read_version(data["current"])
    write_version(context, draft_of(proposal), _text(present))
    for row in present.get("contributions", ()):
        add_contribution(context, draft_of(proposal), _contribution(row))


def withdraw_one(context: Context) -> None:
    """Start a second proposal and withdraw it, so that the demonstration shows one."""
    data = read_part("proposal/proposal")["withdrawn"]
    proposal = start_proposal(
        context, slug=data["key"], title=data["title"], summary=data["summary"], pipeline_key=PIPELINE
    )
    withdraw_proposal(context, proposal, reasons=data["reasons"].strip())


def _freeze(context: Context, proposal: Proposal, stage: str) -> None:
    data = read_version(stage)
    record_frozen_version(
        context, proposal, stage=stage, text=_text(data),
        contributions=[_contribution(row) for row in data["contributions"]], decision=_decision(data),
    )  # fmt: skip
    context.session.refresh(proposal)


def _decision(data: dict[str, Any]) -> PastDecision | None:
    made = data.get("decision")
    if made is None:
        return None
    topics = dict.fromkeys(made["topics_settled"], made["reasons"])
    return PastDecision(reasons=made["reasons"], decided_on=made.get("date"), topics=topics)


def _text(data: dict[str, Any]) -> VersionText:
    return VersionText(
        summary=data["summary"],
        author=_author(data),
        dated_on=data["date"],
        date_is_month=data["date_precision"] == "month",
        provenance=data.get("provenance"),
        axes=tuple(_axis(row) for row in data["axes"]),
    )


def _author(data: dict[str, Any]) -> str:
    """Return who wrote a version: the group that the study names, else the study itself."""
    groups: dict[str, str] = {row["key"]: row["name"] for row in read_part("pole")["groups"]}
    return groups.get(data.get("author_group", ""), "Étude de préfiguration")


def _axis(row: dict[str, Any]) -> AxisText:
    actions = tuple(
        ActionText(
            title=one["title"], text=(one.get("text") or "").strip() or None,
            priority=one.get("priority"), mission=one.get("mission"),
        )
        for one in row["actions"]
    )  # fmt: skip
    return AxisText(title=row["title"], text=row.get("text"), actions=actions)


def _contribution(row: dict[str, Any]) -> ContributionText:
    return ContributionText(kind=row["kind"], title=row["title"], text=row["who"], views=row["heard"])


def _aim(row: dict[str, Any]) -> Aim:
    return Aim(
        key=row["key"], short=row["short"], label=row["title"], text=(row.get("text") or "").strip() or None
    )


def _only(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name] for name in names if name in row}
