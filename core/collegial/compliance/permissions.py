"""Rights over compliance."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

READ = Permission(
    key="compliance.read",
    label=t("See whether the cooperative keeps to the law"),
    roles=("staff", "chair", "administrator"),
)
RECORD = Permission(key="compliance.record", label=t("Record cooperative reviews"), roles=("staff", "chair"))
PERMISSIONS = (READ, RECORD)
