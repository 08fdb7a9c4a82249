"""Rights over the directory."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

MANAGE = Permission(
    key="actors.manage", label=t("Add actors and name representatives"), roles=("staff", "administrator")
)
PERSONS = Permission(
    key="actors.persons",
    label=t("See natural persons and addresses in the directory"),
    roles=("staff", "chair", "pilot", "administrator"),
)
PERMISSIONS = (MANAGE, PERSONS)
