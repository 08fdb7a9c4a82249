"""What happens to imports: numbers only, never what a file holds."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import nt_by, t


@dataclass(frozen=True, kw_only=True)
class ImportStarted(Event):
    """Someone let an import write."""

    key = "imports.started"
    sentence = nt_by(
        "rows",
        "Import %(number)s of %(rows)s row was started.",
        "Import %(number)s of %(rows)s rows was started.",
    )
    number: int
    kind: str
    mode: str
    rows: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class ContactsImported(Event):
    """An import gave known actors other contacts."""

    key = "imports.contacts"
    sentence = nt_by(
        "count",
        "A list gave %(count)s known actor other contacts.",
        "A list gave %(count)s known actors other contacts.",
    )
    count: int
    actors: list[int]


@dataclass(frozen=True, kw_only=True)
class ImportFinished(Event):
    """An import came to its end."""

    key = "imports.finished"
    sentence = t(
        "Import %(number)s is done (new: %(new)s, changed: %(changed)s, the same: %(same)s, wrong: %(wrong)s)."
    )
    number: int
    new: int
    changed: int
    same: int
    wrong: int


@dataclass(frozen=True, kw_only=True)
class ImportFailed(Event):
    """An import of all or nothing met an error and wrote nothing."""

    key = "imports.failed"
    sentence = t("Import %(number)s met an error and wrote nothing.")
    number: int


@dataclass(frozen=True, kw_only=True)
class ImportStopped(Event):
    """Someone stopped an import; what was written stays."""

    key = "imports.stopped"
    sentence = nt_by(
        "done",
        "Import %(number)s was stopped after %(done)s row.",
        "Import %(number)s was stopped after %(done)s rows.",
    )
    number: int
    done: int


@dataclass(frozen=True, kw_only=True)
class ImportErased(Event):
    """The rows of an import were erased; its figures stay."""

    key = "imports.erased"
    sentence = t("The rows of import %(number)s were erased.")
    number: int


EVENTS = (ImportStarted, ContactsImported, ImportFinished, ImportFailed, ImportStopped, ImportErased)
