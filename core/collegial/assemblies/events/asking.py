"""What members ask of an assembly: questions and items."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import nt_by, t


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(Event):
    """A member asked a written question."""

    key = "assemblies.question_asked"
    sentence = t("Assembly %(assembly)s: entry %(entry)s of the roll asked written question %(question)s.")
    assembly: int
    entry: int
    question: int


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(Event):
    """A written question was answered."""

    key = "assemblies.question_answered"
    sentence = t("Assembly %(assembly)s: written question %(question)s was answered.")
    assembly: int
    question: int


@dataclass(frozen=True, kw_only=True)
class QuestionTakenBack(Event):
    """Whoever asked a written question took it back before its answer."""

    key = "assemblies.question_taken_back"
    sentence = t("Assembly %(assembly)s: written question %(question)s was taken back.")
    assembly: int
    question: int


@dataclass(frozen=True, kw_only=True)
class ItemAsked(Event):
    """A member asked for an item on the agenda."""

    key = "assemblies.item_asked"
    sentence = t("Assembly %(assembly)s: a member asked for item %(item)s on the agenda.")
    assembly: int
    item: int
    member: int


@dataclass(frozen=True, kw_only=True)
class ItemSupported(Event):
    """A member supports an item that another asked for, or no longer does."""

    key = "assemblies.item_supported"
    sentence = nt_by(
        "supporters",
        "Assembly %(assembly)s: item %(item)s that members ask for has %(supporters)s supporter.",
        "Assembly %(assembly)s: item %(item)s that members ask for has %(supporters)s supporters.",
    )
    assembly: int
    item: int
    supporters: int


@dataclass(frozen=True, kw_only=True)
class ItemPutOnAgenda(Event):
    """An item that members asked for is on the agenda: by its support, or by the staff below the threshold."""

    key = "assemblies.item_added"
    sentence = t("Assembly %(assembly)s: item %(item)s that members asked for is on the agenda.")
    assembly: int
    item: int
    supporters: int
    needed: int | None
