"""The words of sections and kinds of lines, and of what their quantities and prices are."""

from collegial.plugin import Text, t
from collegial_sizing.rules.plan import CHARGED, LineKind, Section

SECTIONS = {
    Section.TEAM: t("Team: posts and extra skills"),
    Section.EXTERNAL: t("External costs"),
    Section.EQUIPMENT: t("Equipment"),
    Section.VOLUNTEERING: t("Valued volunteering"),
    Section.RESOURCES: t("Resources"),
}
# As the parts of a year's cost.
PARTS = {
    Section.TEAM: t("Team"),
    Section.EXTERNAL: t("External costs"),
    Section.EQUIPMENT: t("Depreciation"),
}
KINDS = {
    LineKind.SENIOR: t("Permanent post, senior"),
    LineKind.JUNIOR: t("Permanent post, junior"),
    LineKind.FIXED_TERM: t("Fixed-term post"),
    LineKind.SUBCONTRACT: t("Subcontracting"),
    LineKind.TRAINEE: t("Trainees"),
    LineKind.RENT: t("Rent"),
    LineKind.TRAVEL: t("Travel"),
    LineKind.COMMUNICATION: t("Communication"),
    LineKind.POSTAGE: t("Postage"),
    LineKind.OTHER_COST: t("Other external cost"),
    LineKind.EQUIPMENT: t("Equipment bought"),
    LineKind.VOLUNTEERING: t("Volunteering"),
    LineKind.PUBLIC_GRANT: t("Public grants"),
    LineKind.PUBLIC_CONTRACT: t("Public contracts"),
    LineKind.SALES: t("Sales and services"),
    LineKind.FEES: t("Members’ fees"),
    LineKind.MUTUALS: t("Banks and mutuals"),
    LineKind.PATRONAGE: t("Patronage and foundations"),
}


def quantity_of(kind: LineKind) -> Text:
    """Say what a quantity of this kind counts."""
    if kind in CHARGED:
        return t("FTE")
    return {
        LineKind.TRAINEE: t("Months"),
        LineKind.SUBCONTRACT: t("Days, or 1 for a lump sum"),
        LineKind.VOLUNTEERING: t("Hours"),
    }.get(kind, t("How many"))
