"""The lights on the capital: whose it is, its floor, what is due, what waits, and the register itself."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from collegial.compliance.rules.facts import Due, Facts
from collegial.compliance.rules.figures import figure
from collegial.compliance.rules.lights.light import (
    SOON_DAYS,
    Finding,
    Light,
    amber,
    does_not_apply,
    green,
    light_of,
    red,
)
from collegial.kernel.fractions import Percent
from collegial.kernel.money import ZERO, Money
from collegial.kernel.text import nt, t
from collegial.statutes.rules import FigureStatus, LegalFigure

# Attention is asked this close to a limit: a matter of prudence, not of law.
_NEAR = Fraction(9, 10)


def public_bodies(facts: Facts) -> Light:
    """Say how much of the capital public bodies hold together (L4)."""
    most = figure("public_capital.most", on=facts.day)
    said = t(
        "Public bodies hold %(part)s of the capital; the law allows %(most)s.",
        part=Percent(facts.public_share), most=Percent(most.value),
    )  # fmt: skip
    if not facts.legal_form.is_scic or not facts.has_shares:
        found = does_not_apply()
    elif facts.public_share > most.value:
        found = red(said, t("Let other categories subscribe, or let public bodies transfer shares to them."))
    elif facts.public_share > most.value * _NEAR:
        found = amber(said, t("Before a public body subscribes again, let others subscribe as well."))
    else:
        found = green(said)
    return light_of("public_bodies", t("Part of the public bodies in the capital"), found, most)


def capital(facts: Facts) -> Light:
    """Say whether the capital is above its minimum and its floor (L10, L11)."""
    floor = facts.floor
    if floor is None:
        found = does_not_apply()
    elif facts.minimum is not None and facts.capital < facts.minimum:
        found = red(
            t(
                "The capital is %(capital)s, under the minimum of %(least)s.",
                capital=facts.capital,
                least=facts.minimum,
            ),
            t("Call for subscriptions; no share can be redeemed before."),
        )
    elif facts.capital < floor:
        found = red(
            t(
                "The capital is %(capital)s, under the floor of %(least)s.",
                capital=facts.capital,
                least=floor,
            ),
            t("Call for subscriptions; no share can be redeemed before."),
        )
    else:
        found = _capital_above(facts, floor)
    return light_of("capital", t("Minimum and floor of the capital"), found, _statute_source())


def _capital_above(facts: Facts, floor: Money) -> Finding:
    said = t(
        "The capital is %(capital)s; it may not fall under %(least)s.", capital=facts.capital, least=floor
    )
    if floor.cents > facts.capital.cents * _NEAR:
        return amber(said, t("Few shares can be redeemed now: call for subscriptions first."))
    return green(said)


def withdrawals(facts: Facts) -> Light:
    """Say whether withdrawals wait, and whether the first could go (L11)."""
    waiting = facts.withdrawals_waiting
    if not facts.has_shares:
        found = does_not_apply()
    elif facts.first_withdrawal_is_blocked:
        found = amber(
            nt("%(count)d withdrawal waits and would cross the floor.",
               "%(count)d withdrawals wait and the first would cross the floor.", waiting),
            t("New subscriptions open the way; the order of arrival is kept."),
        )  # fmt: skip
    elif waiting:
        found = amber(
            nt("%(count)d withdrawal waits and could be executed.",
               "%(count)d withdrawals wait and the first could be executed.", waiting),
            t("Redeem the shares in the order of the requests."),
        )  # fmt: skip
    else:
        found = green(t("No withdrawal waits."))
    return light_of("withdrawals", t("Withdrawals that wait"), found, _statute_source())


def payments(facts: Facts) -> Light:
    """Say whether what is due on shares is paid in time (L12)."""
    late, soon = _late(facts.due, facts.day), _soon(facts.due, facts.day)
    if not facts.has_shares:
        found = does_not_apply()
    elif late:
        found = red(
            nt("%(count)d balance of shares, of %(amount)s, is past its last day to be paid.",
               "%(count)d balances of shares, %(amount)s in all, are past their last day to be paid.",
               len(late), amount=_sum(late)),
            t("Send a call for payment, and record the money when it comes. If it stays unpaid, the board "
              "cancels the shares as the statutes say."),
        )  # fmt: skip
    elif soon:
        found = amber(
            nt("%(count)d balance of shares, of %(amount)s, must be paid within six months.",
               "%(count)d balances of shares, %(amount)s in all, must be paid within six months.",
               len(soon), amount=_sum(soon)),
            t("Send the calls for payment now."),
        )  # fmt: skip
    else:
        found = green(t("No balance of shares is late."))
    source = figure("capital.payment_years.most", on=facts.day)
    return light_of("payments", t("Balances of shares"), found, source)


def repayments(facts: Facts) -> Light:
    """Say whether redeemed shares are paid back in time (L14)."""
    late, soon = _late(facts.to_repay, facts.day), _soon(facts.to_repay, facts.day)
    if not facts.has_shares:
        found = does_not_apply()
    elif late:
        found = red(
            nt("%(count)d repayment of shares, of %(amount)s, is past its last day.",
               "%(count)d repayments of shares, %(amount)s in all, are past their last day.",
               len(late), amount=_sum(late)),
            t("Pay it back now, and record the repayment."),
        )  # fmt: skip
    elif soon:
        found = amber(
            nt("%(count)d repayment of shares, of %(amount)s, is due within six months.",
               "%(count)d repayments of shares, %(amount)s in all, are due within six months.",
               len(soon), amount=_sum(soon)),
            t("Plan the money, pay it back, and record the repayment."),
        )  # fmt: skip
    elif facts.to_repay:
        found = green(t("%(amount)s is to be repaid, none of it soon.", amount=_sum(facts.to_repay)))
    else:
        found = green(t("Nothing is to be repaid."))
    source = figure("capital.redemption_years.most", on=facts.day)
    return light_of("repayments", t("Repayments to leavers"), found, source)


def register(facts: Facts) -> Light:
    """Say whether the register holds, entry after entry (L13)."""
    if not facts.has_shares:
        found = does_not_apply()
    elif facts.register_breaks_at is not None:
        found = red(
            t("The register of shares does not hold at number %(number)s.", number=facts.register_breaks_at),
            t("Stop entering movements. Restore the last sound copy and look for who changed the database."),
        )
    else:
        found = green(t("Every entry of the register follows the one before it, unchanged."))
    source = LegalFigure(
        key="register", value=Fraction(0), valid_from=date.min, citation="Code de commerce, art. R228-9"
    )
    return light_of("register", t("Register of shares"), found, source)


def _late(due: Iterable[Due], day: date) -> list[Due]:
    return [one for one in due if one.day < day]


def _soon(due: Iterable[Due], day: date) -> list[Due]:
    return [one for one in due if 0 <= (one.day - day).days <= SOON_DAYS]


def _sum(due: Iterable[Due]) -> Money:
    return sum((one.amount for one in due), ZERO)


def _statute_source() -> LegalFigure:
    return LegalFigure(
        key="statutes", value=Fraction(0), valid_from=date.min, status=FigureStatus.VERIFY,
        citation="Loi n° 47-1775 du 10 septembre 1947, art. 13",
    )  # fmt: skip
