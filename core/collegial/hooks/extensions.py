"""More value objects that cross the border: what a module lets be set, found, taken away and printed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel
from sqlalchemy import Select
from sqlalchemy.orm import Session

from collegial.documents.voice import Voice
from collegial.kernel.events import Context
from collegial.kernel.permissions import PUBLIC, Permission, Viewer
from collegial.kernel.text import Text
from collegial.tables.writing import Column, Row

Values = TypeVar("Values")
# The rows of a query, whatever their columns are.
Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True)
class SettingsSection(Generic[Values]):
    """What an administrator can set for a module, on the page of the modules.

    `values` is a frozen dataclass whose every field has a type and a default; `form` is a form of the
    program with a field of the same name for each. Read the values with `settings_of(session, section)`.
    """

    key: str
    title: Text
    values: type[Values]
    form: type[Any]


@dataclass(frozen=True, kw_only=True)
class Exporter:
    """A list that can be taken away as a file: the columns, and the rows in the same order.

    The core writes the formats. While the module is off, administrators still get the list.
    """

    key: str
    title: Text
    columns: tuple[Column, ...]
    rows: Callable[[Session], Iterable[Row]]
    permission: Permission = PUBLIC


@dataclass(frozen=True, kw_only=True)
class SearchSource:
    """Things that the search page finds.

    `rows` returns a select of three columns: what stands for `argument` in the address of `endpoint`, the
    title, and a text. It holds only what this reader may read; the core looks for the words in it. `is_part` when each
    address leads into the page of something else, which search engines are told of instead.
    """

    key: str
    label: Text
    endpoint: str
    argument: str
    rows: Callable[[Session, Viewer], Rows]
    permission: Permission = PUBLIC
    weight: int = 50
    is_part: bool = False


@dataclass(frozen=True, kw_only=True)
class AccessRule:
    """Who else holds a right over some rows, beside the roles that hold it over all.

    `rows` returns a select of the numbers of the rows that the right reaches for this viewer. Services and
    queries ask with `allowed(session, viewer, permission, column)`. A rule that raises gives nothing.
    """

    key: str
    permission: Permission
    rows: Callable[[Viewer], Rows]
    reason: Text


@dataclass(frozen=True, kw_only=True)
class DocumentTemplate:
    """A printed document about one thing: a Typst template, and the data that it prints.

    `data` returns what JSON can hold, with a `title`, or raises Missing. `locale` returns the language of whom
    the paper is for; without one the paper is the deployment's own, in its first language, whoever prints it. A
    deployment may put a template of its own in the place of this one.
    """

    key: str
    title: Text
    template: Path
    data: Callable[[Context, Voice, int], Mapping[str, object]]
    permission: Permission = PUBLIC
    locale: Callable[[Context, int], str | None] | None = None


@dataclass(frozen=True, kw_only=True)
class ApiAct:
    """What other programs do to one row of a resource, by POST at `/api/v1/<resource>/<number>/<key>`.

    `takes` is a pydantic model of the JSON that is sent, `gives` one of the answer. `run` gets the context, the
    row and what was taken; it calls the service that the page calls, which asks the right and keeps the rules.
    """

    key: str
    title: Text
    takes: type[BaseModel]
    gives: type[BaseModel]
    run: Callable[[Context, Any, Any], BaseModel]


@dataclass(frozen=True, kw_only=True)
class ApiResource:
    """Rows that other programs read as JSON, at `/api/v1/<key>` and `/api/v1/<key>/<number>`.

    `rows` returns a select of the rows that this viewer may read, in a stable order; `number` is their
    column that the address names; `write` turns a row into a `record`, whose fields are the API's promise.
    `acts` are what programs may do to a row that they may read.
    """

    key: str
    title: Text
    record: type[BaseModel]
    rows: Callable[[Session, Viewer], Rows]
    number: Any
    write: Callable[[Any], BaseModel]
    permission: Permission = PUBLIC
    acts: tuple[ApiAct, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SubjectAction:
    """A button on the page of a thing of the core, leading to a page of the module."""

    key: str
    label: Text
    endpoint: str
    values: Mapping[str, object] = field(default_factory=dict)
    icon: str | None = None
    permission: Permission = PUBLIC
    weight: int = 50


def _no_parties(_session: Session) -> Iterable[tuple[int, int]]:
    return ()


@dataclass(frozen=True, kw_only=True)
class WorkKind:
    """A kind of common work that the module leads: `endpoint` shows one, `argument` is its number there.

    The core keeps who takes part, the pole's duties and the meetings of all works, and leads back to the module.
    `parties` returns whom else the module counts among those who take part, without a statement of their own:
    pairs of the number of a work and the number of an actor.
    """

    key: str
    label: Text
    endpoint: str
    argument: str
    parties: Callable[[Session], Iterable[tuple[int, int]]] = _no_parties


def _nothing(_context: Context) -> None:
    """Do nothing."""


def _no_use(_session: Session) -> Sequence[Text]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Lifecycle:
    """What a module does when it is switched on and off, in the same transaction; it never drops data.

    `in_use` says, in sentences, what of its own would stop if the module were switched off, or be lost if
    its data were removed; empty when nothing would.
    """

    key: str
    enabled: Callable[[Context], None] = _nothing
    disabled: Callable[[Context], None] = _nothing
    in_use: Callable[[Session], Sequence[Text]] = _no_use


@dataclass(frozen=True, kw_only=True)
class ModuleUse:
    """Something of the deployment that rests on a module, in a sentence."""

    key: str
    sentence: Text
