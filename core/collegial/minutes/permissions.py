"""Rights over minutes."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

ESTABLISH = Permission(key="minutes.establish", label=t("Establish the minutes"), roles=("staff", "chair"))
READ = Permission(
    key="minutes.read",
    label=t("Read the minutes"),
    roles=("member", "staff", "chair", "pilot", "administrator"),
)
PERMISSIONS = (ESTABLISH, READ)
