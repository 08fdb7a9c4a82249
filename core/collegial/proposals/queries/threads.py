"""Read the debate on an amendment some threads at a time, each with its answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.kernel.paging import Page
from collegial.proposals.models import Amendment, AmendmentRemark, RemarkMention

AT_A_TIME = 25


@dataclass(frozen=True, kw_only=True)
class Debate:
    """A page of threads, the answers on it by the number of what they answer, and all who spoke anywhere."""

    threads: Page[AmendmentRemark]
    answers: Mapping[int, Sequence[AmendmentRemark]]
    speakers: frozenset[int]

    @property
    def shown(self) -> Sequence[AmendmentRemark]:
        """Return every remark of the page."""
        return [*self.threads.items, *(one for some in self.answers.values() for one in some)]


def debate_on(
    session: Session, amendment: Amendment, *, number: int | None = None, at: int | None = None
) -> Debate:
    """Return the page of a debate that is asked for: by its number, or where a remark stands; else the last."""
    query = select(AmendmentRemark.id, AmendmentRemark.answers_id, AmendmentRemark.author_id)
    rows = session.execute(
        query.where(AmendmentRemark.amendment_id == amendment.id).order_by(AmendmentRemark.id)
    ).all()
    root = _roots({row.id: row.answers_id for row in rows})
    first = [row.id for row in rows if row.answers_id is None]
    last = max(1, -(-len(first) // AT_A_TIME))
    there = first.index(root[at]) // AT_A_TIME + 1 if at in root else None
    page = min(max(1, number or there or last), last)
    here = set(first[(page - 1) * AT_A_TIME : page * AT_A_TIME])
    shown = _whole(session, [one for one, begins in root.items() if begins in here])
    answers: dict[int, list[AmendmentRemark]] = {}
    for one in shown:
        if one.answers_id is not None:
            answers.setdefault(one.answers_id, []).append(one)
    items = [one for one in shown if one.answers_id is None]
    return Debate(
        threads=Page(items=items, number=page, size=AT_A_TIME, total=len(first)),
        answers=answers,
        speakers=frozenset({amendment.author_id, *(row.author_id for row in rows)}),
    )


def _roots(above: Mapping[int, int | None]) -> dict[int, int]:
    """Return for each remark the one that begins its thread; an answer comes after what it answers."""
    found: dict[int, int] = {}
    for one, answered in above.items():
        found[one] = one if answered is None else found[answered]
    return found


def _whole(session: Session, numbers: Sequence[int]) -> Sequence[AmendmentRemark]:
    loads = (
        joinedload(AmendmentRemark.author),
        selectinload(AmendmentRemark.mentions).joinedload(RemarkMention.actor),
    )
    query = select(AmendmentRemark).where(AmendmentRemark.id.in_(numbers)).order_by(AmendmentRemark.id)
    return session.scalars(query.options(*loads)).all()
