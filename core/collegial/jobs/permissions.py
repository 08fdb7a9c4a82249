"""The right over promised work."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

MANAGE = Permission(
    key="jobs.manage", label=t("See promised work, and have it tried again"), roles=("administrator",)
)
