"""Read written questions."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from collegial.assemblies.models import WrittenQuestion
from collegial.kernel.errors import Missing
from collegial.kernel.text import t


def questions_of(session: Session, assembly_id: int) -> Sequence[WrittenQuestion]:
    """Return the written questions of an assembly, in the order they were asked."""
    asked = select(WrittenQuestion).where(WrittenQuestion.assembly_id == assembly_id)
    return session.scalars(
        asked.options(joinedload(WrittenQuestion.entry)).order_by(WrittenQuestion.id)
    ).all()


def unanswered(session: Session, assembly_id: int) -> int:
    """Count the written questions of an assembly that have no answer."""
    waiting = select(func.count()).select_from(WrittenQuestion)
    waiting = waiting.where(WrittenQuestion.assembly_id == assembly_id, WrittenQuestion.answer.is_(None))
    return session.scalar(waiting) or 0


def is_asked(session: Session, entry_id: int, text: str) -> bool:
    """Tell whether a voting right has asked a question in these very words."""
    same = select(WrittenQuestion.id).where(
        WrittenQuestion.entry_id == entry_id, WrittenQuestion.text == text
    )
    return session.scalar(same.limit(1)) is not None


def question(session: Session, question_id: int) -> WrittenQuestion:
    """Return a written question; raises Missing."""
    found = session.get(
        WrittenQuestion,
        question_id,
        options=[joinedload(WrittenQuestion.assembly), joinedload(WrittenQuestion.entry)],
    )
    if found is None:
        raise Missing("questions.unknown", t("There is no such question."))
    return found
