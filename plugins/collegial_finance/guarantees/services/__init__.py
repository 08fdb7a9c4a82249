"""The acts of guarantee funds and of their files."""

from collegial_finance.guarantees.services.calling import call, recover
from collegial_finance.guarantees.services.changing import change_file, hindrance, withdraw_file
from collegial_finance.guarantees.services.deciding import (
    decide,
    declare_conflict,
    issue,
    on_group_vote_closed,
    put_to_vote,
)
from collegial_finance.guarantees.services.noting import out_of_turn
from collegial_finance.guarantees.services.opening import (
    endow,
    name_committee,
    open_fund,
    other_hindrance,
    request_another,
    request_guarantee,
)
from collegial_finance.guarantees.services.running import note_incident, note_repayments, provide, resume

__all__ = [
    "call", "change_file", "decide", "declare_conflict", "endow", "hindrance", "issue", "name_committee",
    "note_incident", "note_repayments", "on_group_vote_closed", "open_fund", "other_hindrance", "out_of_turn",
    "provide", "put_to_vote", "recover", "request_another", "request_guarantee", "resume", "withdraw_file",
]  # fmt: skip
