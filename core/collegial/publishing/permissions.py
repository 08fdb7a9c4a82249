"""Rights over the public site."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

EDIT = Permission(
    key="publishing.edit", label=t("Write the texts of the public site"), roles=("staff", "administrator")
)
PERMISSIONS = (EDIT,)
