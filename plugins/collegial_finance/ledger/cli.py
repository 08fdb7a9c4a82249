"""`collegial finance fec`: the file of a year's entries, for the accountant and the tax office."""

from datetime import date, datetime, timedelta
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from collegial.plugin import OUT_OF_REACH, Failure, Text, acting_program, is_in_reach, nt, say, t, tell
from collegial_finance.ledger.fec import fec_lines, fec_name
from collegial_finance.ledger.queries import closed_through

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_SIREN_DIGITS = 9


@click.command("fec")
@click.argument("siren")
@click.argument("closes_on", type=_DAY)
@click.option("--begins-on", type=_DAY, help="First day of the year; else one year before the last.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    default=Path(),
    show_default=True,
)
@with_appcontext
def fec(siren: str, closes_on: datetime, begins_on: datetime | None, folder: Path) -> None:
    """Write the fichier des écritures comptables of the year that closes on CLOSES_ON, such as 2026-12-31."""
    if len(siren) != _SIREN_DIGITS or not (siren.isascii() and siren.isdigit()):
        raise Failure(t("A SIREN has nine digits."), code=2)
    last = closes_on.date()
    first = begins_on.date() if begins_on else _year_before(last)
    if not (is_in_reach(first) and is_in_reach(last)):
        raise Failure(OUT_OF_REACH, code=2)
    if first > last:
        raise Failure(t("The year ends before it begins."), code=2)
    target = folder / fec_name(siren, last)
    with acting_program("collegial finance fec") as context, force_locale("fr"):
        lines = list(fec_lines(context.session, first, last, say))
        closed = closed_through(context.session)
    if closed is None or closed < last:
        tell(t("The books are not closed through that day: entries may still come."), err=True)
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    tell(_written(target, len(lines) - 1, first, last))


def _written(target: Path, count: int, first: date, last: date) -> Text:
    return nt(
        "%(file)s: %(count)d line from %(first)s to %(last)s.",
        "%(file)s: %(count)d lines from %(first)s to %(last)s.",
        count,
        file=target,
        first=first,
        last=last,
    )


def _year_before(last: date) -> date:
    """Return the first day of the year that ends on a day: the day after, one year earlier."""
    after = last + timedelta(days=1)
    leaps = (after.month, after.day) == (2, 29)
    return date(after.year - 1, 3, 1) if leaps else after.replace(year=after.year - 1)
