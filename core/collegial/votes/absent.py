"""What enters the board without a voter's hand when a vote closes: the forms of votes by correspondence (L38)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select, union
from sqlalchemy.orm import Session

from collegial.assemblies.models import CorrespondenceForm, Mandate, MandateKind, RollEntry
from collegial.assemblies.queries.corresponding import live_form_of, live_forms
from collegial.hooks.voting import BLANK, Asks
from collegial.kernel.chain import seal
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.votes.asking import Asked, asked
from collegial.votes.events import AbsentEntered
from collegial.votes.models import Ballot, Choice, Origin, RoomRight, SignOff, VoteSession
from collegial.votes.queries import content

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
    return None if form is None else _answers(vote, form)


def with_form(
    mandate: Mandate, choices: Mapping[int, str], fixed: Mapping[int, str] | None
) -> Mapping[int, str]:
    """Return the choices of a cast with those that a form fixes: a proxy is used subject to the form (L38).

    Raises Refused for the own vote of someone who votes by correspondence, Invalid for a choice that departs
    from the form.
    """
    if fixed is None:
        return choices
    if mandate.kind is MandateKind.OWN:
        raise Refused(
            "votes.by_form",
            t("This right votes by correspondence: its form is counted when the vote closes."),
        )
    if any(choices.get(question, choice) != choice for question, choice in fixed.items()):
        raise Invalid(
            "votes.against_form",
            t(
                "The giver of this proxy voted on some resolutions by correspondence: the form goes before the proxy."
            ),
        )
    return {**choices, **fixed}


def enter_absent(context: Context, vote: VoteSession) -> None:
    """Put on the board the rights that vote by correspondence and were not used otherwise."""
    standing = list(_by_form(context, vote))
    if not standing:
        return
    first = vote.board_length + 1
    lines = [_line(context, vote, one) for one in standing]
    for start in range(0, len(lines), _BATCH):
        some = slice(start, start + _BATCH)
        context.session.execute(insert(SignOff), lines[some])
        context.session.execute(insert(Ballot), list(_ballots(vote, standing[some])))
    context.emit(AbsentEntered(vote=vote.id, first=first, lines=len(lines), head=vote.board_head))


def _by_form(context: Context, vote: VoteSession) -> Iterator[Standing]:
    session, asks = context.session, asked(context.session, context.methods, vote.questions)
    used = union(
        select(SignOff.giver_id).where(SignOff.session_id == vote.id),
        select(RoomRight.entry_id).where(RoomRight.session_id == vote.id),
    )
    forms = session.scalars(
        live_forms(vote.assembly_id).where(CorrespondenceForm.entry_id.not_in(used))
    ).all()
    own = _own_mandates(session, [form.entry_id for form in forms])
    for form in forms:
        said = _answers(vote, form)
        yield Standing(
            entry=form.entry, mandate_id=own[form.entry_id], origin=Origin.FORM,
            choices={one.question.id: _said(one, said) for one in asks},
        )  # fmt: skip


def _said(asks: Asked, said: Mapping[int, str]) -> str:
    """Return what a form says on a question, or that it is not voted on; what no method reads is no vote either."""
    choice = said.get(asks.question.id)
    try:
        if choice is not None:
            asks.check(choice)
            return choice
    except Invalid:
        pass
    return _NOT_VOTED[asks.method.asks]


def _answers(vote: VoteSession, form: CorrespondenceForm) -> dict[int, str]:
    return {
        one.id: str(form.answers[str(one.resolution_id)])
        for one in vote.questions
        if str(one.resolution_id) in form.answers
    }


def _own_mandates(session: Session, entry_ids: Sequence[int]) -> dict[int, int]:
    own = select(Mandate.giver_id, Mandate.id).where(Mandate.kind == MandateKind.OWN)
    return dict(session.execute(own.where(Mandate.giver_id.in_(entry_ids))).all())


def _line(context: Context, vote: VoteSession, one: Standing) -> dict[str, object]:
    """Return the next line of the board, and move the board's end to it."""
    line = SignOff(
        session_id=vote.id, mandate_id=one.mandate_id, giver_id=one.entry.id, holder_id=one.entry.id,
        origin=one.origin, cast_at=context.clock.now(), sequence=vote.board_length + 1, previous=vote.board_head,
    )  # fmt: skip
    digest = seal(line.sequence, line.previous, content(vote, line, dict(one.choices)))
    vote.board_length, vote.board_head = line.sequence, digest
    return {
        "session_id": line.session_id, "mandate_id": line.mandate_id, "giver_id": line.giver_id,
        "holder_id": line.holder_id, "origin": line.origin, "cast_at": line.cast_at,
        "sequence": line.sequence, "previous": line.previous, "digest": digest,
    }  # fmt: skip


def _ballots(vote: VoteSession, standing: Sequence[Standing]) -> Iterator[dict[str, object]]:
    for one in standing:
        for question, choice in one.choices.items():
            yield {
                "session_id": vote.id, "question_id": question, "giver_id": one.entry.id,
                "college_id": one.entry.college_id, "choice": choice,
            }  # fmt: skip
