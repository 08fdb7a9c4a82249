"""The acts of loan funds and of their loans."""

from collegial_finance.loans.services.deciding import (
    decide,
    declare_conflict,
    on_group_vote_closed,
    put_to_vote,
)
from collegial_finance.loans.services.losing import lose, provide, recover
from collegial_finance.loans.services.opening import (
    give_back,
    name_committee,
    open_fund,
    put_in,
    request_loan,
)
from collegial_finance.loans.services.repaying import lend, repay, repay_early

__all__ = [
    "decide", "declare_conflict", "give_back", "lend", "lose", "name_committee", "on_group_vote_closed", "open_fund",
    "provide", "put_in", "put_to_vote", "recover", "repay", "repay_early", "request_loan",
]  # fmt: skip
