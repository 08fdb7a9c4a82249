"""The names of what the financial tools keep, in the reader's language."""

from collections.abc import Mapping

from collegial.plugin import Text, pt, t
from collegial_finance.fund.rules import ApplicationState, ContributorKind, ReportKind
from collegial_finance.guarantees.models import FileState
from collegial_finance.loans.rules import Repayment
from collegial_finance.modes import FundMode
from collegial_finance.patronage.models import GiftDeed, GiftKind, GiftMethod
from collegial_finance.patronage.rules import IssuerForm
from collegial_finance.rounds.models import RoundState
from collegial_finance.rounds.rules import ClosingRule, Instrument, PledgeState

INSTRUMENTS: Mapping[Instrument, Text] = {
    Instrument.GRANT: t("Grant"),
    Instrument.LOAN: t("Loan"),
    Instrument.EQUITY: t("Shares"),
    Instrument.PARTICIPATING: t("Participating securities"),
    Instrument.BLOCKED_ACCOUNT: t("Blocked current account"),
    Instrument.GIFT: t("Gift"),
    Instrument.IN_KIND: t("Contribution in kind"),
}
STATES: Mapping[PledgeState, Text] = {
    PledgeState.CONTACTED: t("Contacted"),
    PledgeState.INTERESTED: t("Interested"),
    PledgeState.PLEDGED: pt("pledge", "Pledged"),
    PledgeState.SIGNED: pt("pledge", "Signed"),
    PledgeState.PAID: pt("pledge", "Paid"),
    PledgeState.WITHDRAWN: t("Withdrawn"),
    PledgeState.LAPSED: t("Lapsed"),
}
TONES: Mapping[PledgeState, str] = {
    PledgeState.CONTACTED: "neutral",
    PledgeState.INTERESTED: "info",
    PledgeState.PLEDGED: "warning",
    PledgeState.SIGNED: "warning",
    PledgeState.PAID: "success",
    PledgeState.WITHDRAWN: "neutral",
    PledgeState.LAPSED: "neutral",
}
CLOSING_RULES: Mapping[ClosingRule, Text] = {
    ClosingRule.ALL_OR_NOTHING: t("All or nothing: the whole target, or every pledge lapses"),
    ClosingRule.THRESHOLD: t("Threshold: at least the minimum, or every pledge lapses"),
    ClosingRule.OPEN: t("Open: whatever is pledged is kept"),
}
ROUND_STATES: Mapping[RoundState, Text] = {
    RoundState.OPEN: t("Open"),
    RoundState.HELD: t("It holds"),
    RoundState.LAPSED: pt("funding round", "Lapsed"),
    RoundState.CANCELLED: pt("funding round", "Called off"),
}
ROUND_TONES: Mapping[RoundState, str] = {
    RoundState.OPEN: "info",
    RoundState.HELD: "success",
    RoundState.LAPSED: "neutral",
    RoundState.CANCELLED: "neutral",
}
MODES: Mapping[FundMode, Text] = {
    FundMode.REFER: t("It introduces files to a guarantor and follows them"),
    FundMode.DELEGATED: t("It manages guarantees for a licensed body"),
    FundMode.OWN: t("It guarantees loans itself"),
}
REPAYMENTS: Mapping[Repayment, Text] = {
    Repayment.CONSTANT_ANNUITY: t("The same total each month"),
    Repayment.CONSTANT_CAPITAL: t("The same part of the principal each month"),
}
FILE_STATES: Mapping[FileState, Text] = {
    FileState.REQUESTED: t("To be decided"),
    FileState.REFUSED: pt("guarantee file", "Refused"),
    FileState.ACCEPTED: pt("guarantee file", "Accepted"),
    FileState.ISSUED: t("Guaranteed"),
    FileState.RELEASED: t("Released"),
    FileState.INCIDENT: t("Unpaid instalments"),
    FileState.CALLED: pt("guarantee file", "Called"),
    FileState.WITHDRAWN: pt("guarantee file", "Withdrawn"),
}
FILE_TONES: Mapping[FileState, str] = {
    FileState.REQUESTED: "warning",
    FileState.REFUSED: "neutral",
    FileState.ACCEPTED: "info",
    FileState.ISSUED: "success",
    FileState.RELEASED: "neutral",
    FileState.INCIDENT: "danger",
    FileState.CALLED: "danger",
    FileState.WITHDRAWN: "neutral",
}
ISSUER_FORMS: Mapping[IssuerForm, Text] = {
    IssuerForm.ASSOCIATION: t("Association of general interest"),
    IssuerForm.FOUNDATION: t("Foundation"),
    IssuerForm.ENDOWMENT_FUND: t("Endowment fund"),
    IssuerForm.COMPANY: t("Company"),
    IssuerForm.SCIC: t("SCIC"),
}
GIFT_KINDS: Mapping[GiftKind, Text] = {
    GiftKind.MONEY: t("Money"),
    GiftKind.IN_KIND: t("A thing"),
    GiftKind.SKILLS: t("Time and skills of a company’s people"),
}
GIFT_METHODS: Mapping[GiftMethod, Text] = {
    GiftMethod.TRANSFER: t("Bank transfer"),
    GiftMethod.CHEQUE: t("Cheque"),
    GiftMethod.CASH: t("Cash"),
    GiftMethod.CARD: t("Card"),
    GiftMethod.OTHER: t("Otherwise"),
}
GIFT_DEEDS: Mapping[GiftDeed, Text] = {
    GiftDeed.MANUAL: t("Gift from hand to hand, declared"),
    GiftDeed.PRIVATE: t("Private deed"),
    GiftDeed.NOTARIAL: t("Deed before a notary"),
    GiftDeed.OTHER: t("Another form"),
}
RELIEF_FIGURES: Mapping[str, Text] = {
    "company.rate": t("Relief of a company"),
    "company.threshold.euros": t("Gifts of a company, up to which that rate holds"),
    "company.rate_above": t("Relief of a company, above"),
    "company.floor.euros": t("Gifts of a company that count, at least"),
    "company.turnover_part": t("Gifts of a company that count, as a part of its turnover where that is more"),
    "person.rate": t("Relief of a person"),
    "person.income_part": t("Gifts of a person that count, as a part of the income"),
    "aid.rate": t("Relief of a person, to those who help people in need"),
    "aid.ceiling.euros": t("Gifts to those who help people in need, up to which that rate holds"),
}
CONTRIBUTOR_KINDS: Mapping[ContributorKind, Text] = {
    ContributorKind.PUBLIC: t("Public money"),
    ContributorKind.PRIVATE: t("Private money"),
}
APPLICATION_STATES: Mapping[ApplicationState, Text] = {
    ApplicationState.SUBMITTED: pt("project application", "Handed in"),
    ApplicationState.VOTING: t("The committee votes"),
    ApplicationState.ACCEPTED: t("Accepted"),
    ApplicationState.REFUSED: t("Refused"),
    ApplicationState.AGREED: t("Under agreement"),
    ApplicationState.CLOSED: t("Closed"),
    ApplicationState.WITHDRAWN: t("Withdrawn"),
}
APPLICATION_TONES: Mapping[ApplicationState, str] = {
    ApplicationState.SUBMITTED: "info",
    ApplicationState.VOTING: "warning",
    ApplicationState.ACCEPTED: "success",
    ApplicationState.REFUSED: "danger",
    ApplicationState.AGREED: "success",
    ApplicationState.CLOSED: "neutral",
    ApplicationState.WITHDRAWN: "neutral",
}
REPORT_KINDS: Mapping[ReportKind, Text] = {
    ReportKind.INTERIM: t("On the way"),
    ReportKind.FINAL: t("Final: it ends the agreement"),
}
REPORTS: Mapping[ReportKind, Text] = {
    ReportKind.INTERIM: t("Interim report"),
    ReportKind.FINAL: t("Final report"),
}
