"""The rules of ateliers, pure: the group and the season, what is owed and paid, who hosts next, who helps whom."""

from collegial_atelier.rules.group import (
    AtelierKind,
    Size,
    Spot,
    season_fault,
    season_of,
    size_fault,
    why_not_full,
    why_not_start,
)
from collegial_atelier.rules.ledger import Ledger, contract_fault, payment_fault, shown_days
from collegial_atelier.rules.rotation import Fairness, Host, fairness, plan, repeats
from collegial_atelier.rules.sponsoring import match_fault, places_left

__all__ = [
    "AtelierKind",
    "Fairness",
    "Host",
    "Ledger",
    "Size",
    "Spot",
    "contract_fault",
    "fairness",
    "match_fault",
    "payment_fault",
    "places_left",
    "plan",
    "repeats",
    "season_fault",
    "season_of",
    "shown_days",
    "size_fault",
    "why_not_full",
    "why_not_start",
]
