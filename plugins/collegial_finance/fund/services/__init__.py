"""Acts on experiment funds, one file for each part of their life."""

from collegial_finance.fund.rules import Instalment
from collegial_finance.fund.services.applying import add_file, apply, withdraw
from collegial_finance.fund.services.calling import open_call
from collegial_finance.fund.services.deciding import on_group_vote_closed, put_to_vote
from collegial_finance.fund.services.funding import (
    amend_convention,
    end_convention,
    open_experiment_fund,
    receive,
    record_convention,
)
from collegial_finance.fund.services.holding import out_of_turn, require_voice
from collegial_finance.fund.services.paying import (
    NO_REPORT,
    close_agreement,
    draw_agreement,
    hand_in_report,
    may_close,
    pay_instalment,
    payment_hindrance,
    sign_agreement,
    signature_hindrance,
)
from collegial_finance.fund.services.proving import (
    approval_hindrance,
    approve_evidence,
    evidence_hindrance,
    hand_in_evidence,
    is_own,
    refuse_evidence,
)
from collegial_finance.fund.services.redrawing import redraw_agreement, redraw_hindrance
from collegial_finance.fund.services.reviewing import declare_conflict, review

__all__ = [
    "NO_REPORT",
    "Instalment",
    "add_file",
    "amend_convention",
    "apply",
    "approval_hindrance",
    "approve_evidence",
    "close_agreement",
    "declare_conflict",
    "draw_agreement",
    "end_convention",
    "evidence_hindrance",
    "hand_in_evidence",
    "hand_in_report",
    "is_own",
    "may_close",
    "on_group_vote_closed",
    "open_call",
    "open_experiment_fund",
    "out_of_turn",
    "pay_instalment",
    "payment_hindrance",
    "put_to_vote",
    "receive",
    "record_convention",
    "redraw_agreement",
    "redraw_hindrance",
    "refuse_evidence",
    "require_voice",
    "review",
    "sign_agreement",
    "signature_hindrance",
    "withdraw",
]
