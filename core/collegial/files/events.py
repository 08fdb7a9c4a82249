"""What happens to files; they are named by number, never by what their sender called them."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class FileStored(Event):
    """A file was handed in."""

    key = "files.stored"
    sentence = t("File %(file)s was handed in.")
    file: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class FileErased(Event):
    """A file that nothing names any longer was erased."""

    key = "files.erased"
    sentence = t("File %(file)s was erased.")
    file: int
    digest: str


EVENTS = (FileStored, FileErased)
