"""The acts of loan funds and of their loans."""

from collegial_finance.loans.services.changing import change_loan, hindrance, withdraw_loan
from collegial_finance.loans.services.deciding import (
    decide,
    declare_conflict,
    on_group_vote_closed,
    put_to_vote,
)
from collegial_finance.loans.services.losing import lose, provide, recover
from collegial_finance.loans.services.noting import out_of_turn
from collegial_finance.loans.services.opening import (
    give_back,
    name_committee,
    open_fund,
    put_in,
    request_loan,
)
from collegial_finance.loans.services.repaying import lend, repay, repay_early

__all__ = [
    "change_loan", "decide", "declare_conflict", "give_back", "hindrance", "lend", "lose", "name_committee",
    "on_group_vote_closed", "open_fund", "out_of_turn", "provide", "put_in", "put_to_vote", "recover", "repay",
    "repay_early", "request_loan", "withdraw_loan",
]  # fmt: skip
