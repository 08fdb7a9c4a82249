"""Set what all proposals refer to: the priorities, the missions, the pipeline."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import delete, func, select, update

from collegial.groups.models import Group
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.naming import key_base
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t
from collegial.proposals.events import MissionsSet, PipelineRecorded, PrioritiesSet
from collegial.proposals.models import Action, Mission, Pipeline, Priority
from collegial.proposals.permissions import CONFIGURE, SET_AIMS
from collegial.proposals.rules import (
    InvalidPipeline,
    PipelineError,
    PipelineRules,
    parse_pipeline,
    pipeline_document,
)

Kind = TypeVar("Kind", Priority, Mission)


@dataclass(frozen=True, kw_only=True)
class Aim:
    """A priority or a mission to set: `short` fits a badge, `text` is only for missions."""

    key: str
    short: str
    label: str
    text: str | None = None


def set_priorities(context: Context, aims: Sequence[Aim]) -> None:
    """Make these the priorities, in this order.

    A frozen version names its priorities by their keys, so a label may change. Raises Invalid for a
    key given twice, Refused for one left out that an action names.
    """
    require(context.by, SET_AIMS)
    known = _make_room(context, Priority, aims)
    for position, aim in enumerate(aims, start=1):
        row = known.get(aim.key) or Priority(key=aim.key)
        row.position, row.short, row.label = position, aim.short, aim.label
        context.session.add(row)
    context.session.flush()
    context.emit(PrioritiesSet(number=len(aims), keys=[aim.key for aim in aims]))


def set_missions(context: Context, aims: Sequence[Aim]) -> None:
    """Make these the missions, in this order; refused as `set_priorities` is."""
    require(context.by, SET_AIMS)
    known = _make_room(context, Mission, aims)
    for position, aim in enumerate(aims, start=1):
        row = known.get(aim.key) or Mission(key=aim.key)
        row.position, row.short, row.label, row.text = position, aim.short, aim.label, aim.text
        context.session.add(row)
    context.session.flush()
    context.emit(MissionsSet(number=len(aims), keys=[aim.key for aim in aims]))


def word_aims(context: Context, kind: type[Kind], *, locale: str, aims: Iterable[Aim]) -> None:
    """Say priorities or missions in a language that is not the first; those left out keep the words of the first."""
    require(context.by, SET_AIMS)
    said = {aim.key: {"short": aim.short, "label": aim.label, "text": aim.text or ""} for aim in aims}
    # Another language may be written at the same moment: the rows wait for each other, in one order.
    for row in context.session.scalars(select(kind).order_by(kind.id).with_for_update()):
        others = {language: words for language, words in row.wordings.items() if language != locale}
        row.wordings = others | ({locale: said[row.key]} if row.key in said else {})
    context.session.flush()


def _make_room(context: Context, kind: type[Kind], aims: Iterable[Aim]) -> dict[str, Kind]:
    """Remove the rows left out and free every position; return the rows that stay, by key."""
    keys = [aim.key for aim in aims]
    if len(set(keys)) < len(keys):
        raise Invalid("proposals.aim_twice", t("Two entries have the same key."))
    session = context.session
    _refuse_if_used(context, kind, keys)
    session.execute(delete(kind).where(kind.key.not_in(keys)))
    session.execute(update(kind).values(position=-kind.position))
    return {row.key: row for row in session.scalars(select(kind).execution_options(populate_existing=True))}


def _refuse_if_used(context: Context, kind: type[Priority | Mission], keys: Iterable[str]) -> None:
    column = Action.priority_id if kind is Priority else Action.mission_id
    used = select(kind.label).where(
        kind.key.not_in(keys), kind.id.in_(select(column).where(column.is_not(None)))
    )
    label = context.session.scalars(used.limit(1)).first()
    if label is not None:
        raise Refused(
            "proposals.aim_used",
            t(
                "“%(label)s” cannot be left out: actions of a proposal refer to it. Keep it in the list.",
                label=label,
            ),
        )


def begin_pipeline(context: Context, *, name: str, document: Mapping[str, object]) -> Pipeline:
    """Record a new pipeline under a key made from its name; raises Refused where another one has that name."""
    key = key_base(name, "pipeline")
    latest = latest_pipeline(context, key)
    if latest and latest.document != pipeline_document(parse_pipeline(document)):
        raise Refused(
            "proposals.pipeline_named",
            t("A pipeline of this name is there already: change that one, or choose another name."),
            field="name",
        )
    return record_pipeline(context, key=key, name=name, document=document)


def record_pipeline(context: Context, *, key: str, name: str, document: Mapping[str, object]) -> Pipeline:
    """Record a pipeline as its next revision; the latest one is returned when nothing differs.

    Raises InvalidPipeline with all errors of the document, groups that do not exist among them.
    """
    require(context.by, CONFIGURE)
    rules = parse_pipeline(document)
    _check_groups(context, rules)
    latest = latest_pipeline(context, key)
    written = pipeline_document(rules)
    if latest and (latest.name, latest.document) == (name, written):
        return latest
    row = Pipeline(
        key=key, revision=latest.revision + 1 if latest else 1, name=name, document=written,
        created_at=context.clock.now(),
    )  # fmt: skip
    with or_refuse(
        context.session,
        Refused(
            "proposals.pipeline_taken",
            t("Someone else has just recorded this pipeline. Look at theirs, then try again."),
        ),
    ):
        context.session.add(row)
    context.emit(PipelineRecorded(pipeline=key, revision=row.revision))
    return row


def latest_pipeline(context: Context, key: str) -> Pipeline | None:
    """Return the last revision of a pipeline."""
    newest = select(func.max(Pipeline.revision)).where(Pipeline.key == key).scalar_subquery()
    return context.session.scalars(
        select(Pipeline).where(Pipeline.key == key, Pipeline.revision == newest)
    ).one_or_none()


def _check_groups(context: Context, rules: PipelineRules) -> None:
    known = set(context.session.scalars(select(Group.key)))
    unknown = [
        PipelineError(
            path=f"passages.{place}.deciding_group",
            text=t("There is no group with the key “%(key)s”.", key=passage.group),
        )
        for place, passage in enumerate(rules.passages)
        if passage.group is not None and passage.group not in known
    ]
    if unknown:
        raise InvalidPipeline(unknown)
