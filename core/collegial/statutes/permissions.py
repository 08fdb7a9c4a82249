"""Rights over the statutes."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

DRAFT = Permission(
    key="statutes.draft", label=t("Write drafts of the statutes"), roles=("staff", "administrator")
)
RECORD = Permission(
    key="statutes.record", label=t("Record a new version of the statutes"), roles=("administrator",)
)
OVERRIDE = Permission(
    key="statutes.override",
    label=t("Change the statutes without a decision of the members"),
    roles=("administrator",),
)
PERMISSIONS = (DRAFT, RECORD, OVERRIDE)
