"""Gather what every letter of an assembly says, as facts."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly
from collegial.assemblies.queries.agenda import documents_of
from collegial.assemblies.queries.corresponding import form_dates_of, form_rule
from collegial.assemblies.queries.meetings import rules_for
from collegial.assemblies.queries.telling import told_votes
from collegial.assemblies.queries.voting import answerables, poll_of
from collegial.assemblies.rules import split_dates
from collegial.convocations.printing import Ballot, Called
from collegial.kernel.clock import local_day
from collegial.shares.queries import capital_on
from collegial.statutes.rules import OnArrival, blank_proxies_of
from collegial.web.program import current_program


def called_of(session: Session, meeting: Assembly, sent_at: datetime) -> Called:
    """Return it, for letters that left, or leave, at a moment."""
    pays = current_program().settings.pays
    rules = rules_for(session, meeting, pays.zone)
    sent_on = local_day(meeting.convened_at or sent_at, pays.zone)
    first = session.get(Assembly, meeting.first_id) if meeting.first_id else None
    dates = form_dates_of(session, meeting, pays.zone)
    forms, late = split_dates(dates, sent_at, pays.zone) if dates else (None, None)
    told = told_votes(session, current_program().methods, meeting, pays.zone)
    by_form = form_rule(session, meeting, pays.zone)
    return Called(
        pays=pays.name, legal_mention=pays.legal_mention, seat=pays.address or pays.locality,
        return_to=pays.address,
        capital=capital_on(session, sent_on) if rules.capital else None,
        title=meeting.title, kind=meeting.kind, starts_at=meeting.starts_at,
        held_on=local_day(meeting.starts_at, pays.zone), place=meeting.place, online_address=meeting.online_address,
        agenda=tuple(item.title for item in meeting.items if item.demand_id is None),
        resolutions=told.resolutions, counted=told.counted,
        ballots=tuple(_ballots(session, meeting)),
        secret=tuple(one.number for one in meeting.announced if one.is_secret),
        documents=tuple(one.title for one in documents_of(session, meeting.id)),
        proxies=rules.proxies_per_holder,
        first_held_on=local_day(first.starts_at, pays.zone) if first else None,
        forms=forms, late=late,
        blank=blank_proxies_of(rules) is not None,
        backed=tuple(one.number for one in meeting.announced if one.is_backed and not one.elects),
        on_arrival=by_form.on_arrival if by_form else OnArrival.BOUND,
    )  # fmt: skip


def _ballots(session: Session, meeting: Assembly) -> Iterator[Ballot]:
    """Give the elections of an assembly as the form shows them."""
    methods = {
        one.resolution.id: one.method for one in answerables(session, current_program().methods, meeting)
    }
    for one in meeting.announced:
        if one.elects and one.voting:
            method = methods.get(one.id)
            yield Ballot(
                number=one.number, poll=poll_of(one), form=method.form.paper if method else None,
                college=one.voting.college.key if one.voting.college else None,
            )  # fmt: skip
