"""The value objects that cross the border: frozen, typed, without HTML."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from collegial.kernel.events import Context
from collegial.kernel.permissions import PUBLIC, Permission
from collegial.kernel.text import Text


@dataclass(frozen=True, kw_only=True)
class PluginMeta:
    """Who a plugin is; read before any of its hooks runs.

    `name` prefixes its tables, keys and template folder. `api` is the range of API versions it was
    written for, such as `>=1.0,<2`. `depends` names plugins whose tables must be migrated first.
    `provides` names capabilities that it offers, such as `open-calls`; `requires` names those without
    which it does nothing, whoever offers them. `parts` names, for a capability of `provides`, what makes it: its
    blueprints, and the keys of its menu entries, cards, buttons, pieces of pages, jobs and subscriptions. They
    step back while another module is used for that capability, and the rest of the module goes on.
    """

    name: str
    title: Text
    summary: Text
    version: str
    api: str
    depends: tuple[str, ...] = ()
    provides: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CapabilityOffer:
    """What a module does for others under a capability that its META provides.

    `service` is an object of the module; the methods that it must have are agreed between those who offer the
    capability and those who require it. They get it by `offered(session, capability)`, and so the one that is
    in use.
    """

    key: str
    capability: str
    service: object


@dataclass(frozen=True, kw_only=True)
class MigrationSource:
    """The folder of a plugin's Alembic revisions."""

    folder: Path


@dataclass(frozen=True, kw_only=True)
class TranslationSource:
    """The folder of a plugin's catalogues, and their domain."""

    folder: Path
    domain: str = "messages"


class MenuGroup(StrEnum):
    """The parts of the main menu, in their order; an entry names the one where people look for it."""

    START = "start"
    ABOUT = "about"
    DECIDING = "deciding"
    WORKING = "working"
    MONEY = "money"
    PEOPLE = "people"
    RECORDS = "records"
    SITE = "site"


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """An entry of the main menu, shown to those who hold its permission.

    `also` holds other words by which people look for its page.
    """

    key: str
    endpoint: str
    label: Text
    icon: str
    permission: Permission = PUBLIC
    weight: int = 50
    group: MenuGroup = MenuGroup.WORKING
    also: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Card:
    """A card of the dashboard: a template of the owner and what it prints."""

    key: str
    title: Text
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    permission: Permission = PUBLIC
    weight: int = 50
    owner: str = "core"


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """An act that waits for the reader: a sentence, by when, and the one page where it is done.

    `act` is the label of its button, a verb. `about` names what it is about, where the sentence does not.
    A step without `due_on` waits, but is never late. With a `weight` below zero it stands before all others: what it
    asks for is under way at this moment, such as a vote.

    .. versionadded:: 1.3.0
    """

    key: str
    sentence: Text
    act: Text
    endpoint: str
    values: Mapping[str, object] = field(default_factory=dict)
    about: Text | str | None = None
    due_on: date | None = None
    icon: str = "next"
    permission: Permission = PUBLIC
    weight: int = 50


@dataclass(frozen=True, kw_only=True)
class Fragment:
    """A piece of a core page, placed in one of its named slots: a template and what it prints."""

    key: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    permission: Permission = PUBLIC
    weight: int = 50


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a condition says: open or not, and why, in a sentence.

    `endpoint` is the page where it is seen to; its address is given the number of the proposal, as `proposal_id`.
    """

    is_open: bool
    reason: Text
    endpoint: str | None = None


@dataclass(frozen=True, kw_only=True)
class Passage:
    """The step of a proposal from one stage to the next that a gate guards."""

    proposal_id: int
    from_stage: str
    to_stage: str


@dataclass(frozen=True, kw_only=True)
class StageGate:
    """A condition that a pipeline may place on a passage, by its key `plugin.thing`.

    `check` reads and never writes. An unavailable or raising gate keeps the passage shut.
    """

    key: str
    label: Text
    check: Callable[[Session, Passage], Verdict]


@dataclass(frozen=True, kw_only=True)
class OfferedStage:
    """A stage that a pipeline may take over, with the conditions that the passage out of it then names."""

    key: str
    name: str
    meaning: str
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PipelinePreset:
    """A whole pipeline to start from: `document` holds its kinds, stages and passages as a pipeline's file does.

    `label` is what it is called where one chooses it, in the reader's language; without it, its name.
    """

    key: str
    name: str
    document: Mapping[str, Any]
    label: Text | None = None


@dataclass(frozen=True, kw_only=True)
class StatutesPreset:
    """Statutes to start from: `text` is a TOML document, with a table `sources` where its values come from."""

    key: str
    label: Text
    text: str


@dataclass(frozen=True, kw_only=True)
class OfferedKind:
    """A kind of contribution to a proposal that a module adds to those of the pipeline, by its key."""

    key: str
    label: Text


@dataclass(frozen=True, kw_only=True)
class Job:
    """Work that the outbox does after a commit, at least once; `run` must bear a repetition.

    With `every`, the program promises it by itself, with an empty payload, once for each turn however many processes
    work. A turn is passed over while the one before is not done. `label` is what administrators read of it.

    .. versionchanged:: 1.2.0
       `every`.

    .. versionchanged:: 1.5.0
       `label`.
    """

    key: str
    run: Callable[[Context, Mapping[str, Any]], None]
    every: timedelta | None = None
    label: Text | None = None


@dataclass(frozen=True, kw_only=True)
class DemoStep:
    """A part of the demonstration's data; run once, as the program, in the order of weight."""

    key: str
    label: Text
    run: Callable[[Context], None]
    weight: int = 50


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Personal data that must stay: what, why, and until when; None for as long as the cooperative lives."""

    what: Text
    why: Text
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class ErasureAnswer:
    """The two halves of the answer to someone who asks to be forgotten."""

    erased: tuple[Text, ...] = ()
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HeldFile:
    """A file that belongs to someone's data, under a name that no other file of the source has."""

    name: str
    content: bytes


def no_files(_session: Session, _actor_id: int) -> Sequence[HeldFile]:
    """Hold no file of anyone."""
    return ()


@dataclass(frozen=True, kw_only=True)
class PersonalDataSource:
    """Personal data that a module holds of actors, by the tables they stand in.

    `export` returns plain records that JSON can hold; `answer` says on a day what would be erased and what
    is kept, and writes nothing; `erase` erases just that; `files` are handed out beside the records. None of
    them may name another person.
    """

    key: str
    label: Text
    purpose: Text
    retention: Text
    tables: tuple[str, ...]
    export: Callable[[Session, int], Sequence[Mapping[str, Any]]]
    answer: Callable[[Session, int, date], ErasureAnswer]
    erase: Callable[[Context, int], None]
    files: Callable[[Session, int], Sequence[HeldFile]] = no_files
