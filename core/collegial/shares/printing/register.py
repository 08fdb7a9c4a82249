"""Word the extract of the register and the annual statement of the variable capital."""

from collections.abc import Callable

from collegial.documents.voice import Voice
from collegial.kernel.money import Money
from collegial.kernel.text import Text, t
from collegial.shares.printing import layout
from collegial.shares.printing.facts import ExtractFacts, Line, StatementFacts
from collegial.shares.rules import StatementLine

STATEMENT_HEADERS = (
    t("Category"),
    t("Capital at the start"),
    t("Subscribed"),
    t("Redeemed"),
    t("Cancelled"),
    t("Moved between categories"),
    t("Capital at the end"),
)


def print_extract(one: ExtractFacts, voice: Voice, *, locale: str) -> bytes:
    """Print entries of the register of movements, of one member or of all."""
    about = layout.holder_facts(voice, one.holder) if one.holder else []
    held = (
        (t("Shares held"), voice.number(one.shares))
        if one.holder
        else (t("Shares in circulation"), voice.number(one.shares))
    )
    worth = t("Nominal value of the shares") if one.holder else t("Capital")
    parts = [
        layout.facts(voice, *about, held, (worth, voice.money(one.worth))),
        layout.table(
            voice,
            [t("Entry"), t("Day"), t("Kind"), t("Given by"), t("Received by"), t("Shares"), t("Amount")],
            [_row(line, voice) for line in one.lines],
            words=5,
            widths=(0, 0, 3, 4, 4, 0, 0),
        ),
        layout.paragraphs(
            voice,
            t(
                "Entries are numbered without a gap and never changed: a correction is a new entry that names the "
                "one it corrects. An empty name stands for the cooperative."
            ),
        ),
        layout.boxes(voice, (t("Certified true, for the cooperative"), one.issuer.name)),
        layout.fingerprint(voice, one.seal),
    ]
    title = t("Extract of the register of shares") if one.holder else t("Register of movements of shares")
    subtitle = voice.say(t("On %(day)s", day=voice.date(one.day)))
    return layout.print_paper(
        one.issuer, title=voice.say(title), subtitle=subtitle, parts=parts, locale=locale, voice=voice,
        dated=one.day,
    )  # fmt: skip


def print_statement(one: StatementFacts, voice: Voice, *, locale: str) -> bytes:
    """Print what became of the variable capital in a year (L11)."""
    rows = [
        [name, *(voice.money(amount) for amount in figures)]
        for name, figures in statement_rows(one, voice.say)
    ]
    *lines, total = rows
    parts = [
        layout.table(voice, STATEMENT_HEADERS, lines, words=1, widths=(4, 3, 3, 3, 2, 3, 3), total=total),
        layout.facts(
            voice,
            (t("Highest capital ever reached"), voice.money(one.highest)),
            (t("Floor of the capital"), voice.money(one.floor)),
        ),
        layout.paragraphs(
            voice,
            t(
                "The capital is variable: it grows with the subscriptions of the members and falls with the redemption "
                "of their shares, and never under its floor."
            ),
            t(
                "An entry that was corrected counts for nothing here, nor does its correction. Shares that changed "
                "hands, and members who changed category or left, are in the column of what moved."
            ),
        ),
        layout.boxes(voice, (t("Certified true, for the cooperative"), one.issuer.name)),
        layout.fingerprint(voice, one.seal),
    ]
    subtitle = t(
        "From %(first)s to %(last)s",
        first=voice.date(one.statement.first_day),
        last=voice.date(one.statement.last_day),
    )
    return layout.print_paper(
        one.issuer, title=voice.say(t("Annual statement of the variable capital")),
        subtitle=voice.say(subtitle), parts=parts, locale=locale, voice=voice, dated=one.statement.last_day,
    )  # fmt: skip


def statement_rows(one: StatementFacts, say: Callable[[Text], str]) -> list[tuple[str, tuple[Money, ...]]]:
    """Return the lines of a statement by the names of the categories, then those who left, then the total."""
    known: list[tuple[str, StatementLine]] = [
        (name, one.statement.categories[key])
        for key, name in one.names.items()
        if key in one.statement.categories
    ]
    if None in one.statement.categories:
        known.append((say(t("Members who left")), one.statement.categories[None]))
    return [
        *((name, statement_figures(line)) for name, line in known),
        (say(t("Total")), statement_figures(one.statement.total)),
    ]


def statement_figures(line: StatementLine) -> tuple[Money, ...]:
    """Return the figures of a line in the order of the headers."""
    return (line.at_start, line.subscribed, -line.redeemed, -line.cancelled, line.moved, line.at_end)


def _row(line: Line, voice: Voice) -> list[str]:
    return [
        str(line.number),
        voice.short_date(line.day),
        layout.kind_of(voice, line),
        line.giver,
        line.receiver,
        voice.number(line.shares),
        voice.money(line.amount),
    ]
