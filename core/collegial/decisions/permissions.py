"""Rights over the register of decisions."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

READ = Permission(
    key="decisions.read",
    label=t("Read the register of decisions"),
    roles=("member", "staff", "chair", "pilot", "administrator"),
)
MANAGE = Permission(
    key="decisions.manage",
    label=t("Enter decisions of the board and follow decisions until they are done"),
    roles=("staff", "chair"),
)
PERMISSIONS = (READ, MANAGE)
