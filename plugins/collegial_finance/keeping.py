"""What the financial tools answer who wants to be forgotten: the books, and what they rest on, are kept."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from collegial.plugin import Context, ErasureAnswer, Kept, Text, t

Export = Callable[[Session, int], Sequence[Mapping[str, Any]]]


def kept_if(export: Export, what: Text) -> Callable[[Session, int, date], ErasureAnswer]:
    """Return the answer that keeps something for ten years, where anything of the actor is held."""

    def answer(session: Session, actor_id: int, _day: date) -> ErasureAnswer:
        if not export(session, actor_id):
            return ErasureAnswer()
        why = t(
            "The books and what they rest on are kept for ten years (article L123-22 of the commercial code)."
        )
        return ErasureAnswer(kept=(Kept(what=what, why=why),))

    return answer


def erase_nothing(_context: Context, _actor_id: int) -> None:
    """Erase nothing: the money that moved rests on it."""
