"""Enter the seats of those elected in a group that was not chosen before the vote."""

from datetime import date

from flask import url_for
from flask.typing import ResponseReturnValue

from collegial.groups.models import GroupKind
from collegial.groups.queries import groups
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Missing
from collegial.kernel.listing import listed
from collegial.kernel.text import t
from collegial.votes import queries, seats
from collegial.votes.electing import Elected, elected_in
from collegial.votes.forms import SeatsForm
from collegial.votes.models import VoteSession
from collegial.votes.services.seating import enter_by_hand
from collegial.web.acting import FormPage, Over, form_act
from collegial.web.languages import say
from collegial.web.marks import lead_to
from collegial.web.program import current_program
from collegial.web.request import act, session


def enter(vote_id: int, question_id: int) -> ResponseReturnValue:
    """Let those elected whom the directory knows take their seat in a group."""
    vote = queries.vote_session(session(), vote_id)
    found = _elected(vote, question_id)
    form = _form(vote, found)
    return form_act(
        form,
        lambda: enter_by_hand(
            act(),
            found,
            group_id=form.group.data,
            on=form.starts_on.data,
            term_ends_on=form.term_ends_on.data,
        ),
        _page(vote, found),
        done=t("The seats are entered: they stand on the page of the group."),
        to=url_for("votes.results", vote_id=vote.id),
    )


def _elected(vote: VoteSession, question_id: int) -> Elected:
    for one in elected_in(session(), vote):
        if one.question.id == question_id and one.voting.group is None:
            return one
    raise Missing("votes.no_seats", t("There are no seats to enter at this address."))


def _form(vote: VoteSession, found: Elected) -> SeatsForm:
    """Propose the board where there is one, from the day of the vote for a term as the statutes have it."""
    listed_groups, day = groups(session()), _day_of(vote)
    board = next((one.id for one in listed_groups if one.kind is GroupKind.BOARD), None)
    form = SeatsForm(
        data={
            "group": board, "starts_on": day,
            "term_ends_on": seats.term_from(act(), found.question.resolution.assembly, day),
        }
    )  # fmt: skip
    lead_to(form.group, say(t("Form a group")), url_for("groups.create"))
    form.group.choices = [(0, say(t("Choose one"))), *((one.id, one.name) for one in listed_groups)]
    return form


def _day_of(vote: VoteSession) -> date:
    return local_day(vote.closed_at or act().clock.now(), current_program().settings.pays.zone)


def _page(vote: VoteSession, found: Elected) -> FormPage:
    here = url_for("votes.results", vote_id=vote.id)
    meeting = (vote.assembly.title, url_for("assemblies.show", assembly_id=vote.assembly_id))
    told = seats.told(session(), [found], act().today, since=_day_of(vote))[found.question.id]
    unknown = [(t("To be entered by hand, on the page of the group"), listed(told.unknown))]
    return FormPage(
        title=t("Enter the seats of those elected"), submit=t("Enter the seats"),
        lead=found.question.resolution.title,
        facts=[(t("Those elected"), listed(found.names)), *(unknown if told.unknown else [])],
        crumbs=[meeting, (t("Results of the vote"), here)],
        back=(t("Back to the results of the vote"), here), over=_over(told),
    )  # fmt: skip


def _over(told: seats.Told) -> Over | None:
    if not groups(session()):
        return Over(
            why=t("There is no group yet in which they could take their seat."),
            see=[(t("Form a group"), url_for("groups.create"))],
        )
    if not told.known:
        return Over(
            why=t("The directory knows nobody of them by this name: enter them on the page of the group."),
            see=[
                *(
                    (
                        t("Add “%(name)s” to the directory", name=one),
                        url_for("actors.create", sort="person", name=one),
                    )
                    for one in told.unknown
                ),
                (t("To the groups"), url_for("groups.index")),
            ],
        )
    return None
