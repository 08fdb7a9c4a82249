"""Rights over the register of shares."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

READ = Permission(
    key="shares.read", label=t("Read the register of shares"), roles=("staff", "chair", "administrator")
)
MANAGE = Permission(
    key="shares.manage",
    label=t("Enter subscriptions, payments, transfers and withdrawals of shares"),
    roles=("staff", "administrator"),
)
PERMISSIONS = (READ, MANAGE)
