"""The bureau's page on paper ballots of the room in a secret vote: list who votes so, enter the sums."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.hooks.voting import Ask
from collegial.kernel.errors import Missing, Refused
from collegial.kernel.text import t
from collegial.secret import queries
from collegial.secret.forms import ElectionPapersForm, PapersForm, election_papers_form, papers_form
from collegial.secret.models import Ceremony, Stage
from collegial.secret.services import papers
from collegial.secret.steps import real
from collegial.votes.models import Question, RoomCount, VoteSession
from collegial.votes.queries import room_counts, room_rights, room_rows
from collegial.web.languages import say
from collegial.web.request import act, session


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A resolution on the page: who votes on paper on it, and the form of its figures; `asks` of an election."""

    question: Question
    limits: dict[str, int]
    form: PapersForm | ElectionPapersForm
    asks: tuple[Ask, ...] = ()


def show(ceremony_id: int) -> ResponseReturnValue:
    """Show who votes on paper, and what was counted."""
    return _page(queries.ceremony(session(), ceremony_id))


def list_rights(ceremony_id: int) -> ResponseReturnValue:
    """List who votes on paper."""
    papers.list_papers(act(), ceremony_id)
    flash(say(t("Those who are in the room and have not voted vote on paper.")), "success")
    return redirect(url_for("secret.papers", ceremony_id=ceremony_id))


def count(ceremony_id: int, question_id: int) -> ResponseReturnValue:
    """Enter the sums of a resolution, or correct them."""
    found = queries.ceremony(session(), ceremony_id)
    question = next((one for one in _vote(found).questions if one.id == question_id), None)
    if question is None:
        raise Missing("secret.unknown_question", t("This resolution is not part of this vote."))
    sheet = _sheet(found, question, None)
    status = sheet.form.attempt(lambda: _enter(found, sheet))
    if status is not None:
        return _page(found, sheet, status)
    flash(say(t("The count is entered.")), "success")
    return redirect(url_for("secret.papers", ceremony_id=ceremony_id))


def _enter(found: Ceremony, sheet: Sheet) -> RoomCount:
    keys = list(sheet.limits)
    if isinstance(sheet.form, ElectionPapersForm):
        return papers.count_election(act(), found.id, sheet.question, sheet.form.counted(keys))
    return papers.count_papers(act(), found.id, sheet.question, sheet.form.sums(keys))


def _sheet(found: Ceremony, question: Question, counted: RoomCount | None) -> Sheet:
    """Return the form of a resolution, with what was entered last unless it is sent now."""
    limits = papers.paper_limits(act(), found, _vote(found), question)
    prefix = str(question.id)
    if not question.resolution.elects:
        form = papers_form(limits)(data=_of_text(counted), prefix=prefix)
        return Sheet(question=question, limits=limits, form=form)
    asks = tuple(papers.sealed_part(act(), question).asks)
    form = election_papers_form(limits, asks)(data=_of_election(counted), prefix=prefix)
    return Sheet(question=question, limits=limits, form=form, asks=asks)


def _of_text(counted: RoomCount | None) -> dict[str, int]:
    return {
        f"{key}-{name}": figure
        for key, sums in (counted.sums.items() if counted else ())
        for name, figure in sums.items()
    }


def _of_election(counted: RoomCount | None) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, one in room_rows(counted).items():
        found |= {f"{key}-papers": one.papers, f"{key}-blank": one.blank, f"{key}-void": one.void}
        for ask, row in enumerate(one.rows):
            found |= {f"{key}-{ask}-{place}": figure for place, figure in enumerate(row)}
    return found


def _page(found: Ceremony, sent: Sheet | None = None, status: int = 200) -> ResponseReturnValue:
    vote = _vote(found)
    counts = room_counts(session(), vote.id)
    sheets = [
        sent if sent and sent.question is one else _sheet(found, one, counts.get(one.id))
        for one in vote.questions
    ]
    return render_template(
        "secret/papers.html", ceremony=found, counts=counts, sheets=sheets,
        listed=papers.listed_papers(act(), found, vote),
        rights=room_rights(session(), vote.id), is_open=found.stage is Stage.OPEN,
        names={papers.key_of(one): one.name or say(t("All members")) for one in real(found)},
    ), status  # fmt: skip


def _vote(found: Ceremony) -> VoteSession:
    if found.vote is None:
        raise Refused("secret.not_open", t("This secret vote is not open."))
    return found.vote
