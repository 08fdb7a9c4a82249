"""What enters the board without a voter's hand when a vote closes: forms, and proxies to the chair (L37, L38)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import insert, select, union
from sqlalchemy.orm import Session

from collegial.assemblies.models import BlankProxy, CorrespondenceForm, Mandate, MandateKind, RollEntry
from collegial.assemblies.queries.blanks import live_blanks
from collegial.assemblies.queries.corresponding import live_form_of, live_forms
from collegial.hooks.voting import BLANK, VOID, Asks
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.votes.asking import Asked, asked, questions_for
from collegial.votes.events import AbsentEntered
from collegial.votes.models import Ballot, Choice, Origin, Question, RoomRight, SignOff, VoteSession
from collegial.votes.queries import Line
from collegial.votes.sealing import next_line

# A question that a form leaves out is not voted on: like an abstention, it is not a vote cast (L35).
_NOT_VOTED = {Asks.TEXT: Choice.ABSTAIN.value, Asks.OPTIONS: BLANK}
_BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A right that votes by what was written beforehand."""

    entry: RollEntry
    mandate_id: int
    origin: Origin
    choices: Mapping[int, str]


def on_form(session: Session, vote: VoteSession, giver_id: int) -> dict[int, str] | None:
    """Return what a right's form says on the questions of a vote; None where no form holds."""
    form = live_form_of(session, giver_id)
    return None if form is None else _on(vote, form)


def with_form(
    kind: MandateKind, choices: Mapping[int, str], fixed: Mapping[int, str] | None
) -> Mapping[int, str]:
    """Return the choices of a cast with those that a form fixes: a proxy is used subject to the form (L38).

    Raises Refused for the own vote of someone who votes by correspondence, Invalid for a choice that departs
    from the form.
    """
    if fixed is None:
        return choices
    if kind is MandateKind.OWN:
        raise Refused(
            "votes.by_form",
            t("This right votes by correspondence: its form is counted when the vote closes."),
        )
    if any(choices.get(question, choice) != choice for question, choice in fixed.items()):
        raise Invalid(
            "votes.against_form",
            t(
                "The giver of this proxy voted on some resolutions by correspondence: the form prevails over the proxy."
            ),
        )
    return {**choices, **fixed}


def enter_absent(context: Context, vote: VoteSession) -> None:
    """Put on the board the rights that vote by a form or by the chair and were not used otherwise."""
    standing = list(_standing(context, vote))
    if not standing:
        return
    first = vote.board_length + 1
    lines = [_line(context, vote, one) for one in standing]
    for start in range(0, len(lines), _BATCH):
        some = slice(start, start + _BATCH)
        context.session.execute(insert(SignOff), [asdict(one) for one in lines[some]])
        context.session.execute(insert(Ballot), list(_ballots(vote, standing[some])))
    context.emit(AbsentEntered(vote=vote.id, first=first, lines=len(lines), head=vote.board_head))


def _standing(context: Context, vote: VoteSession) -> Iterator[Standing]:
    session, asks = context.session, asked(context.session, context.methods, vote.questions)
    used = union(
        select(SignOff.giver_id).where(SignOff.session_id == vote.id),
        select(RoomRight.entry_id).where(RoomRight.session_id == vote.id),
    )
    sent = session.scalars(live_forms(vote.assembly_id).where(CorrespondenceForm.entry_id.not_in(used)))
    forms = {one.entry_id: one for one in sent}
    left = session.scalars(live_blanks(vote.assembly_id).where(BlankProxy.entry_id.not_in(used)))
    to_chair = {one.entry_id: one.entry for one in left}
    entries = {number: form.entry for number, form in forms.items()} | to_chair
    own = _own_mandates(session, list(entries))
    for number, entry in sorted(entries.items(), key=lambda one: one[1].member_number):
        said = _on(vote, forms[number]) if number in forms else {}
        mine = questions_for(vote.questions, entry.college_id)
        if mine:
            yield Standing(
                entry=entry, mandate_id=own[number], origin=Origin.FORM if number in forms else Origin.CHAIR,
                choices={
                    one.question.id: _said(one, said, to_chair=number in to_chair)
                    for one in asks
                    if one.question in mine
                },
            )  # fmt: skip


def _said(asks: Asked, said: Mapping[int, str], *, to_chair: bool) -> str:
    """Return what was written on a question; else what the chair votes, or that it is not voted on.

    What no method reads is no vote; a paper that cannot be read was entered as void.
    """
    choice = said.get(asks.question.id)
    if choice is not None:
        is_answer = choice == VOID or asks.method.form.holds(asks.poll, choice)
        return choice if is_answer else _NOT_VOTED[asks.method.asks]
    return _by_chair(asks) if to_chair else _NOT_VOTED[asks.method.asks]


def _by_chair(asks: Asked) -> str:
    """Return the chair's vote: for what, and for whom, the board backs, against the rest (L37).

    In an election that is a paper for those whom the board backs, blank where it backs nobody.
    """
    if not asks.elects:
        return (Choice.FOR if asks.question.resolution.is_backed else Choice.AGAINST).value
    listed = asks.voting.options if asks.voting else []
    backed = [one.number for one in listed if one.is_backed]
    backing = asks.method.form.backing
    return backing(asks.poll, backed) if backing and backed else BLANK


def _on(vote: VoteSession, form: CorrespondenceForm) -> dict[int, str]:
    return answers_on(vote.questions, form.answers, form.entry.college_id)


def answers_on(
    questions: Iterable[Question], answers: Mapping[str, object], college_id: int | None
) -> dict[int, str]:
    """Return what the answers of a form from a college say on questions, by question."""
    return {
        one.id: str(answers[str(one.resolution_id)])
        for one in questions_for(questions, college_id)
        if str(one.resolution_id) in answers
    }


def _own_mandates(session: Session, entry_ids: Sequence[int]) -> dict[int, int]:
    own = select(Mandate.giver_id, Mandate.id).where(Mandate.kind == MandateKind.OWN)
    return dict(session.execute(own.where(Mandate.giver_id.in_(entry_ids))).all())


def _line(context: Context, vote: VoteSession, one: Standing) -> Line:
    """Return the next line of the board, and move the board's end to it."""
    used = one.mandate_id, one.entry.id, one.entry.id
    line = next_line(vote, used, one.choices, origin=one.origin, now=context.clock.now())
    vote.board_length, vote.board_head = line.sequence, line.digest
    return line


def _ballots(vote: VoteSession, standing: Sequence[Standing]) -> Iterator[dict[str, object]]:
    for one in standing:
        for question, choice in one.choices.items():
            yield {
                "session_id": vote.id, "question_id": question, "giver_id": one.entry.id,
                "college_id": one.entry.college_id, "choice": choice,
            }  # fmt: skip
