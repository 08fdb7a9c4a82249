"""One light per rule: green, amber, red, or not applicable, with its figure, its source and the way out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from collegial.compliance.rules.facts import Facts
from collegial.compliance.rules.figures import figure
from collegial.kernel.fractions import Percent
from collegial.kernel.money import Money
from collegial.kernel.text import Text, nt, t
from collegial.statutes.rules import FigureStatus, LegalFigure, legal_figure

# Attention is asked this close to a limit: a matter of prudence, not of law.
_NEAR = Fraction(9, 10)
_SOON_DAYS = 183


class LightState(StrEnum):
    """From what must be corrected now to what does not concern this form."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, kw_only=True)
class Light:
    """What one rule says on a day; `advice` is None where there is nothing to do."""

    key: str
    rule: str
    state: LightState
    title: Text
    finding: Text
    source: str
    status: FigureStatus
    advice: Text | None = None


@dataclass(frozen=True, kw_only=True)
class _Finding:
    state: LightState
    text: Text
    advice: Text | None = None


def lights(facts: Facts) -> list[Light]:
    """Return every light, the worst first; inside a state, in the order of the rules."""
    order = list(LightState)
    return sorted((rule(facts) for rule in _RULES), key=lambda one: order.index(one.state))


def worst(found: Iterable[Light]) -> LightState:
    """Return the worst state of some lights."""
    order = list(LightState)
    return min((one.state for one in found), key=order.index, default=LightState.NOT_APPLICABLE)


def _categories(facts: Facts) -> Light:
    source = figure("categories.least", on=facts.day)
    peopled = sum(one.members > 0 for one in facts.categories)
    empty = [one.name for one in facts.categories if one.is_mandatory and not one.members]
    if not facts.legal_form.is_scic:
        found = _does_not_apply()
    elif empty:
        found = _red(
            t("Nobody is in the mandatory category “%(name)s”.", name=empty[0]),
            t("Admit a member in it. Without one, the cooperative no longer meets what makes it a SCIC."),
        )
    elif peopled < source.value:
        found = _red(
            t(
                "%(given)d categories have members; the law asks for %(least)d.",
                given=peopled,
                least=int(source.value),
            ),
            t("Admit members in another category of the statutes."),
        )
    else:
        found = _green(t("%(given)d categories have members, the mandatory ones among them.", given=peopled))
    return _light("categories", "L2", t("Categories of members"), found, source)


def _public_bodies(facts: Facts) -> Light:
    most = figure("public_capital.most", on=facts.day)
    said = t(
        "Public bodies hold %(part)s of the capital; the law allows %(most)s.",
        part=Percent(facts.public_share), most=Percent(most.value),
    )  # fmt: skip
    if not facts.legal_form.is_scic or not facts.has_shares:
        found = _does_not_apply()
    elif facts.public_share > most.value:
        found = _red(said, t("Let other categories subscribe, or let public bodies transfer shares to them."))
    elif facts.public_share > most.value * _NEAR:
        found = _amber(said, t("Before a public body subscribes again, let others subscribe as well."))
    else:
        found = _green(said)
    return _light("public_bodies", "L4", t("Part of the public bodies in the capital"), found, most)


def _colleges(facts: Facts) -> Light:
    low = legal_figure("colleges.weight.least", on=facts.day) or figure("public_capital.most", on=facts.day)
    high = legal_figure("colleges.weight.most", on=facts.day) or low
    outside = [one.name for one in facts.colleges if not low.value <= one.weight <= high.value]
    empty = [one.name for one in facts.colleges if not one.members]
    if not facts.colleges:
        found = _green(t("There are no colleges: one member, one vote."))
    elif outside:
        found = _red(
            t("The weight of the college “%(name)s” is outside the bounds of the law.", name=outside[0]),
            t("Change the weights by an extraordinary assembly."),
        )
    elif empty:
        found = _amber(
            t("Nobody is in the college “%(name)s”.", name=empty[0]),
            t("Admit members in it, or change the colleges: the statutes say what becomes of its weight."),
        )
    else:
        found = _green(
            t("%(given)d colleges have members and weights within the bounds.", given=len(facts.colleges))
        )
    return _light("colleges", "L21", t("Colleges and their weights"), found, low)


def _capital(facts: Facts) -> Light:
    floor = facts.floor
    if floor is None:
        found = _does_not_apply()
    elif facts.minimum is not None and facts.capital < facts.minimum:
        found = _red(
            t(
                "The capital is %(capital)s, under the minimum of %(least)s.",
                capital=facts.capital,
                least=facts.minimum,
            ),
            t("Call for subscriptions; no share can be redeemed before."),
        )
    elif facts.capital < floor:
        found = _red(
            t(
                "The capital is %(capital)s, under the floor of %(least)s.",
                capital=facts.capital,
                least=floor,
            ),
            t("Call for subscriptions; no share can be redeemed before."),
        )
    else:
        found = _capital_above(facts, floor)
    return _light("capital", "L11", t("Minimum and floor of the capital"), found, _statute_source())


def _capital_above(facts: Facts, floor: Money) -> _Finding:
    said = t(
        "The capital is %(capital)s; it may not fall under %(least)s.", capital=facts.capital, least=floor
    )
    if floor.cents > facts.capital.cents * _NEAR:
        return _amber(said, t("Few shares can be redeemed now: call for subscriptions first."))
    return _green(said)


def _withdrawals(facts: Facts) -> Light:
    waiting = facts.withdrawals_waiting
    if not facts.has_shares:
        found = _does_not_apply()
    elif facts.first_withdrawal_is_blocked:
        found = _amber(
            nt("%(count)d withdrawal waits and would cross the floor.",
               "%(count)d withdrawals wait and the first would cross the floor.", waiting),
            t("New subscriptions open the way; the order of arrival is kept."),
        )  # fmt: skip
    elif waiting:
        found = _amber(
            nt("%(count)d withdrawal waits and could be executed.",
               "%(count)d withdrawals wait and the first could be executed.", waiting),
            t("Execute the withdrawals in their order on the page of the capital."),
        )  # fmt: skip
    else:
        found = _green(t("No withdrawal waits."))
    return _light("withdrawals", "L11", t("Withdrawals that wait"), found, _statute_source())


def _payments(facts: Facts) -> Light:
    late = sum(day < facts.day for day in facts.due)
    soon = sum(0 <= (day - facts.day).days <= _SOON_DAYS for day in facts.due)
    if not facts.has_shares:
        found = _does_not_apply()
    elif late:
        found = _red(
            nt("%(count)d balance of shares is past its last day to be paid.",
               "%(count)d balances of shares are past their last day to be paid.", late),
            t("Send a call for payment. If it stays unpaid, the board cancels the shares as the statutes say."),
        )  # fmt: skip
    elif soon:
        found = _amber(
            nt("%(count)d balance of shares must be paid within six months.",
               "%(count)d balances of shares must be paid within six months.", soon),
            t("Send the calls for payment now."),
        )  # fmt: skip
    else:
        found = _green(t("No balance of shares is late."))
    return _light(
        "payments", "L12", t("Balances of shares"), found, figure("payment_years.most", on=facts.day)
    )


def _review(facts: Facts) -> Light:
    due = facts.review_due_on
    if not facts.legal_form.is_scic:
        found = _does_not_apply()
    elif due is None:
        found = _amber(
            t("No cooperative review is recorded."), t("Record the last review, or plan the first one.")
        )
    elif due < facts.day:
        found = _red(
            t("The cooperative review was due on %(day)s.", day=due),
            t("Choose a reviewer now, and discuss the report at the next assembly."),
        )
    elif (due - facts.day).days <= _SOON_DAYS:
        found = _amber(
            t("The cooperative review is due on %(day)s.", day=due),
            t("Choose a reviewer, and put the report on the agenda of an assembly."),
        )
    else:
        found = _green(t("The next cooperative review is due on %(day)s.", day=due))
    return _light("review", "L17", t("Cooperative review"), found, figure("review.years", on=facts.day))


def _representatives(facts: Facts) -> Light:
    without = facts.organisations_without_representative
    if without:
        found = _amber(
            nt("%(count)d organisation that is a member has no representative.",
               "%(count)d organisations that are members have no representative.", without),
            t("Ask each of them to name the person who votes for it."),
        )  # fmt: skip
    else:
        found = _green(
            nt("The organisation that is a member has its representative.",
               "All %(count)d organisations that are members have their representatives.", facts.organisations)
        )  # fmt: skip
    return _light("representatives", "L6", t("Representatives of organisations"), found, _statute_source())


def _register(facts: Facts) -> Light:
    if not facts.has_shares:
        found = _does_not_apply()
    elif facts.register_breaks_at is not None:
        found = _red(
            t("The register of shares does not hold at number %(number)s.", number=facts.register_breaks_at),
            t("Stop entering movements. Restore the last sound copy and look for who changed the database."),
        )
    else:
        found = _green(t("Every entry of the register follows the one before it, unchanged."))
    source = LegalFigure(
        key="register", value=Fraction(0), valid_from=date.min, citation="Code de commerce, art. R228-9"
    )
    return _light("register", "L13", t("Register of shares"), found, source)


_RULES: tuple[Callable[[Facts], Light], ...] = (
    _categories, _public_bodies, _colleges, _capital, _withdrawals, _payments, _review, _representatives, _register,
)  # fmt: skip


def _statute_source() -> LegalFigure:
    return LegalFigure(
        key="statutes", value=Fraction(0), valid_from=date.min, status=FigureStatus.VERIFY,
        citation="Loi n° 47-1775 du 10 septembre 1947, art. 13",
    )  # fmt: skip


def _light(key: str, rule: str, title: Text, found: _Finding, source: LegalFigure) -> Light:
    return Light(
        key=key, rule=rule, state=found.state, title=title, finding=found.text, advice=found.advice,
        source=source.citation, status=source.status,
    )  # fmt: skip


def _red(text: Text, advice: Text) -> _Finding:
    return _Finding(state=LightState.RED, text=text, advice=advice)


def _amber(text: Text, advice: Text) -> _Finding:
    return _Finding(state=LightState.AMBER, text=text, advice=advice)


def _green(text: Text) -> _Finding:
    return _Finding(state=LightState.GREEN, text=text)


def _does_not_apply() -> _Finding:
    return _Finding(state=LightState.NOT_APPLICABLE, text=t("This rule does not apply to these statutes."))
