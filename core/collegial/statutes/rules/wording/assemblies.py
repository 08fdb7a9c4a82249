"""Clauses on what members ask of assemblies, on forms of vote by correspondence, and on the board."""

from collections.abc import Iterator

from collegial.kernel.fractions import show_fraction
from collegial.kernel.text import t
from collegial.statutes.rules.terms import AssemblyRule, CorrespondenceRule, StatuteRules
from collegial.statutes.rules.wording.words import ARRIVALS, SILENT, Clause, days, seats, years


def on_asking(rule: AssemblyRule | None) -> Iterator[Clause]:
    """Say what members may ask of an assembly."""
    if rule is None:
        return
    threshold = rule.items_threshold
    share = None if threshold is None else t("%(share)s of the voting rights", share=show_fraction(threshold))
    yield Clause(
        key="assemblies.items_threshold",
        heading=t("Voting rights that put an item on the agenda"),
        said=share or SILENT,
    )
    yield Clause(
        key="assemblies.items_days",
        heading=t("Days before the assembly for an item of members"),
        said=SILENT if rule.items_days is None else days(rule.items_days),
    )
    yield Clause(
        key="assemblies.questions_days",
        heading=t("Days before the assembly for a written question"),
        said=SILENT if rule.questions_days is None else days(rule.questions_days),
    )


def on_forms(rule: CorrespondenceRule | None) -> Iterator[Clause]:
    """Say how one votes by correspondence."""
    if rule is None:
        return
    yield Clause(
        key="correspondence.paper_days",
        heading=t("Paper forms are received, before the day of the assembly, at the latest"),
        said=t("Paper forms are not accepted.") if rule.paper_days is None else days(rule.paper_days),
    )
    yield Clause(
        key="correspondence.online_hour",
        heading=t("Forms are filled in online, on the day before, until"),
        said=t("Forms are not filled in online.")
        if rule.online_hour is None
        else t("%(hour)s o’clock", hour=rule.online_hour),
    )
    yield Clause(
        key="correspondence.on_arrival",
        heading=t("When a member who sent a form comes in person"),
        said=ARRIVALS[rule.on_arrival],
    )


def on_board(rules: StatuteRules) -> Iterator[Clause]:
    """Say how many seats the board has, for whom, and for how long."""
    for college in rules.colleges:
        if college.board_seats is not None:
            yield Clause(
                key=f"board.college.{college.key}",
                heading=t("Seats on the board reserved to college “%(name)s”", name=college.name),
                said=seats(college.board_seats),
            )
    if rules.board is None:
        return
    yield Clause(
        key="board.seats",
        heading=t("Seats on the board that all members elect together"),
        said=SILENT if rules.board.seats is None else seats(rules.board.seats),
    )
    yield Clause(
        key="board.term_years",
        heading=t("Term of a seat on the board"),
        said=SILENT if rules.board.term_years is None else years(rules.board.term_years),
    )
