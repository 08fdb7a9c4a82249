"""What waits for a reader: the next steps of all modules, sorted by when they are due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from collegial.hooks.contracts import NextStep
from collegial.kernel.text import Text, nt, t
from collegial.web.menu import address

SOON = timedelta(days=7)


class When(StrEnum):
    """When a step is due, in the order in which one looks at them."""

    NOW = "now"
    TODAY = "today"
    LATE = "late"
    SOON = "soon"
    OPEN = "open"
    LATER = "later"


LABELS: Mapping[When, Text] = {
    When.NOW: t("Now"),
    When.TODAY: t("Today"),
    When.LATE: t("Late"),
    When.SOON: t("Within seven days"),
    When.OPEN: t("As soon as you can"),
    When.LATER: t("Later on"),
}


# How many lines of each time stand open; the rest is folded away.
SHOWN: Mapping[When, int] = dict.fromkeys(When, 6) | {When.LATER: 3}
_MANY = 3


@dataclass(frozen=True, kw_only=True)
class Line:
    """A step, and the others that ask for the same about other things."""

    step: NextStep
    more: Sequence[NextStep] = ()


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """The steps of one time."""

    when: When
    steps: Sequence[NextStep]

    @property
    def lines(self) -> Sequence[Line]:
        """Return the lines that stand open, those that ask for the same as one."""
        return gathered(self.steps)[: SHOWN[self.when]]

    @property
    def rest(self) -> Sequence[NextStep]:
        """Return the steps that are folded away."""
        folded = gathered(self.steps)[SHOWN[self.when] :]
        return [step for line in folded for step in (line.step, *line.more)]

    @property
    def label(self) -> Text:
        """Return the heading."""
        return LABELS[self.when]


def sort_steps(steps: Sequence[NextStep], day: date) -> list[Waiting]:
    """Return the steps by when they are due, the soonest first; times without any are left out."""
    found: dict[When, list[NextStep]] = {when: [] for when in When}
    for one in steps:
        found[When.NOW if one.weight < 0 else when_due(one.due_on, day)].append(one)
    return [Waiting(when=when, steps=sorted(each, key=_order)) for when, each in found.items() if each]


def gathered(steps: Sequence[NextStep]) -> list[Line]:
    """Return a line for each step, and one line for all that ask for the same where there are many."""
    alike: dict[tuple[str, str], list[NextStep]] = {}
    for one in steps:
        alike.setdefault((str(one.sentence), str(one.act)), []).append(one)
    lines: list[Line] = []
    for same in alike.values():
        if len(same) < _MANY:
            lines += [Line(step=one) for one in same]
        else:
            lines.append(Line(step=same[0], more=same[1:]))
    return sorted(lines, key=lambda line: _order(line.step))


def when_due(due_on: date | None, day: date) -> When:
    """Say in which part of the list a due day falls."""
    if due_on is None:
        return When.OPEN
    if due_on == day:
        return When.TODAY
    if due_on < day:
        return When.LATE
    return When.SOON if due_on <= day + SOON else When.LATER


def in_brief(waiting: Sequence[Waiting]) -> Text:
    """Say in a sentence how much goes on now, how much is late, how much is due today or soon, or how much waits."""
    counts = {one.when: len(one.steps) for one in waiting}
    now, late, soon = counts.get(When.NOW, 0), counts.get(When.LATE, 0), _soonest(counts)
    are_late = nt("%(count)d thing is late", "%(count)d things are late", late)
    if now:
        first = nt("%(count)d thing waits for you now", "%(count)d things wait for you now", now)
        return t("%(now)s, %(late)s.", now=first, late=are_late) if late else _at_this_moment(now)
    if late:
        return t("%(late)s, %(soon)s.", late=are_late, soon=soon) if soon else t("%(late)s.", late=are_late)
    if soon:
        return t("Nothing is late; %(soon)s.", soon=soon)
    total = sum(counts.values())
    return (
        nt("%(count)d thing waits for you.", "%(count)d things wait for you.", total)
        if total
        else t("Nothing waits for you.")
    )


def _at_this_moment(now: int) -> Text:
    return nt(
        "%(count)d thing waits for you at this moment.", "%(count)d things wait for you at this moment.", now
    )


def with_addresses(steps: Sequence[NextStep]) -> list[NextStep]:
    """Return the steps that lead somewhere: one whose page is not there must not take the dashboard down."""
    return [one for one in steps if address(one.key, one.endpoint, one.values)]


def _soonest(counts: Mapping[When, int]) -> Text | None:
    if today := counts.get(When.TODAY):
        return nt("%(count)d thing is due today", "%(count)d things are due today", today)
    if soon := counts.get(When.SOON):
        return nt(
            "%(count)d thing is due within seven days", "%(count)d things are due within seven days", soon
        )
    return None


def _order(step: NextStep) -> tuple[date, int, str]:
    return step.due_on or date.max, step.weight, step.key
