"""The names of what loan funds keep, in the reader's language."""

from collections.abc import Mapping

from collegial.plugin import Text, pt, t
from collegial_finance.loans.models import LoanAct, LoanState
from collegial_finance.modes import FundMode

MODES: Mapping[FundMode, Text] = {
    FundMode.REFER: t("It introduces files to a lender and follows the loans"),
    FundMode.DELEGATED: t("It lends and collects the money of a lender, for it"),
    FundMode.OWN: t("It lends its own means"),
}
STATES: Mapping[LoanState, Text] = {
    LoanState.REQUESTED: t("To be decided"),
    LoanState.REFUSED: pt("loan", "Refused"),
    LoanState.WITHDRAWN: pt("loan", "Withdrawn"),
    LoanState.ACCEPTED: pt("loan", "Accepted"),
    LoanState.RUNNING: t("Being repaid"),
    LoanState.REPAID: t("Repaid"),
    LoanState.LOST: t("Written off"),
}
TONES: Mapping[LoanState, str] = {
    LoanState.REQUESTED: "warning",
    LoanState.REFUSED: "neutral",
    LoanState.WITHDRAWN: "neutral",
    LoanState.ACCEPTED: "info",
    LoanState.RUNNING: "success",
    LoanState.REPAID: "neutral",
    LoanState.LOST: "danger",
}
ACTS: Mapping[LoanAct, Text] = {
    LoanAct.REQUESTED: t("Asked for"),
    LoanAct.CHANGED: pt("loan", "Changed"),
    LoanAct.WITHDRAWN: pt("loan", "Withdrawn"),
    LoanAct.REFUSED: pt("loan", "Refused"),
    LoanAct.ACCEPTED: pt("loan", "Accepted"),
    LoanAct.LENT: t("Paid to the borrower"),
    LoanAct.REPAYMENT: t("Repayment"),
    LoanAct.EARLY: t("Early repayment"),
    LoanAct.PROVISION: t("Provision"),
    LoanAct.LOST: t("Written off"),
    LoanAct.RECOVERY: t("Recovery"),
}
