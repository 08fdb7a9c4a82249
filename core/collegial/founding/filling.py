"""Fill a new deployment: tables, the first account, what proposals refer to, the modules."""

import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from collegial.accounts.services import open_account
from collegial.actors.models import ActorKind
from collegial.actors.services.adding import add_actor, add_family
from collegial.founding.answers import Administrator, AimAnswer, Answers, UnusableAnswers
from collegial.groups.models import GroupKind
from collegial.groups.queries import groups
from collegial.groups.services import create_group
from collegial.hosting.host import Host
from collegial.hosting.services import enable_plugin
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.proposals.services.framing import Aim, record_pipeline, set_missions, set_priorities
from collegial.statutes.files import read_document
from collegial.statutes.presets import document_of
from collegial.statutes.rules.origins import First
from collegial.statutes.services import record_statutes
from collegial.web.languages import say

_GROUPS = {
    GroupKind.PILOT: t("Pilot group"),
    GroupKind.FOLLOW_UP: t("Follow-up group"),
    GroupKind.BOARD: t("Board"),
}
PIPELINES = ("five-stages", "three-stages")
FIRST_ROLES = ("administrator", "staff")
REASON = "The statutes that this deployment starts with."


def fill(
    context: Context, host: Host, answers: Answers, *, beside: Path, language: str | None = None
) -> None:
    """Do all that the answers ask for, in one transaction; raises domain errors for what cannot be done.

    `language` is that in which the administrator answered; None for the first one of the deployment.

    The names in the answers were checked before (`check_names`).
    """
    _open_first_account(context, answers.administrator, language)
    for position, one in enumerate(answers.families, start=1):
        add_family(context, key=one.key, label=one.label, level=one.level, position=position)
    for group in answers.groups:
        create_group(
            context, key=group.key, name=group.name, kind=GroupKind(group.kind), mandate=group.mandate
        )
    if answers.priorities:
        set_priorities(context, _aims(answers.priorities))
    if answers.missions:
        set_missions(context, _aims(answers.missions))
    _start_statutes(context, host, answers, beside)
    _start_pipeline(context, host, answers, beside)
    for name in _in_order(host, answers.plugins):
        enable_plugin(context, host, name)


def _open_first_account(context: Context, first: Administrator, language: str | None) -> None:
    """Open the account of the first administrator, who stands in the directory where a name was given."""
    person = None
    if first.name:
        person = add_actor(
            context, kind=ActorKind.PERSON, name=first.name, email=first.email, locale=language
        )
    number = person.id if person else None
    open_account(context, email=first.email, actor_id=number, roles=FIRST_ROLES, locale=language)


def check_names(host: Host, answers: Answers) -> None:
    """Refuse what no module and no file of ours is called, before anything is made."""
    named = (
        ("statutes.preset", [answers.statutes.preset], statutes_presets(host)),
        ("pipeline.preset", [answers.pipeline.preset], pipeline_presets(host)),
        ("plugins", answers.plugins, sorted(host.loaded)),
        ("groups.kind", [one.kind for one in answers.groups], [one.value for one in GroupKind]),
    )
    wrong = [
        t("%(where)s: “%(name)s” is none of: %(names)s", where=where, name=name, names=", ".join(known))
        for where, names, known in named
        for name in names
        if name and name not in known
    ]
    if wrong:
        raise UnusableAnswers(*wrong)


def statutes_presets(host: Host) -> list[str]:
    """Return the statutes that a deployment can start with, by key."""
    return [one.key for _, one in host.declared("statutes_presets")]


def pipeline_presets(host: Host) -> list[str]:
    """Return the pipelines that a deployment can start with, by key."""
    return [*PIPELINES, *(one.key for _, one in host.declared("pipeline_presets"))]


def _aims(answers: Sequence[AimAnswer]) -> list[Aim]:
    return [Aim(key=one.key, short=one.short, label=one.label, text=one.text) for one in answers]


def _start_statutes(context: Context, host: Host, answers: Answers, beside: Path) -> None:
    asked = answers.statutes
    offers = {one.key: one for _, one in host.declared("statutes_presets")}
    if not (asked.preset or asked.file):
        return
    document = document_of(offers[asked.preset]) if asked.preset else read_document(_read(beside, asked.file))
    day = asked.effective_from or context.today
    record_statutes(context, document, effective_from=day, reason=REASON, origin=First())


def _start_pipeline(context: Context, host: Host, answers: Answers, beside: Path) -> None:
    asked = answers.pipeline
    offers = {one.key: one.document for _, one in host.declared("pipeline_presets")}
    if asked.preset:
        document = offers.get(asked.preset) or prepared_pipeline(asked.preset)
        _make_groups(context, document)
        record_pipeline(context, key="main", name=asked.name, document=document)
    elif asked.file:
        document = tomllib.loads(_read(beside, asked.file).decode("utf-8"))
        record_pipeline(context, key="main", name=asked.name, document=document)


def _make_groups(context: Context, document: Mapping[str, Any]) -> None:
    """Make the groups that decide the passages of a prepared pipeline, named in the first language, where none are."""
    deciding = [one.get("deciding_group") for one in document.get("passages", ())]
    for key in sorted({one for one in deciding if one} - {one.key for one in groups(context.session)}):
        kind = GroupKind(key) if key in {one.value for one in GroupKind} else GroupKind.WORKING
        create_group(context, key=key, name=say(_GROUPS[kind]) if kind in _GROUPS else key, kind=kind)


def prepared_pipeline(key: str) -> Mapping[str, Any]:
    """Return the document of a prepared pipeline."""
    text = (files("collegial.founding") / "presets" / f"{key}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _read(beside: Path, name: str) -> bytes:
    try:
        return (beside / name).read_bytes()
    except OSError as error:
        raise UnusableAnswers(
            t("%(file)s cannot be read: %(error)s", file=name, error=error.strerror)
        ) from None


def _in_order(host: Host, names: Sequence[str]) -> list[str]:
    """Return the modules so that those that offer something come before those that require it."""
    metas, left, ordered = host.metas(), list(names), list[str]()
    while left:
        offered = {one for name in ordered if name in metas for one in metas[name].provides}
        ready = [one for one in left if one not in metas or set(metas[one].requires) <= offered]
        ordered += ready or left  # what cannot be met is refused by the switch, in its own words
        left = [one for one in left if one not in ordered]
    return ordered
