"""Rights over the statutes."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

RECORD = Permission(
    key="statutes.record", label=t("Record a new version of the statutes"), roles=("administrator",)
)
