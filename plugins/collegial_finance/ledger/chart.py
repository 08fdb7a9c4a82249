"""The accounts that the tools write to (plan comptable général, règlement ANC 2014-03)."""

from collegial.plugin import Text, t

BANK = "512"
HELD_FOR_PROJECTS = "4671"
OTHER_FUNDS = "4672"
ENDOWMENTS = "1021"
GRANTS = "74"
CHARGES = "65"
COMMISSIONS = "706"
LOSSES = "654"
RECOVERIES = "754"

NAMES: dict[str, Text] = {
    BANK: t("Bank"),
    HELD_FOR_PROJECTS: t("Funding rounds: held for the projects"),
    OTHER_FUNDS: t("Other amounts held for others"),
    ENDOWMENTS: t("Endowments of the funds"),
    GRANTS: t("Grants received"),
    CHARGES: t("Other operating charges"),
    COMMISSIONS: t("Commissions on guarantees"),
    LOSSES: t("Guarantees called"),
    RECOVERIES: t("Recovered after a call"),
}
