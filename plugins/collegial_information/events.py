"""What happens to the directory, for the journal and for those who subscribed."""

from dataclasses import dataclass

from collegial.plugin import Event, t


@dataclass(frozen=True, kw_only=True)
class EntryWritten(Event):
    """A resource was written or changed."""

    key = "information.entry_written"
    sentence = t("The resource %(entry)s was written: “%(title)s”.")
    entry: int
    title: str


@dataclass(frozen=True, kw_only=True)
class EntryPublished(Event):
    """A resource became public."""

    key = "information.entry_published"
    sentence = t("The resource %(entry)s was published: “%(title)s”.")
    entry: int
    title: str


@dataclass(frozen=True, kw_only=True)
class EntryChecked(Event):
    """The keeper found that a resource is still right."""

    key = "information.entry_checked"
    sentence = t("The resource %(entry)s was found correct; it is to be looked at again on %(due_on)s.")
    entry: int
    due_on: str


@dataclass(frozen=True, kw_only=True)
class EntryArchived(Event):
    """A resource left the directory."""

    key = "information.entry_archived"
    sentence = t("The resource %(entry)s was archived.")
    entry: int


@dataclass(frozen=True, kw_only=True)
class SynonymsWritten(Event):
    """The groups of synonyms were written."""

    key = "information.synonyms_written"
    sentence = t("The synonyms of the search were written (groups: %(groups)s).")
    groups: int


EVENTS = (EntryWritten, EntryPublished, EntryChecked, EntryArchived, SynonymsWritten)
