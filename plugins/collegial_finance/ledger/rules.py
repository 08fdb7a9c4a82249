"""What is debited is credited, cent for cent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from collegial.plugin import ZERO, Invalid, Money, t


@dataclass(frozen=True)
class Line:
    """One account's part of an entry: either a debit or a credit."""

    account: str
    debit: Money = ZERO
    credit: Money = ZERO


@dataclass(frozen=True)
class Movement:
    """An amount that goes from the account credited to the account debited.

    An entry is a set of movements, so that no entry can be written that does not balance.
    """

    debit: str
    credit: str
    amount: Money


def movements(lines: Sequence[Line]) -> tuple[Movement, ...]:
    """Turn the lines of an entry into movements, in the order of the lines.

    Raises Invalid `finance.entry_empty`, `finance.line_sides`, `finance.unbalanced` or `finance.line_circle`.
    """
    _check(lines)
    given = [(line.account, line.credit) for line in lines if line.credit]
    owed = [(line.account, line.debit) for line in lines if line.debit]
    found: list[Movement] = []
    while owed:
        (debit, due), (credit, there) = owed.pop(0), given.pop(0)
        amount = min(due, there)
        found.append(Movement(debit=debit, credit=credit, amount=amount))
        owed[:0] = [(debit, due - amount)] if due > amount else []
        given[:0] = [(credit, there - amount)] if there > amount else []
    return tuple(found)


def _check(lines: Sequence[Line]) -> None:
    if not lines:
        raise Invalid("finance.entry_empty", t("An entry moves at least one amount."))
    for line in lines:
        if min(line.debit, line.credit) < ZERO or bool(line.debit) == bool(line.credit):
            raise Invalid(
                "finance.line_sides",
                t("Account %(account)s: give either a debit or a credit above zero.", account=line.account),
            )
    debited, credited = total(line.debit for line in lines), total(line.credit for line in lines)
    if debited != credited:
        raise Invalid(
            "finance.unbalanced",
            t(
                "The entry does not balance: %(debit)s debited, %(credit)s credited.",
                debit=debited,
                credit=credited,
            ),
        )
    both = {line.account for line in lines if line.debit} & {line.account for line in lines if line.credit}
    if both:
        raise Invalid(
            "finance.line_circle",
            t(
                "Account %(account)s is debited and credited in one entry: write the difference.",
                account=min(both),
            ),
        )


def total(amounts: Iterable[Money]) -> Money:
    """Add amounts up."""
    return sum(amounts, ZERO)


def reverse(moved: Iterable[Movement]) -> tuple[Movement, ...]:
    """Return the movements that take others back."""
    return tuple(Movement(debit=one.credit, credit=one.debit, amount=one.amount) for one in moved)


def balances(moved: Iterable[Movement]) -> dict[str, Money]:
    """Return each account's debits less its credits, by account; they add up to zero."""
    found: dict[str, Money] = {}
    for one in moved:
        found[one.debit] = found.get(one.debit, ZERO) + one.amount
        found[one.credit] = found.get(one.credit, ZERO) - one.amount
    return dict(sorted(found.items()))
