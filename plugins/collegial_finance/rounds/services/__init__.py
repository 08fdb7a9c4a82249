"""Acts on funding rounds: hold the table from the opening to the end, and let funders see it by a link."""

from collegial_finance.rounds.services.changing import cancel_round, change_round, hindrance
from collegial_finance.rounds.services.holding import (
    check_open,
    closed,
    end_round,
    invite_funder,
    move_pledge,
    open_round,
    pay_project,
    step_hindrance,
)
from collegial_finance.rounds.services.linking import give_link, revoke_link

__all__ = [
    "cancel_round",
    "change_round",
    "check_open",
    "closed",
    "end_round",
    "give_link",
    "hindrance",
    "invite_funder",
    "move_pledge",
    "open_round",
    "pay_project",
    "revoke_link",
    "step_hindrance",
]
