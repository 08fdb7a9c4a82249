"""Rights over applications."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

READ = Permission(
    key="joining.read",
    label=t("Read the applications of those who want to join"),
    roles=("staff", "chair", "administrator"),
)
MANAGE = Permission(
    key="joining.manage",
    label=t("Handle applications, record what newcomers pay, publish texts of consent"),
    roles=("staff", "administrator"),
)
DECIDE = Permission(
    key="joining.decide", label=t("Record what the board decided on applications"), roles=("chair", "staff")
)
PERMISSIONS = (READ, MANAGE, DECIDE)
