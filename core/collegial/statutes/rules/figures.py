"""The figures of the law that statutes may raise or must respect, each dated and cited."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from collegial.kernel.text import Text, t


class FigureStatus(StrEnum):
    """How sure a figure is: read in a source, or still to be confirmed by counsel."""

    LAW = "law"
    VERIFY = "verify"


@dataclass(frozen=True, kw_only=True)
class LegalFigure:
    """One figure of the law, from the day it applies until a later one with the same key.

    A share, a number of days or of years, an hour of the day, or an amount in euros: the key says which.
    """

    key: str
    value: Fraction
    valid_from: date
    citation: str
    status: FigureStatus = FigureStatus.LAW

    @property
    def cited(self) -> Text | str:
        """Give the article, with the warning that it wants until counsel has confirmed it."""
        if self.status is FigureStatus.LAW:
            return self.citation
        return t("%(citation)s, to be confirmed by your counsel", citation=self.citation)


_COOPERATION = "Loi n° 47-1775 du 10 septembre 1947"
_SCIC_COLLEGES = f"{_COOPERATION}, art. 19 octies"
_SCIC_CATEGORIES = f"{_COOPERATION}, art. 19 septies"
_COLLEGES_SINCE = date(2001, 7, 18)
_CATEGORIES_SINCE = date(2014, 8, 2)
_SA_QUORUM_SINCE = date(2005, 7, 27)
_SA_MAJORITY_SINCE = date(2019, 7, 21)
_SA_NOTICE_SINCE = date(2010, 6, 26)
_SARL_NOTICE_SINCE = date(2007, 3, 27)
_SARL_QUORUM_SINCE = date(2005, 8, 3)
_SAS_MAJORITY_SINCE = date(2024, 11, 15)
_COOPERATION_SINCE = date(1947, 9, 11)
_VARIABLE_CAPITAL_SINCE = date(2000, 9, 21)
_EURO_SINCE = date(2002, 1, 1)
_SA_FORMS_SINCE = date(2007, 3, 27)
_SA_BOARD_SINCE = date(2001, 5, 16)
_ASSOCIATION_SINCE = date(1901, 7, 2)


def _figure(key: str, value: str, valid_from: date, citation: str) -> LegalFigure:
    """Return a figure whose value was read, but not the day it applies from: counsel has to confirm it."""
    status = FigureStatus.LAW if key in _READ else FigureStatus.VERIFY
    return LegalFigure(
        key=key, value=Fraction(value), valid_from=valid_from, citation=citation, status=status
    )


# Figures whose text was read with its date.
_READ = frozenset({"SA.notice.first", "SA.notice.second"})
# Majority figures are floors on votes cast, or on all members where the key says so. A floor named "more_than"
# must be passed, one named "at_least" may be met. Some hold for one round of convening only.
LEGAL_MINIMUMS: tuple[LegalFigure, ...] = (
    _figure("colleges.least", "3", _COLLEGES_SINCE, _SCIC_COLLEGES),
    _figure("colleges.weight.least", "1/10", _COLLEGES_SINCE, _SCIC_COLLEGES),
    _figure("colleges.weight.most", "1/2", _COLLEGES_SINCE, _SCIC_COLLEGES),
    _figure("categories.least", "3", _CATEGORIES_SINCE, _SCIC_CATEGORIES),
    _figure("categories.mandatory.least", "2", _CATEGORIES_SINCE, _SCIC_CATEGORIES),
    _figure("SA.quorum.ordinary.first", "1/5", _SA_QUORUM_SINCE, "Code de commerce, art. L225-98"),
    _figure("SA.quorum.extraordinary.first", "1/4", _SA_QUORUM_SINCE, "Code de commerce, art. L225-96"),
    _figure("SA.quorum.extraordinary.second", "1/5", _SA_QUORUM_SINCE, "Code de commerce, art. L225-96"),
    _figure("SARL.quorum.extraordinary.first", "1/4", _SARL_QUORUM_SINCE, "Code de commerce, art. L223-30"),
    _figure("SARL.quorum.extraordinary.second", "1/5", _SARL_QUORUM_SINCE, "Code de commerce, art. L223-30"),
    _figure("SA.majority.ordinary.more_than", "1/2", _SA_MAJORITY_SINCE, "Code de commerce, art. L225-98"),
    _figure(
        "SA.majority.extraordinary.at_least", "2/3", _SA_MAJORITY_SINCE, "Code de commerce, art. L225-96"
    ),
    _figure(
        "SAS.majority.ordinary.more_than",
        "1/2",
        _SAS_MAJORITY_SINCE,
        "Code de commerce, art. L227-9",
    ),
    _figure(
        "SAS.majority.extraordinary.more_than",
        "1/2",
        _SAS_MAJORITY_SINCE,
        "Code de commerce, art. L227-9",
    ),
    _figure(
        "SARL.majority.ordinary.first.members.more_than",
        "1/2",
        _SARL_QUORUM_SINCE,
        "Code de commerce, art. L223-29",
    ),
    _figure("SARL.majority.ordinary.more_than", "1/2", _SARL_QUORUM_SINCE, "Code de commerce, art. L223-29"),
    _figure("SA.notice.first", "15", _SA_NOTICE_SINCE, "Code de commerce, art. R225-69"),
    _figure("SA.notice.second", "10", _SA_NOTICE_SINCE, "Code de commerce, art. R225-69"),
    _figure("SARL.notice.first", "15", _SARL_NOTICE_SINCE, "Code de commerce, art. R223-20"),
    _figure("SARL.notice.second", "15", _SARL_NOTICE_SINCE, "Code de commerce, art. R223-20"),
    _figure("capital.clauses.least", "1", _COLLEGES_SINCE, f"{_COOPERATION}, art. 19 quinquies"),
    _figure("capital.floor.least", "1/4", _COOPERATION_SINCE, f"{_COOPERATION}, art. 13"),
    _figure("capital.paid.least", "1/4", _COOPERATION_SINCE, f"{_COOPERATION}, art. 12"),
    _figure("capital.payment_years.most", "5", _COOPERATION_SINCE, f"{_COOPERATION}, art. 12"),
    _figure("capital.redemption_years.most", "5", _VARIABLE_CAPITAL_SINCE, "Code de commerce, art. L231-6"),
    _figure("SA.capital.minimum", "18500", _EURO_SINCE, f"{_COOPERATION}, art. 27"),
    # Forms of vote by correspondence: days before the assembly on paper, hour of the day before online. Proxies:
    # days between an ordinary and an extraordinary assembly.
    _figure("SA.forms.paper", "3", _SA_FORMS_SINCE, "Code de commerce, art. R225-77"),
    _figure("SA.forms.electronic", "15", _SA_FORMS_SINCE, "Code de commerce, art. R225-77"),
    _figure("SA.proxies.pair", "15", _SA_FORMS_SINCE, "Code de commerce, art. R225-79"),
    _figure("SA.scrutineers.least", "2", _SA_FORMS_SINCE, "Code de commerce, art. R225-101"),
    # Directors of an SA: how many, and the years of their term where the statutes name them or the assembly elects.
    _figure("SA.board.seats.least", "3", _SA_BOARD_SINCE, "Code de commerce, art. L225-17"),
    _figure("SA.board.seats.most", "18", _SA_BOARD_SINCE, "Code de commerce, art. L225-17"),
    _figure("SA.board.term_years.most", "6", _SA_BOARD_SINCE, "Code de commerce, art. L225-18"),
    _figure("association.capital.clauses.most", "0", _ASSOCIATION_SINCE, "Loi du 1er juillet 1901, art. 1"),
)


def figure_in_force(
    figures: Iterable[LegalFigure], key: str, *, on: date | None = None
) -> LegalFigure | None:
    """Find the figure of a key in force on a day, or the newest when no day is given; None where there is none."""
    known = (figure for figure in figures if figure.key == key and (on is None or figure.valid_from <= on))
    return max(known, key=lambda figure: figure.valid_from, default=None)


def legal_figure(key: str, *, on: date | None = None) -> LegalFigure | None:
    """Find what binds statutes on a day, or the newest when no day is given; None where the law has none."""
    return figure_in_force(LEGAL_MINIMUMS, key, on=on)
