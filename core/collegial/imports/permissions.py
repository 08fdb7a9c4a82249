"""The right to bring lists in."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

RUN = Permission(
    key="imports.run", label=t("Import lists of members and actors"), roles=("staff", "administrator")
)
PERMISSIONS = (RUN,)
