"""Rights over the register of members."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

READ = Permission(
    key="members.read", label=t("Read the register of members"), roles=("staff", "chair", "administrator")
)
MANAGE = Permission(
    key="members.manage",
    label=t("Admit members, change their college or category, record their leaving"),
    roles=("staff", "administrator"),
)
OWN = Permission(key="members.own", label=t("Use one’s own member’s space"), roles=("member",))
PERMISSIONS = (READ, MANAGE, OWN)
