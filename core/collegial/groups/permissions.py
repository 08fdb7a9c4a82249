"""Rights over groups."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

MANAGE = Permission(
    key="groups.manage", label=t("Create groups and change their members"), roles=("staff", "administrator")
)
