"""The reports on paper: a year for the general assembly, a closed period, a round for its funders."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from collegial.plugin import ZERO, Context, DocumentTemplate, Missing, Money, Text, Voice, pt, t
from collegial_finance.guarantees import queries as guarantees
from collegial_finance.ledger.exports import name_of
from collegial_finance.ledger.queries import PeriodLine, period
from collegial_finance.permissions import READ
from collegial_finance.reports import queries
from collegial_finance.reports.rules import Figure, Part
from collegial_finance.rounds import queries as rounds
from collegial_finance.rounds.rules import OVER, Plan, Standing, explain
from collegial_finance.words import CLOSING_RULES, INSTRUMENTS, ROUND_STATES, STATES

_TEMPLATE = Path(__file__).parent.parent / "templates" / "print" / "report.typ"
_WHOLE = 10_000
Table = Mapping[str, object]


def year(context: Context, voice: Voice, number: int) -> Mapping[str, object]:
    """Return what the report of a year prints: the tools, the books, who bears the losses of the funds."""
    if number not in queries.years(context.session):
        raise Missing("finance.year_unknown", t("Nothing is recorded for this year."))
    sections = [section for part in queries.parts(context.session, number) for section in _part(part, voice)]
    books = _section(voice.say(t("The books")), _balances(queries.year_lines(context.session, number), voice))
    return {
        "title": voice.say(t("Financial tools: report for the year %(year)s", year=number)),
        "facts": [],
        "lead": voice.say(
            t("Figures of the year come from the books; what stands “today” is read on the day of printing.")
        ),
        "sections": [*sections, books, *_contributors(context, voice)],
    }


def closed_period(context: Context, voice: Voice, closing_id: int) -> Mapping[str, object]:
    """Return what the report of a closed period prints."""
    found = queries.closing(context.session, closing_id)
    if found is None:
        raise Missing("finance.closing_unknown", t("There is no such closing."))
    closing, before = found
    facts = [{"label": voice.say(t("Closed through")), "value": voice.date(closing.through)}]
    if before is not None:
        facts.insert(0, {"label": voice.say(t("After")), "value": voice.date(before)})
    lines = period(context.session, before, closing.through)
    return {
        "title": voice.say(t("Books closed through %(day)s", day=voice.short_date(closing.through))),
        "facts": facts,
        "lead": voice.say(t("Nothing can be written in this period any more. Debits and credits are equal.")),
        "sections": [_section(voice.say(t("Balances")), _balances(lines, voice))],
    }


def funders(context: Context, voice: Voice, round_id: int) -> Mapping[str, object]:
    """Return what the report of a round to its funders prints: the one table that all of them see."""
    found = rounds.funding_round(context.session, round_id)
    if found is None:
        raise Missing("finance.round_unknown", t("There is no such funding round."))
    standing = rounds.standing_of(found)
    facts = (
        (t("Project"), found.project.name), (t("State"), voice.say(ROUND_STATES[found.state])),
        (t("Target"), voice.money(found.target)), (t("Pledged"), voice.money(standing.pledged)),
        (t("Signed"), voice.money(standing.signed)), (t("Paid"), voice.money(standing.paid)),
        (t("Received and given back"), voice.money(standing.given_back) if standing.given_back else ""),
        (t("Last day"), voice.date(found.closes_on)), (t("Closing rule"), voice.say(CLOSING_RULES[found.closing])),
    )  # fmt: skip
    table = {
        "headers": [voice.say(one) for one in (t("Funder"), t("Instrument"), t("State"), t("Amount"))],
        "words": 3,
        "rows": [
            [
                one.funder.name, voice.say(INSTRUMENTS[one.instrument]),
                voice.say(pt("pledge", "Given back") if one.given_back else STATES[one.state]),
                voice.money(ZERO if one.state in OVER and not one.given_back else one.amount),
            ]
            for one in found.pledges
        ],
        "total": None,
    }  # fmt: skip
    return {
        "title": voice.say(t("Report to the funders: %(title)s", title=found.title)),
        "facts": [{"label": voice.say(term), "value": value} for term, value in facts if value],
        "bar": _gathered(found.plan, standing, voice),
        "lead": voice.say(explain(found.plan, standing.pledged)),
        "sections": [_section(voice.say(t("The table")), table)],
    }


def _gathered(plan: Plan, standing: Standing, voice: Voice) -> Mapping[str, object]:
    """Return the bar of what is paid, signed and pledged, up to the target, with what the round needs."""
    top = max(plan.target, standing.pledged)
    amounts = (
        (t("Paid"), standing.paid),
        (t("Signed, not yet paid"), standing.signed - standing.paid),
        (t("Pledged, not yet signed"), standing.pledged - standing.signed),
    )
    needed = voice.say(t("Needed: %(amount)s", amount=voice.money(plan.needed)))
    parts = _drawn(amounts, top, voice)
    return {
        "alt": ". ".join([*(one["label"] for one in parts), needed]),
        "parts": parts,
        "threshold": _width(plan.needed, top),
        "threshold_label": needed,
    }


def _drawn(amounts: Iterable[tuple[Text, Money]], top: Money, voice: Voice) -> list[dict[str, Any]]:
    """Return the parts of a bar with their amounts, those that are there."""
    return [
        {"label": f"{voice.say(name)} – {voice.money(amount)}", "width": _width(amount, top)}
        for name, amount in amounts
        if amount > ZERO
    ]


def _width(amount: Money, top: Money) -> int:
    return round(Fraction(_WHOLE * amount.cents, top.cents))


def _contributors(context: Context, voice: Voice) -> list[Mapping[str, object]]:
    """Return, for each guarantee fund, what its contributors paid in and bear of the losses."""
    made = []
    for one in guarantees.funds(context.session):
        fund = guarantees.fund(context.session, one.id)
        rows = guarantees.contributors(fund) if fund else {}
        if rows:
            table = {
                "headers": [voice.say(t("Contributor")), voice.say(t("Paid in")), voice.say(t("Bears of the losses"))],
                "rows": [[who.name, voice.money(paid), voice.money(borne)] for who, (paid, borne) in rows.items()],
                "total": None,
            }  # fmt: skip
            made.append(_section(one.name, table))
    return made


def _part(part: Part, voice: Voice) -> list[Mapping[str, object]]:
    """Return the figures of a tool, and each way in which they are divided."""
    divided = [
        _section(
            voice.say(one.title),
            {
                "headers": [voice.say(heading) for heading in (one.words[0], *one.amounts)],
                "rows": [
                    # Paper has room for one column of words.
                    [" · ".join(_word(word, voice) for word in said), *map(voice.money, amounts)]
                    for said, amounts in one.rows
                ],
                "total": None,
            },
        )
        for one in part.breakdowns
    ]
    parts = _drawn(part.whole, part.total, voice)
    drawing = {"alt": ". ".join(one["label"] for one in parts), "parts": parts} if parts else None
    return [_section(voice.say(part.title), _figures(part.figures, voice), drawing=drawing), *divided]


def _word(value: str | Text, voice: Voice) -> str:
    return value if isinstance(value, str) else voice.say(value)


def _section(
    heading: str, table: Table, *, drawing: Mapping[str, object] | None = None
) -> Mapping[str, object]:
    return {"heading": heading, "table": table, "drawing": drawing}


def _figures(figures: Sequence[Figure], voice: Voice) -> Table:
    rows = [[voice.say(one.label), _value(one.value, voice)] for one in figures]
    return {"headers": ["", voice.say(t("Figure"))], "rows": rows, "total": None}


def _value(value: Money | int, voice: Voice) -> str:
    return voice.money(value) if isinstance(value, Money) else voice.number(value)


def _balances(lines: Sequence[PeriodLine], voice: Voice) -> Table:
    headers = (t("Account"), t("Before"), t("Debited"), t("Credited"), t("After"))
    amounts = [(one.before, one.debits, one.credits, one.after) for one in lines]
    named = [name_of(one.account) for one in lines]
    names = [
        f"{one.account.number} · {name if isinstance(name, str) else voice.say(name)}"
        for one, name in zip(lines, named, strict=True)
    ]
    totals = [sum(column, ZERO) for column in zip(*amounts, strict=True)] if amounts else [ZERO] * 4
    return {
        "headers": [voice.say(one) for one in headers],
        "rows": [[name, *map(voice.money, row)] for name, row in zip(names, amounts, strict=True)],
        "total": [voice.say(t("All accounts")), *map(voice.money, totals)],
    }


DOCUMENTS = (
    DocumentTemplate(
        key="finance.year", title=t("Report for a year"), template=_TEMPLATE, data=year, permission=READ
    ),
    DocumentTemplate(
        key="finance.period", title=t("Report of a closed period"), template=_TEMPLATE, data=closed_period,
        permission=READ,
    ),
    DocumentTemplate(
        key="finance.funders", title=t("Report to the funders of a round"), template=_TEMPLATE, data=funders,
        permission=READ,
    ),
)  # fmt: skip
