"""What happens to a guarantee fund and its files."""

from dataclasses import dataclass
from typing import ClassVar

from collegial.plugin import Event, t
from collegial_finance.words import FILE_STATES, MODES


@dataclass(frozen=True, kw_only=True)
class FundOpened(Event):
    """A guarantee fund was opened."""

    key = "finance.fund_opened"
    sentence = t("The guarantee fund %(fund)s was opened in the mode “%(mode)s”.")
    words: ClassVar = {"mode": {mode.value: name for mode, name in MODES.items()}}
    fund: int
    mode: str


@dataclass(frozen=True, kw_only=True)
class FundEndowed(Event):
    """Somebody paid into a fund."""

    key = "finance.fund_endowed"
    sentence = t("The guarantee fund %(fund)s received a contribution, entry %(entry)s of the books.")
    fund: int
    entry: int


@dataclass(frozen=True, kw_only=True)
class FundCommitteeNamed(Event):
    """The group that decides on the files of a fund was named."""

    key = "finance.fund_committee"
    sentence = t("The group %(group)s decides on the files of the guarantee fund %(fund)s.")
    fund: int
    group: int


@dataclass(frozen=True, kw_only=True)
class FileMoved(Event):
    """A file took a step."""

    key = "finance.file_moved"
    sentence = t("The guarantee file %(file)s of the fund %(fund)s took the step “%(state)s”.")
    words: ClassVar = {"state": {state.value: name for state, name in FILE_STATES.items()}}
    fund: int
    file: int
    state: str


@dataclass(frozen=True, kw_only=True)
class FileChanged(Event):
    """What a file says was changed before anybody decided on it."""

    key = "finance.file_changed"
    sentence = t("The guarantee file %(file)s of the fund %(fund)s was changed.")
    fund: int
    file: int


EVENTS = (FundOpened, FundEndowed, FundCommitteeNamed, FileMoved, FileChanged)
