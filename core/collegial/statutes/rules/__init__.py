"""The rules that statutes set and the law that bounds them: pure values, no storage."""

from collegial.statutes.rules.absence import (
    ELECTRONIC_FORMS,
    PAPER_FORMS,
    FormDates,
    blank_proxies_of,
    correspondence_of,
    figure_of_forms,
    form_dates,
    pair_days_of,
)
from collegial.statutes.rules.comparing import Change, Difference, changed, compare
from collegial.statutes.rules.document import parse_statutes
from collegial.statutes.rules.figures import LEGAL_MINIMUMS, FigureStatus, LegalFigure, legal_figure
from collegial.statutes.rules.reading import InvalidStatutes, StatuteError
from collegial.statutes.rules.sources import ClauseSource, SourceStatus, source_of
from collegial.statutes.rules.terms import (
    AssemblyRule,
    BlankProxy,
    CapitalRule,
    Carry,
    CategoryRule,
    CollegeRule,
    Convocation,
    CorrespondenceRule,
    DecisionKind,
    Fallback,
    LegalForm,
    MajorityBase,
    MajorityRule,
    OnArrival,
    QuorumBase,
    QuorumRule,
    StatuteRules,
)
from collegial.statutes.rules.wording import ARRIVALS, Clause, clauses
from collegial.statutes.rules.writing import statutes_document

__all__ = [
    "ARRIVALS",
    "ELECTRONIC_FORMS",
    "LEGAL_MINIMUMS",
    "PAPER_FORMS",
    "AssemblyRule",
    "BlankProxy",
    "CapitalRule",
    "Carry",
    "CategoryRule",
    "Change",
    "Clause",
    "ClauseSource",
    "CollegeRule",
    "Convocation",
    "CorrespondenceRule",
    "DecisionKind",
    "Difference",
    "Fallback",
    "FigureStatus",
    "FormDates",
    "InvalidStatutes",
    "LegalFigure",
    "LegalForm",
    "MajorityBase",
    "MajorityRule",
    "OnArrival",
    "QuorumBase",
    "QuorumRule",
    "SourceStatus",
    "StatuteError",
    "StatuteRules",
    "blank_proxies_of",
    "changed",
    "clauses",
    "compare",
    "correspondence_of",
    "figure_of_forms",
    "form_dates",
    "legal_figure",
    "pair_days_of",
    "parse_statutes",
    "source_of",
    "statutes_document",
]
