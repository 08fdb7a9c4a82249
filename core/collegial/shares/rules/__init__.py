"""The rules of the register of shares: pure functions on entries, payments and clauses of the statutes."""

from collegial.shares.rules.capital import (
    Breach,
    DatedClause,
    days_of_law,
    first_breach,
    floor_of,
    highest_on,
    how_many_in_reach,
    in_law,
    running,
)
from collegial.shares.rules.ledger import Movement, available, balances, standing, worths
from collegial.shares.rules.paying import (
    Lot,
    add_years,
    due_by,
    first_payment,
    lots_of,
    repayment,
    unpaid_shares,
)
from collegial.shares.rules.statement import AnnualStatement, StatementLine, annual_statement
from collegial.shares.rules.terms import (
    DebitState,
    EntryKind,
    PaymentMethod,
    WithdrawalCause,
    WithdrawalState,
)

__all__ = [
    "AnnualStatement",
    "Breach",
    "DatedClause",
    "DebitState",
    "EntryKind",
    "Lot",
    "Movement",
    "PaymentMethod",
    "StatementLine",
    "WithdrawalCause",
    "WithdrawalState",
    "add_years",
    "annual_statement",
    "available",
    "balances",
    "days_of_law",
    "due_by",
    "first_breach",
    "first_payment",
    "floor_of",
    "highest_on",
    "how_many_in_reach",
    "in_law",
    "lots_of",
    "repayment",
    "running",
    "standing",
    "unpaid_shares",
    "worths",
]
