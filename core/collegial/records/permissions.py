"""The right to take the record of an assembly away."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

READ = Permission(
    key="records.read",
    label=t("Download the record of an assembly and recount it"),
    roles=("member", "staff", "chair", "administrator"),
)
