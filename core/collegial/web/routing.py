"""The route table of a feature: each line states its permission, and nothing else is there."""

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint
from werkzeug.routing import IntegerConverter, Rule

from collegial.kernel.permissions import Permission, Viewer

# What a whole-number column holds in every database; a larger number in an address is no page's.
LARGEST_NUMBER = 2**31 - 1
# Where other programs ask: what is refused there is told as JSON.
FOR_PROGRAMS = "/api/"
# What in the guide explains a page: one place, or one for each right; the first that the reader holds decides.
Help = str | Mapping[Permission, str]


class Number(IntegerConverter):
    """A whole number in an address, small enough to be looked for."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max": LARGEST_NUMBER, **options})


class LateRule(Rule):
    """An address that learns how it is written when it is first asked for.

    The library compiles two functions for each of 700 addresses at the start, most of the time that a start takes;
    most processes write few of them.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002 (the library's own)
        compiled: list[Callable[..., tuple[str, str]]] = []

        def write(rule: Rule, **values: Any) -> tuple[str, str]:
            if not compiled:
                compiled.append(Rule._compile_builder(rule, append_unknown))  # noqa: SLF001 (what stands in for it)
            return compiled[0](rule, **values)

        return write


@dataclass(frozen=True, kw_only=True)
class Gate:
    """What must hold before a page is served.

    `fresh` asks for a recent sign-in; `writes` says whether its session is opened for writing, where that does
    not follow from the method: a GET that writes, a POST whose writing is done elsewhere. Where it is said that nothing
    is written, the session only looks: each of its statements is by itself. `machine` marks an
    address for other programs: they show a token, and what is refused is told as JSON. `room` is how many bytes
    may be sent to a page that takes files; others take little. `help` names what in the guide explains the page,
    such as `join#ask-to-join`: a page of docs/guide, and a heading on it. Where readers do different things on a
    page, it names a place for each right, such as `{PREPARE: "run-an-assembly", READ: "vote-on-a-phone"}`: the first
    that the reader holds decides. A form that is sent when the sign-in is too old is kept until that is confirmed,
    unless `keeps` says no: it may hold a choice.
    """

    permission: Permission
    fresh: bool = False
    writes: bool | None = None
    machine: bool = False
    room: int | None = None
    help: Help = ""
    keeps: bool = True

    @property
    def topics(self) -> tuple[str, ...]:
        """Return every place in the guide that explains the page to somebody."""
        named = (self.help,) if isinstance(self.help, str) else self.help.values()
        return tuple(one for one in named if one)

    def help_for(self, viewer: Viewer) -> str:
        """Return the place in the guide that explains the page to a reader; empty where there is none."""
        if isinstance(self.help, str):
            return self.help
        return next((topic for right, topic in self.help.items() if viewer.may(right)), "")


class Pages(Blueprint):
    """A blueprint whose lines cannot forget the permission; `help` explains those that name no place of their own."""

    def __init__(self, *args: Any, help: Help = "", **options: Any) -> None:  # noqa: A002 (the word of the pages)
        super().__init__(*args, **options)
        self.help = help

    def page(
        self,
        rule: str,
        view: Callable[..., Any],
        *,
        permission: Permission,
        methods: Iterable[str] = ("GET",),
        fresh: bool = False,
        writes: bool | None = None,
        machine: bool = False,
        room: int | None = None,
        name: str | None = None,
        help: Help | None = None,  # noqa: A002 (the word of the pages)
        keeps: bool = True,
    ) -> None:
        """Add one line to the table; the endpoint is named after the view."""
        gated = _with_gate(
            view,
            Gate(
                permission=permission, fresh=fresh, writes=writes, machine=machine, room=room,
                help=self.help if help is None else help, keeps=keeps,
            ),
        )  # fmt: skip
        self.add_url_rule(rule, name or view.__name__, gated, methods=list(methods))


def _with_gate(view: Callable[..., Any], gate: Gate) -> Callable[..., Any]:
    @functools.wraps(view)
    def gated(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    gated.gate = gate  # type: ignore[attr-defined]
    return gated
