"""The rules that statutes set and the law that bounds them: pure values, no storage."""

from collegial.statutes.rules.document import parse_statutes, statutes_document
from collegial.statutes.rules.figures import LEGAL_MINIMUMS, FigureStatus, LegalFigure, legal_figure
from collegial.statutes.rules.reading import InvalidStatutes, StatuteError
from collegial.statutes.rules.terms import (
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

__all__ = [
    "LEGAL_MINIMUMS",
    "CapitalRule",
    "Carry",
    "CategoryRule",
    "CollegeRule",
    "Convocation",
    "DecisionKind",
    "Fallback",
    "FigureStatus",
    "InvalidStatutes",
    "LegalFigure",
    "LegalForm",
    "MajorityBase",
    "MajorityRule",
    "QuorumBase",
    "QuorumRule",
    "StatuteError",
    "StatuteRules",
    "legal_figure",
    "parse_statutes",
    "statutes_document",
]
