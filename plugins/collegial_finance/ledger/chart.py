"""The accounts that the tools write to (plan comptable général, règlement ANC 2014-03)."""

from collegial.plugin import Text, t

BANK = "512"
HELD_FOR_PROJECTS = "4671"
OTHER_FUNDS = "4672"
HELD_FOR_LENDERS = "4673"
EXPERIMENTS = "4674"
ENDOWMENTS = "1021"
LOANS = "2748"
LOAN_PROVISIONS = "2974"
LOAN_INTEREST = "7626"
LOAN_LOSSES = "664"
LOAN_RECOVERIES = "768"
PROVISIONS_MADE = "6866"
PROVISIONS_BACK = "7866"
RISKS = "1518"
RISKS_MADE = "6815"
RISKS_BACK = "7815"
GRANTS = "74"
CHARGES = "65"
COMMISSIONS = "706"
LOSSES = "654"
RECOVERIES = "754"
COMMITMENTS_GIVEN = "801"
COMMITMENTS_RECEIVED = "802"
GIVEN_AGAINST = "8091"
RECEIVED_AGAINST = "8092"
# Commitments stand beside the balance sheet: their accounts begin so.
OFF_BALANCE = "80"

# The accounts that hold something for others, or that others owe: their lines name a third party.
OF_THIRD_PARTIES = frozenset({HELD_FOR_PROJECTS, OTHER_FUNDS, HELD_FOR_LENDERS, EXPERIMENTS, LOANS})

NAMES: dict[str, Text] = {
    BANK: t("Bank"),
    HELD_FOR_PROJECTS: t("Funding rounds: held for the projects"),
    OTHER_FUNDS: t("Other amounts held for others"),
    HELD_FOR_LENDERS: t("Loan funds: held for the lenders"),
    EXPERIMENTS: t("Experiment funds: contributions to be used"),
    ENDOWMENTS: t("Endowments of the funds"),
    LOANS: t("Loans to structures"),
    LOAN_PROVISIONS: t("Loss in value of the loans"),
    LOAN_INTEREST: t("Interest on the loans"),
    LOAN_LOSSES: t("Loans written off"),
    LOAN_RECOVERIES: t("Recovered of loans written off"),
    PROVISIONS_MADE: t("Loans: set aside"),
    PROVISIONS_BACK: t("Loans: provisions taken back"),
    RISKS: t("Provisions for guarantees"),
    RISKS_MADE: t("Guarantees: set aside"),
    RISKS_BACK: t("Guarantees: provisions taken back"),
    GRANTS: t("Grants received"),
    CHARGES: t("Other operating charges"),
    COMMISSIONS: t("Commissions on guarantees"),
    LOSSES: t("Guarantees called"),
    RECOVERIES: t("Recovered after a call"),
    COMMITMENTS_GIVEN: t("Commitments given"),
    COMMITMENTS_RECEIVED: t("Commitments received"),
    GIVEN_AGAINST: t("Counterpart of the commitments given"),
    RECEIVED_AGAINST: t("Counterpart of the commitments received"),
}
