"""The right over the sample data."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

MANAGE = Permission(key="sample.manage", label=t("Add sample data and remove it"), roles=("administrator",))
