"""What can be done with ateliers."""

from collegial_atelier.services.contracts import draw_contract, pay, record_day, sign_contract
from collegial_atelier.services.opening import (
    change_atelier,
    finish_atelier,
    on_participation_accepted,
    on_work_called_off,
    open_atelier,
    start_atelier,
)
from collegial_atelier.services.preparing import add_funding, move_funding, move_prospect, spot, take_round
from collegial_atelier.services.publishing import (
    begin_production,
    edit_production,
    lacks,
    move_production,
    take_download,
)
from collegial_atelier.services.rotating import choose_host, plan_season, propose_hosts, take_proposal
from collegial_atelier.services.sponsoring import ask_for_help, close_help, match_help, offer_sponsor

__all__ = [
    "add_funding",
    "ask_for_help",
    "begin_production",
    "change_atelier",
    "choose_host",
    "close_help",
    "draw_contract",
    "edit_production",
    "finish_atelier",
    "lacks",
    "match_help",
    "move_funding",
    "move_production",
    "move_prospect",
    "offer_sponsor",
    "on_participation_accepted",
    "on_work_called_off",
    "open_atelier",
    "pay",
    "plan_season",
    "propose_hosts",
    "record_day",
    "sign_contract",
    "spot",
    "start_atelier",
    "take_download",
    "take_proposal",
    "take_round",
]
