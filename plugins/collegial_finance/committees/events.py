"""What happens around the votes of committees; the reasons stay with the conflict."""

from dataclasses import dataclass

from collegial.plugin import Event, t


@dataclass(frozen=True, kw_only=True)
class CommitteeConflictDeclared(Event):
    """A member of a committee declared a conflict of interest on a file."""

    key = "finance.conflict_declared"
    sentence = t("Actor %(member)s declared a conflict of interest on “%(subject)s” %(subject_id)s.")
    subject: str
    subject_id: int
    member: int


EVENTS = (CommitteeConflictDeclared,)
