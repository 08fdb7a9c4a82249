"""The ways to the financial tools and to their books."""

from collegial.plugin import PUBLIC, MenuGroup, NavItem, Permission, Text, t
from collegial_finance.permissions import READ


def _way(tool: str, label: Text, icon: str, weight: int, *, permission: Permission = PUBLIC) -> NavItem:
    return NavItem(
        key=f"finance.{tool}", endpoint=f"finance_{tool}.index", label=label, icon=icon, permission=permission,
        weight=weight, group=MenuGroup.MONEY,
    )  # fmt: skip


MENU = (
    _way("rounds", t("Funding rounds"), "money", 60, permission=READ),
    _way("fund", t("Experiment fund"), "mission", 59),
    _way("guarantees", t("Guarantee funds"), "guarantee", 60, permission=READ),
    _way("loans", t("Loans"), "give", 61, permission=READ),
    _way("patronage", t("Local patronage"), "gift", 61),
    _way("ledger", t("Books"), "book", 62, permission=READ),
)
