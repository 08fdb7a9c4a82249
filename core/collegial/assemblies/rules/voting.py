"""Whether a way of voting can be counted under the statutes: asked when it is chosen, and again at the opening."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from collegial.hooks.voting import Asks, VoteMethod
from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, nt, t
from collegial.statutes.rules import Carry, StatuteRules

MOST_OPTIONS = 60


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A way of voting as it is wished for; `college` is the key of the college that elects alone."""

    names: Sequence[str]
    seats: int
    is_weighted: bool = False
    college: str | None = None
    changes_statutes: bool = False
    least: int = 1
    most: int | None = None


def check_voting(method: VoteMethod, wish: Wish, rules: StatuteRules) -> None:
    """Raise Invalid `voting.*`, at its field, for what could not be counted."""
    if method.asks is Asks.TEXT:
        _check_text(wish)
        return
    if wish.changes_statutes:
        _refuse(
            "statutes",
            "method",
            t("This resolution changes the statutes: it is voted for or against, as a text."),
        )
    _check_options(method, wish)
    _check_limits(method, wish)
    if wish.is_weighted:
        _check_weighted(method, rules)
    elif wish.college is not None and wish.college not in {one.key for one in rules.colleges}:
        _refuse("college", "college", t("The statutes have no such college. Choose one of theirs."))


def check_board(seats: int, college: str | None, rules: StatuteRules) -> None:
    """Keep to the seats on the board that the statutes give a college, or all together, where they say (L24)."""
    if college is not None:
        if not rules.reserved_seats():
            return
        name = next(one.name for one in rules.colleges if one.key == college)
        most = rules.reserved_seats().get(college, 0)
        if seats > most:
            _refuse(
                "board_seats", "seats",
                nt(
                    "The statutes reserve %(count)d seat on the board to college “%(name)s”.",
                    "The statutes reserve %(count)d seats on the board to college “%(name)s”.",
                    most, name=name,
                ),
            )  # fmt: skip
        return
    together = rules.board.seats if rules.board else None
    if together is None and rules.reserved_seats():
        _refuse(
            "board_by_college", "electorate",
            t("The statutes reserve the seats on the board to colleges: each elects its own."),
        )  # fmt: skip
    if together is not None and seats > together:
        _refuse(
            "board_seats", "seats",
            nt(
                "By the statutes all members together elect %(count)d seat on the board.",
                "By the statutes all members together elect %(count)d seats on the board.",
                together,
            ),
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Replaced:
    """A seat to fill anew: who holds it, and the key and name of the college whose members hold it; None if unknown."""

    holder: str
    college: str | None = None
    name: str = ""


def check_replacing(
    seats: Sequence[Replaced], college: str | None, others: Sequence[str], rules: StatuteRules
) -> None:
    """Let those fill a seat anew who filled it (L24); `others` are the colleges of the seats that are kept."""
    if not rules.reserved_seats():
        return
    together = rules.board_seats(None) is not None
    if not together and len({one.college for one in seats if one.college}) > 1:
        _refuse(
            "replacing_mixed", "seats",
            t("Choose seats of one college at a time: each college elects those who replace its own."),
        )  # fmt: skip
    for one in seats:
        if one.college is not None and college not in ({one.college, None} if together else {one.college}):
            _refuse_stranger(one, together=together)
    if together and college is not None and any(one.college is None for one in seats):
        _refuse(
            "replacing_together", "college",
            t("One of those to revoke holds a seat of no college: all members together elect who takes it."),
        )  # fmt: skip
    if college is not None and not together:
        check_board(len(seats) + list(others).count(college), college, rules)


def _refuse_stranger(seat: Replaced, *, together: bool) -> NoReturn:
    names = {"name": seat.holder, "college": seat.name}
    if together:
        text = t(
            "%(name)s is of college “%(college)s”: it elects alone who takes this seat, or all members together do.",
            **names,
        )
    else:
        text = t("%(name)s holds a seat of college “%(college)s”: it alone elects who takes it.", **names)
    _refuse("replacing_college", "college", text)


def check_term(years: int, rules: StatuteRules) -> None:
    """Keep a term on the board within that of the statutes; a seat filled for the rest of one has a shorter (L24)."""
    most = rules.board.term_years if rules.board else None
    if most is not None and years > most:
        _refuse(
            "board_term", "years",
            nt(
                "By the statutes a term on the board lasts %(count)d year.",
                "By the statutes a term on the board lasts %(count)d years.",
                most,
            ),
        )  # fmt: skip


def _check_text(wish: Wish) -> None:
    if wish.names:
        _refuse(
            "no_options",
            "method",
            t("This way of voting is for a text and has no candidates. Choose another, or take them off."),
        )
    if wish.college is not None:
        _refuse(
            "text_in_college",
            "electorate",
            t(
                "A text is voted by all, as the statutes say. For one college alone, convene its special assembly."
            ),
        )


def _check_options(method: VoteMethod, wish: Wish) -> None:
    if not wish.names:
        _refuse("few_options", "options", t("Write the candidates, one at least."))
    if len(wish.names) > MOST_OPTIONS:
        _refuse("many_options", "options", t("There can be %(most)s candidates at most.", most=MOST_OPTIONS))
    twice = next((one for place, one in enumerate(wish.names) if one in wish.names[:place]), None)
    if twice is not None:
        _refuse("twice", "options", t("“%(name)s” stands twice. Tell the two apart.", name=twice))
    if not 1 <= wish.seats <= MOST_OPTIONS:
        _refuse("seats", "seats", t("There are from 1 to %(most)s seats.", most=MOST_OPTIONS))
    if wish.seats > 1 and not method.fills_several:
        _refuse("one_seat", "seats", t("This way of voting fills one seat. Choose another for several."))


def _check_limits(method: VoteMethod, wish: Wish) -> None:
    if not method.takes_limits:
        if (wish.least, wish.most) != (1, None):
            _refuse(
                "no_limits",
                "least" if wish.least != 1 else "most",
                t("Limits are for ways of voting that tick names. Leave both empty here."),
            )
        return
    if not 1 <= wish.least <= len(wish.names):
        _refuse("least", "least", t("A paper names one candidate at least, and no more than there are."))
    if wish.most is not None and not wish.least <= wish.most <= len(wish.names):
        _refuse(
            "most", "most", t("The most names cannot be fewer than the fewest, nor more than the candidates.")
        )
    if wish.most is None and wish.least > wish.seats and method.key == "core.plurality":
        _refuse("least", "least", t("A paper has as many names as seats at most. Say how many it may have."))


def _check_weighted(method: VoteMethod, rules: StatuteRules) -> None:
    if not rules.colleges or rules.carry is Carry.HEADS:
        _refuse(
            "no_weights", "electorate", t("The statutes give no weights here: count all voters together.")
        )
    if method.scores is None:
        _refuse(
            "not_carried",
            "electorate",
            t(
                "The weights of colleges can carry sums of votes only, such as most votes or approval. Rankings and "
                "grades are counted over all voters together, or inside one college."
            ),
        )


def _refuse(code: str, field: str, text: Text) -> NoReturn:
    raise Invalid(f"voting.{code}", text, field=field)
