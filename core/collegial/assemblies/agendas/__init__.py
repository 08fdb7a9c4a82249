"""Templates of agenda items: data of the program, read once; their texts are in the catalogues."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from collegial.assemblies.agendas.texts import TEXTS
from collegial.assemblies.models import AssemblyKind
from collegial.kernel.errors import Missing
from collegial.kernel.text import Text, t
from collegial.statutes.rules import DecisionKind


@dataclass(frozen=True, kw_only=True)
class ResolutionTemplate:
    """A resolution of a template.

    `kind` None takes what the assembly can decide; `each` names the answer whose lines make one resolution
    each; `loss` is the text for a year without a surplus. `elects` makes it an election, in the texts of a college
    where one elects alone.
    """

    title: Text
    text: Text
    kind: DecisionKind | None
    each: str | None = None
    loss: Text | None = None
    elects: bool = False
    college_title: Text | None = None
    college_text: Text | None = None


@dataclass(frozen=True, kw_only=True)
class ItemTemplate:
    """An item of an agenda, ready but for the answers that it asks for."""

    key: str
    name: Text
    summary: Text
    item: Text
    answers: tuple[str, ...]
    for_one_college: bool
    resolutions: tuple[ResolutionTemplate, ...]

    @property
    def elects(self) -> bool:
        """Tell whether it holds an election."""
        return any(one.elects for one in self.resolutions)

    def fits(self, kind: AssemblyKind) -> bool:
        """Tell whether an assembly of this kind can decide what the template holds."""
        if kind is AssemblyKind.SPECIAL:
            return self.for_one_college
        return all(kind.may_decide(one.kind) for one in self.resolutions if one.kind)


@cache
def item_templates() -> tuple[ItemTemplate, ...]:
    """Return all templates, in their order."""
    source = files(__name__).joinpath("templates.toml").read_text(encoding="utf-8")
    return tuple(_template(one) for one in tomllib.loads(source)["templates"])


def item_template(key: str) -> ItemTemplate:
    """Return a template by its key; raises Missing."""
    for one in item_templates():
        if one.key == key:
            return one
    raise Missing("agenda.unknown_template", t("There is no such template."))


def _template(data: Mapping[str, Any]) -> ItemTemplate:
    return ItemTemplate(
        key=data["key"],
        name=TEXTS[data["name"]],
        summary=TEXTS[data["summary"]],
        item=TEXTS[data["item"]],
        answers=tuple(data["answers"]),
        for_one_college=data.get("for_one_college", False),
        resolutions=tuple(_resolution(one) for one in data["resolutions"]),
    )


def _resolution(data: Mapping[str, Any]) -> ResolutionTemplate:
    kind = data["kind"]
    return ResolutionTemplate(
        title=TEXTS[data["title"]],
        text=TEXTS[data["text"]],
        kind=None if kind == "any" else DecisionKind(kind),
        each=data.get("each"),
        loss=TEXTS[data["loss"]] if "loss" in data else None,
        elects=data.get("elects", False),
        college_title=TEXTS[data["college_title"]] if "college_title" in data else None,
        college_text=TEXTS[data["college_text"]] if "college_text" in data else None,
    )
