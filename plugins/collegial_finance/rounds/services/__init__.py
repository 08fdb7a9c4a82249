"""Acts on funding rounds: hold the table from the opening to the end, and let funders see it by a link."""

from collegial_finance.rounds.services.holding import (
    end_round,
    invite_funder,
    move_pledge,
    open_round,
    pay_project,
)
from collegial_finance.rounds.services.linking import give_link, revoke_link

__all__ = [
    "end_round",
    "give_link",
    "invite_funder",
    "move_pledge",
    "open_round",
    "pay_project",
    "revoke_link",
]
