"""What happens to minutes."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class MinutesEstablished(Event):
    """An assembly's minutes entered the register."""

    key = "minutes.established"
    sentence = t("The minutes of assembly %(assembly)s were established under number %(number)s.")
    assembly: int
    number: int


EVENTS = (MinutesEstablished,)
