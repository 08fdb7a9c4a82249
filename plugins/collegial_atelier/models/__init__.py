"""The tables of ateliers."""

from collegial_atelier.models.atelier import Atelier, Funding, FundingState, Prospect, ProspectRole, Theme
from collegial_atelier.models.contracts import Contract, Payment, WorkedDay
from collegial_atelier.models.results import (
    HelpRequest,
    Production,
    ProductionKind,
    ProductionState,
    RequestState,
    Sponsor,
)

__all__ = [
    "TABLES",
    "Atelier",
    "Contract",
    "Funding",
    "FundingState",
    "HelpRequest",
    "Payment",
    "Production",
    "ProductionKind",
    "ProductionState",
    "Prospect",
    "ProspectRole",
    "RequestState",
    "Sponsor",
    "Theme",
    "WorkedDay",
]

TABLES = (
    Atelier, Theme, Prospect, Funding, Contract, WorkedDay, Payment, Production, Sponsor, HelpRequest,
)  # fmt: skip
