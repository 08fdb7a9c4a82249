"""The acts of loan funds and of their loans."""

from collegial_finance.loans.services.losing import lose, provide, recover
from collegial_finance.loans.services.opening import decide, give_back, open_fund, put_in, request_loan
from collegial_finance.loans.services.repaying import lend, repay, repay_early

__all__ = [
    "decide", "give_back", "lend", "lose", "open_fund", "provide", "put_in", "recover", "repay", "repay_early",
    "request_loan",
]  # fmt: skip
