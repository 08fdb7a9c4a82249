"""The days that bind an assembly, each with its rule, where the rule comes from, and how sure it is (L30–L38)."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil

from collegial.kernel.text import Text, nt, t
from collegial.statutes.rules import (
    ELECTRONIC_FORMS,
    PAPER_FORMS,
    Convocation,
    FigureStatus,
    LegalFigure,
    StatuteRules,
    correspondence_of,
    figure_of_forms,
    form_dates,
    legal_figure,
)


class DateKey(enum.Enum):
    """What has to be done by a day, or happens on it."""

    ITEMS = "items"
    SENDING = "sending"
    QUESTIONS = "questions"
    PAPER_FORMS = "paper_forms"
    ELECTRONIC_FORMS = "electronic_forms"
    MEETING = "meeting"
    VOTES_OPEN = "votes_open"
    VOTES_CLOSE = "votes_close"
    SECOND = "second"


class Standing(enum.Enum):
    """How sure a rule is: read in the law, set by the statutes, or still to be confirmed by counsel."""

    LAW = "law"
    PRESET = "preset"
    VERIFY = "verify"


@dataclass(frozen=True, kw_only=True)
class LegalDate:
    """A day that binds, its rule in a sentence and the text it comes from.

    `hour` is written in the deployment's zone, where the rule has one. `source` is empty for what is no clause
    but the way this program works. `days_left` counts from the day it
    was asked for; it is 0 on the day itself and negative after. `is_done` is true of a sending that is whole,
    `days_late` after how many days too many; `letters_left` counts what waits to be posted.
    """

    key: DateKey
    label: Text
    day: date
    rule: Text
    source: Text | str
    standing: Standing
    days_left: int
    hour: time | None = None
    is_done: bool = False
    days_late: int = 0
    letters_left: int = 0

    @property
    def is_past(self) -> bool:
        """Say whether the day is over."""
        return self.days_left < 0

    @property
    def is_over(self) -> bool:
        """Say whether nothing is left to do by it: the day is over, or what it asks for is done."""
        return self.is_done or (self.is_past and not self.letters_left)


@dataclass(frozen=True, kw_only=True)
class _Calendar:
    """What the days are computed from; `starts` is the hour of the assembly in the deployment's zone."""

    rules: StatuteRules
    convocation: Convocation
    starts: datetime
    today: date

    @property
    def held_on(self) -> date:
        return self.starts.date()

    @property
    def is_second(self) -> bool:
        return self.convocation is Convocation.SECOND

    @property
    def notice(self) -> int:
        return self.rules.second_notice_days if self.is_second else self.rules.notice_days

    def line(
        self,
        key: DateKey,
        label: Text,
        day: date,
        rule: Text,
        *,
        figure: LegalFigure | None = None,
        hour: time | None = None,
        is_clause: bool = True,
    ) -> LegalDate:
        return LegalDate(
            key=key, label=label, day=day, rule=rule, hour=hour, days_left=(day - self.today).days,
            source=_source(self.rules, figure) if is_clause else "", standing=_standing(figure),
        )  # fmt: skip


def last_sending_day(held_on: date, *, days: int) -> date:
    """Give the last day to send the notice: the sending day does not count, the meeting day does."""
    return held_on - timedelta(days=days)


def sending_is_late(sent_on: date, held_on: date, days: int) -> bool:
    """Say whether a notice sent that day leaves less than the days of notice."""
    return sent_on > last_sending_day(held_on, days=days)


def minutes_to(moment: datetime, now: datetime) -> int:
    """Give the whole minutes still to wait for a moment, a begun one counted; 0 once it is there."""
    return max(0, ceil((moment - now).total_seconds() / 60))


def legal_dates(
    rules: StatuteRules, starts: datetime, *, today: date, convocation: Convocation = Convocation.FIRST
) -> list[LegalDate]:
    """Give the days to keep, in the order of time; `starts` is the hour written in the deployment's zone.

    What neither the law of the form nor the statutes settle has no day: members' items and the deadline of
    written questions are there only where the statutes say so.
    """
    calendar = _Calendar(rules=rules, convocation=convocation, starts=starts, today=today)
    found = [*_before(calendar), *_forms(calendar), *_sitting(calendar), *_after(calendar)]
    return sorted(found, key=lambda one: one.day)


def _before(calendar: _Calendar) -> Iterator[LegalDate]:
    agenda = calendar.rules.assemblies
    if agenda and agenda.items_days is not None and not calendar.is_second:
        yield calendar.line(
            DateKey.ITEMS,
            t("Last day for members to put an item on the agenda"),
            calendar.held_on - timedelta(days=agenda.items_days),
            _days_before(agenda.items_days),
        )
    yield _sending(calendar)
    if agenda and agenda.questions_days is not None:
        yield calendar.line(
            DateKey.QUESTIONS,
            t("Last day for written questions"),
            calendar.held_on - timedelta(days=agenda.questions_days),
            _days_before(agenda.questions_days),
        )


def _sending(calendar: _Calendar) -> LegalDate:
    form, round_ = calendar.rules.legal_form.value, calendar.convocation.value
    figure = legal_figure(f"{form}.notice.{round_}", on=calendar.held_on)
    return calendar.line(
        DateKey.SENDING,
        t("Last day to send the convocations"),
        last_sending_day(calendar.held_on, days=calendar.notice),
        nt(
            "The statutes ask for %(days)s day of notice.",
            "The statutes ask for %(days)s days of notice.",
            calendar.notice,
            days=calendar.notice,
        ),
        figure=figure,
    )


def _days_before(days: int) -> Text:
    if days == 0:
        return t("The statutes allow it until the day of the assembly.")
    return nt(
        "The statutes ask for it %(count)d day before the assembly.",
        "The statutes ask for it %(count)d days before the assembly.",
        days,
    )


def _forms(calendar: _Calendar) -> Iterator[LegalDate]:
    """Give the closing of the forms for a vote by correspondence (L38)."""
    rule = correspondence_of(calendar.rules, on=calendar.held_on)
    if rule is None:
        return
    zone = str(calendar.starts.tzinfo)
    dates = form_dates(calendar.rules, calendar.held_on, zone)
    if dates and dates.paper and rule.paper_days is not None:
        yield calendar.line(
            DateKey.PAPER_FORMS,
            t("Last day to receive paper forms of vote by correspondence"),
            dates.paper,
            nt(
                "They come in %(count)d day before the assembly.",
                "They come in %(count)d days before the assembly.",
                rule.paper_days,
            ),
            figure=figure_of_forms(calendar.rules, PAPER_FORMS, on=calendar.held_on),
        )
    if dates and dates.online:
        yield _online_forms(calendar, dates.online)


def _online_forms(calendar: _Calendar, until: datetime) -> LegalDate:
    figure = figure_of_forms(calendar.rules, ELECTRONIC_FORMS, on=calendar.held_on)
    hour = until.time()
    rule = t("They come in until %(hour)s on the day before the assembly.", hour=hour)
    if figure:
        rule = t("They come in until %(hour)s, Paris time, on the day before the assembly.", hour=hour)
    return calendar.line(
        DateKey.ELECTRONIC_FORMS,
        t("Last hour to fill in a form of vote by correspondence online"),
        until.date(),
        rule,
        figure=figure,
        hour=until.astimezone(calendar.starts.tzinfo).time(),
    )


def _sitting(calendar: _Calendar) -> Iterator[LegalDate]:
    hour = calendar.starts.time()
    yield calendar.line(
        DateKey.MEETING,
        t("Day of the assembly"),
        calendar.held_on,
        t("The statutes in force on that day apply, as they stand when the convocations are sent."),
        hour=hour,
    )
    yield calendar.line(
        DateKey.VOTES_OPEN,
        t("Opening of the votes"),
        calendar.held_on,
        t("The chair opens each vote during the sitting, once the quorum is found."),
        hour=hour,
        is_clause=False,
    )
    yield calendar.line(
        DateKey.VOTES_CLOSE,
        t("Closing of the votes"),
        calendar.held_on,
        t("Every vote is closed before the assembly is."),
        is_clause=False,
    )


def _after(calendar: _Calendar) -> Iterator[LegalDate]:
    if calendar.is_second:
        return
    days = calendar.rules.second_notice_days
    figure = legal_figure(f"{calendar.rules.legal_form.value}.notice.second", on=calendar.held_on)
    yield calendar.line(
        DateKey.SECOND,
        t("First day possible for a second assembly"),
        calendar.held_on + timedelta(days=days),
        nt(
            "If the quorum is missed, and the second convocation is sent the same day: "
            "it needs %(count)d day of notice.",
            "If the quorum is missed, and the second convocation is sent the same day: "
            "it needs %(count)d days of notice.",
            days,
        ),
        figure=figure,
    )


def _source(rules: StatuteRules, figure: LegalFigure | None) -> Text | str:
    if figure is None:
        return t("Your statutes: %(label)s", label=rules.label)
    return figure.citation


def _standing(figure: LegalFigure | None) -> Standing:
    if figure is None:
        return Standing.PRESET
    return Standing.VERIFY if figure.status is FigureStatus.VERIFY else Standing.LAW
