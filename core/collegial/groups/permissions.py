"""Rights over groups."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

MANAGE = Permission(
    key="groups.manage", label=t("Create groups and change their members"), roles=("staff", "administrator")
)
MEET = Permission(
    key="groups.meet",
    label=t("Plan meetings of groups and write their minutes"),
    roles=("staff", "chair", "pilot", "administrator"),
)
