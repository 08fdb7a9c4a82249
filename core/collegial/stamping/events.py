"""What happens to time stamps."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class FileStamped(Event):
    """An authority put its time stamp on a file."""

    key = "stamping.stamped"
    sentence = t("File %(file)s was time stamped on %(at)s under number %(serial)s.")
    file: int
    at: str
    serial: str


EVENTS = (FileStamped,)
