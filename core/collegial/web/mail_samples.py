"""Every kind of mail as a reader gets it, for those who write pages: with stand-ins for what it prints."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from flask import current_app, render_template
from jinja2 import TemplateNotFound, meta

from collegial.kernel.money import Money
from collegial.kernel.text import t
from collegial.web.mails import dressed, with_foot

_FILTERED = re.compile(r"([a-z_.]+)\|(short_day|brief_day|day|moment|clock|money|in_fours)")
_PLURAL = re.compile(r"ngettext\((?:\"[^\"]*\", *){2}([a-z_.]+)")
_LASTS = re.compile(r"lasts\(([a-z_.]+)\)")
_ALONE = re.compile(r"^\{\{ ([a-z_]+) \}\}$", re.MULTILINE)
_WORDS = {
    "name": "Nolwenn Kerbrazan", "title": "Une conserverie solidaire", "place": "Salle commune, Rennes",
    "email": "nolwenn@example.org", "contact_email": "contact@example.org", "reference": "PARTS-12",
    "login_token": "419203",
    "version": "V3", "masked_iban": "FR•• •••• 0189", "tracker": "k7Qm-2fXw",
}  # fmt: skip
_PAGE = "https://pays.example/page"
_WHEN = datetime(2026, 12, 12, 17, 30, tzinfo=UTC)
_PRINTED = {"money": Money(123_450), "in_fours": "FR7630006000011234567890189"}
_NOTICES = ((t("A vote is open"), "Conserverie", _PAGE), (t("A decision is to be carried out"), "", _PAGE))


class StandIn:
    """Whatever a template asks of what it is given: days, amounts and numbers where it prints such, words elsewhere."""

    def __init__(self, name: str, known: Mapping[str, Any]) -> None:
        self._name, self._known = name, known

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._known.get(name) or StandIn(name, self._known)

    def __call__(self, *_given: Any, **_named: Any) -> Any:
        """Return itself, whatever is asked."""
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter((StandIn(self._name, self._known), StandIn(self._name, self._known)))

    def __str__(self) -> str:
        return _WORDS.get(self._name, self._name.replace("_", " ").capitalize())

    def __int__(self) -> int:
        return 3

    __index__ = __int__

    def __gt__(self, other: Any) -> bool:
        return int(self) > int(other)

    def __lt__(self, other: Any) -> bool:
        return int(self) < int(other)


def kinds() -> list[str]:
    """Return the names of the templates of mails, the core's and the modules'."""
    return sorted(filter(_is_mail, current_app.jinja_env.list_templates()))


def _is_mail(name: str) -> bool:
    # "shipped/" leads to the same ones again, from below those of the deployment
    return name.endswith(".txt") and "/mail/" in name and "/_" not in name and not name.startswith("shipped/")


def sample(name: str) -> tuple[str, str]:
    """Return the text and the HTML of a kind of mail, in the language that is spoken; raise TemplateNotFound."""
    if not _is_mail(name):
        raise TemplateNotFound(name)
    text = with_foot(render_template(name, **_given(name)))
    return text, dressed(name.removesuffix(".txt"), text, code=_WORDS["login_token"])


def _given(name: str) -> dict[str, Any]:
    """Return a stand-in for each name that a template and those it includes ask for."""
    env, frame = current_app.jinja_env, dict[str, Any]()
    current_app.update_template_context(frame)
    sources = list(_sources(name))
    known = _known("\n".join(sources))
    asked = set().union(*(meta.find_undeclared_variables(env.parse(one)) for one in sources))
    given = {one: known.get(one) or StandIn(one, known) for one in asked - frame.keys() - env.globals.keys()}
    return {**given, "lines": _NOTICES} if "lines" in given else given


def _sources(name: str) -> Iterator[str]:
    env = current_app.jinja_env
    assert env.loader is not None
    source = env.loader.get_source(env, name)[0]
    yield source
    for other in meta.find_referenced_templates(env.parse(source)):
        if other:
            yield from _sources(other)


def _known(source: str) -> dict[str, Any]:
    """Tell by the filters of a template what it takes for a day, a length, an amount, an account, a number, a page."""
    known: dict[str, Any] = {one: _PAGE for one in _ALONE.findall(source) if one not in _WORDS}
    known |= {_last(one): 3 for one in _PLURAL.findall(source)}
    known |= {_last(one): 90 for one in _LASTS.findall(source)}
    for name, how in _FILTERED.findall(source):
        known[_last(name)] = _PRINTED.get(how, _WHEN)
    return known


def _last(name: str) -> str:
    return str(name.rpartition(".")[2])
