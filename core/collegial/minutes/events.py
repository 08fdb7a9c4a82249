"""What happens to minutes."""

from dataclasses import dataclass
from typing import ClassVar

from collegial.kernel.events import Event
from collegial.kernel.text import nt_by, t


@dataclass(frozen=True, kw_only=True)
class MinutesEstablished(Event):
    """An assembly's minutes entered the register."""

    key = "minutes.established"
    sentence = t("The minutes of assembly %(assembly)s were established under number %(number)s.")
    assembly: int
    number: int


@dataclass(frozen=True, kw_only=True)
class PassageWritten(Event):
    """A passage of the minutes was written."""

    key = "minutes.passage_written"
    sentence = t(
        "A passage of the minutes of assembly %(assembly)s was written: “%(place)s”, version %(version)s."
    )
    assembly: int
    place: str
    version: int


@dataclass(frozen=True, kw_only=True)
class MinutesSigned(Event):
    """A signature under minutes was recorded."""

    key = "minutes.signed"
    sentence = t("A signature under minutes number %(number)s was recorded (%(role)s).")
    words: ClassVar = {
        "role": {"chair": t("chair"), "secretary": t("secretary"), "scrutineer": t("scrutineer")}
    }
    number: int
    role: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class ProofReplaced(Event):
    """Another file proves signatures, in the place of a mistaken one."""

    key = "minutes.proof_replaced"
    sentence = t("A mistaken file of signatures under minutes number %(number)s was replaced: %(reason)s")
    number: int
    replaced: str
    digest: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class MinutesShared(Event):
    """The members are told what was decided."""

    key = "minutes.shared"
    sentence = nt_by(
        "mails",
        "Minutes number %(number)s were shared by %(mails)s e-mail.",
        "Minutes number %(number)s were shared by %(mails)s e-mails.",
    )
    number: int
    mails: int


@dataclass(frozen=True, kw_only=True)
class MinutesLettersPosted(Event):
    """Letters that tell what was decided were posted or handed over."""

    key = "minutes.letters_posted"
    sentence = nt_by(
        "count",
        "%(count)s letter that tells of minutes number %(number)s was posted or handed over.",
        "%(count)s letters that tell of minutes number %(number)s were posted or handed over.",
    )
    number: int
    count: int


EVENTS = (
    MinutesEstablished, PassageWritten, MinutesSigned, ProofReplaced, MinutesShared, MinutesLettersPosted,
)  # fmt: skip
