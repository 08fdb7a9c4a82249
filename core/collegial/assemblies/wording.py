"""Write what a template holds in the deployment's first language: an agenda is one text for everyone."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from flask_babel import force_locale

from collegial.assemblies.agendas import ItemTemplate, ResolutionTemplate
from collegial.assemblies.models import AssemblyKind
from collegial.assemblies.services.agenda import NewItem, NewResolution
from collegial.kernel.money import ZERO
from collegial.kernel.text import Text
from collegial.statutes.rules import DecisionKind
from collegial.web.languages import say
from collegial.web.program import current_program


def worded(template: ItemTemplate, kind: AssemblyKind, answers: Mapping[str, Any]) -> NewItem:
    """Return the item with its resolutions in words; `answers` fill the places that the texts name."""
    with force_locale(current_program().settings.pays.languages[0]):
        resolutions = [
            NewResolution(
                title=_filled(_title(one, told), told),
                text=_filled(_text(one, told), told),
                kind=one.kind or _usual(kind),
            )
            for one in template.resolutions
            for told in _tellings(one, answers)
        ]
        return NewItem(title=_filled(template.item, answers), template=template.key, resolutions=resolutions)


def _tellings(one: ResolutionTemplate, answers: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if one.each is None:
        yield answers
        return
    for name in answers[one.each]:
        yield {**answers, "name": name}


def _title(one: ResolutionTemplate, answers: Mapping[str, Any]) -> Text:
    return one.college_title if one.college_title and answers.get("college") else one.title


def _text(one: ResolutionTemplate, answers: Mapping[str, Any]) -> Text:
    if one.college_text and answers.get("college"):
        return one.college_text
    without_surplus = "result" in answers and answers["result"] <= ZERO
    return one.loss if one.loss and without_surplus else one.text


def _filled(text: Text, answers: Mapping[str, Any]) -> str:
    return say(replace(text, params=answers))


def _usual(kind: AssemblyKind) -> DecisionKind:
    ordinary = DecisionKind.ORDINARY
    return ordinary if kind.may_decide(ordinary) else DecisionKind.EXTRAORDINARY
