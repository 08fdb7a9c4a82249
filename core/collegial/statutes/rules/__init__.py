"""The rules that statutes set and the law that bounds them: pure values, no storage."""

from collegial.statutes.rules.comparing import Change, Difference, changed, compare
from collegial.statutes.rules.document import parse_statutes
from collegial.statutes.rules.figures import LEGAL_MINIMUMS, FigureStatus, LegalFigure, legal_figure
from collegial.statutes.rules.reading import InvalidStatutes, StatuteError
from collegial.statutes.rules.sources import ClauseSource, SourceStatus, source_of
from collegial.statutes.rules.terms import (
    AssemblyRule,
    CapitalRule,
    Carry,
    CategoryRule,
    CollegeRule,
    Convocation,
    DecisionKind,
    Fallback,
    LegalForm,
    MajorityBase,
    MajorityRule,
    QuorumBase,
    QuorumRule,
    StatuteRules,
)
from collegial.statutes.rules.wording import Clause, clauses
from collegial.statutes.rules.writing import statutes_document

__all__ = [
    "LEGAL_MINIMUMS",
    "AssemblyRule",
    "CapitalRule",
    "Carry",
    "CategoryRule",
    "Change",
    "Clause",
    "ClauseSource",
    "CollegeRule",
    "Convocation",
    "DecisionKind",
    "Difference",
    "Fallback",
    "FigureStatus",
    "InvalidStatutes",
    "LegalFigure",
    "LegalForm",
    "MajorityBase",
    "MajorityRule",
    "QuorumBase",
    "QuorumRule",
    "SourceStatus",
    "StatuteError",
    "StatuteRules",
    "changed",
    "clauses",
    "compare",
    "legal_figure",
    "parse_statutes",
    "source_of",
    "statutes_document",
]
