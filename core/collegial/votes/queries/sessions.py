"""Read vote sessions, and what is or could be put to the vote."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from collegial.assemblies.models import Assembly, Mandate, Resolution, Voting
from collegial.assemblies.models.voting import VotingOption
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.votes.models import (
    Question,
    Secrecy,
    SecretMark,
    SessionState,
    VoteSession,
)
from collegial.votes.queries.revoking import waits_for_revoking


def _with_what_is_asked(questions: Any) -> ORMOption:
    asked: ORMOption = (
        questions.joinedload(Question.resolution)
        .joinedload(Resolution.voting)
        .options(selectinload(Voting.options), joinedload(Voting.college))
    )
    return asked


_QUESTIONS = _with_what_is_asked(selectinload(VoteSession.questions))
_QUESTIONS_BESIDE = _with_what_is_asked(joinedload(VoteSession.questions))


def vote_session(session: Session, vote_id: int) -> VoteSession:
    """Return a vote session with its questions; raises Missing."""
    found = session.get(
        VoteSession,
        vote_id,
        options=[_QUESTIONS, joinedload(VoteSession.assembly).joinedload(Assembly.statutes)],
    )
    if found is None:
        raise _unknown()
    return found


def locked_session(session: Session, vote_id: int) -> VoteSession:
    """Return a vote session whose row stays locked until the transaction ends: its board grows by one hand.

    Its questions come with it in one statement, since every cast waits for this.
    """
    row = select(VoteSession).where(VoteSession.id == vote_id).with_for_update(of=VoteSession)
    rows = session.scalars(row.options(_QUESTIONS_BESIDE).execution_options(populate_existing=True))
    found = rows.unique().one_or_none()
    if found is None:
        raise _unknown()
    return found


def _unknown() -> Missing:
    return Missing("votes.unknown", t("There is no such vote."))


def sessions_of(session: Session, assembly_id: int) -> Sequence[VoteSession]:
    """Return the vote sessions of an assembly, in the order of their opening."""
    of_assembly = select(VoteSession).where(VoteSession.assembly_id == assembly_id)
    return session.scalars(of_assembly.options(_QUESTIONS).order_by(VoteSession.id)).all()


def open_session_of(session: Session, assembly_id: int) -> VoteSession | None:
    """Return the vote that is open in an assembly."""
    return next((one for one in sessions_of(session, assembly_id) if one.state is SessionState.OPEN), None)


def last_counted(session: Session, assembly_id: int) -> VoteSession | None:
    """Return the vote of an assembly that was counted last."""
    counted = [one for one in sessions_of(session, assembly_id) if one.state is SessionState.CLOSED]
    return counted[-1] if counted else None


def votes_by_methods(session: Session, prefix: str) -> int:
    """Return how many votes that are not counted yet use a method whose key starts so."""
    uncounted = (
        select(Question.session_id)
        .join(VoteSession)
        .where(VoteSession.state != SessionState.CLOSED, Question.method.startswith(prefix, autoescape=True))
    )
    return session.scalar(select(func.count()).select_from(uncounted.distinct().subquery())) or 0


def resolutions_to_vote(
    session: Session, assembly_id: int, secrecy: Secrecy = Secrecy.OPEN
) -> Sequence[Resolution]:
    """Return the resolutions that were never put to the vote, openly or of those that are to be voted in secret."""
    is_secret = Resolution.secret.has() if secrecy is Secrecy.SECRET else ~Resolution.secret.has()
    return _in_order(session, _never_asked(assembly_id).where(is_secret))


def resolutions_unmarked(session: Session, assembly_id: int) -> Sequence[Resolution]:
    """Return the resolutions that were never put to the vote, and for which no secret vote is prepared yet."""
    marked = select(SecretMark.resolution_id)
    return _in_order(session, _never_asked(assembly_id).where(Resolution.id.not_in(marked)))


def _in_order(session: Session, left: Select[Resolution]) -> Sequence[Resolution]:
    return session.scalars(
        left.order_by(Resolution.number).options(
            joinedload(Resolution.voting).options(selectinload(Voting.options), joinedload(Voting.college)),
            joinedload(Resolution.item),
        )
    ).all()


class Later(NamedTuple):
    """How many resolutions of an assembly were never put to the vote, openly or in secret; the elections among them."""

    votes: int
    elections: int


def count_to_come(session: Session, assembly_id: int) -> Later:
    """Count what is put to the vote later in an assembly."""
    left = _never_asked(assembly_id).with_only_columns(Resolution.id).subquery()
    elects = exists().where(VotingOption.resolution_id == left.c.id)
    counted = select(func.count(), func.count().filter(elects)).select_from(left)
    return Later(*session.execute(counted).one())


def is_all_voted(session: Session, assembly_id: int) -> bool:
    """Tell whether every resolution of an assembly was put to the vote and every vote is counted."""
    votes = sessions_of(session, assembly_id)
    is_counted = bool(votes) and all(one.state is SessionState.CLOSED for one in votes)
    return is_counted and not count_to_come(session, assembly_id).votes


def resolutions_unvoted(session: Session, assembly_id: int) -> Sequence[Resolution]:
    """Return the resolutions that were never put to the vote, those too that fell: nobody was revoked to replace."""
    return _in_order(session, _unasked(assembly_id))


def _never_asked(assembly_id: int) -> Select[Resolution]:
    return _unasked(assembly_id).where(~waits_for_revoking())


def _unasked(assembly_id: int) -> Select[Resolution]:
    asked = select(Question.resolution_id)
    return select(Resolution).where(Resolution.assembly_id == assembly_id, Resolution.id.not_in(asked))


def secret_resolutions(session: Session, assembly_id: int) -> Sequence[Resolution]:
    """Return the resolutions of an assembly that are voted in secret: announced on its agenda, or decided since."""
    secret = select(Resolution).where(Resolution.assembly_id == assembly_id, Resolution.secret.has())
    return session.scalars(secret.order_by(Resolution.number)).all()


def texts_first(resolutions: Sequence[Resolution]) -> Sequence[Resolution]:
    """Return what is put to the vote together next: the texts, or the elections when no text is left."""
    return [one for one in resolutions if not one.elects] or resolutions


def asked_facts(questions: Sequence[Question], resolutions: Iterable[Resolution]) -> list[dict[str, object]]:
    """Return what is put to the vote, word for word: its fingerprint is sealed at the opening."""
    texts = {one.id: one for one in resolutions}
    return [
        {
            "question": one.id, "position": one.position, "method": one.method,
            "resolution": one.resolution_id, "number": texts[one.resolution_id].number,
            "kind": texts[one.resolution_id].kind.value, "title": texts[one.resolution_id].title,
            "text": texts[one.resolution_id].text, "options": _option_names(texts[one.resolution_id]),
        }
        for one in sorted(questions, key=lambda one: one.position)
    ]  # fmt: skip


def _option_names(resolution: Resolution) -> list[list[object]]:
    return [[one.number, one.name] for one in resolution.voting.options] if resolution.voting else []


def mandate(session: Session, mandate_id: int) -> Mandate:
    """Return a mandate with its two entries; raises Missing."""
    found = session.get(Mandate, mandate_id, options=[joinedload(Mandate.giver), joinedload(Mandate.holder)])
    if found is None:
        raise Missing("votes.unknown_mandate", t("There is no such voting right."))
    return found
