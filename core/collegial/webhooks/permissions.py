"""The right over webhooks."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

MANAGE = Permission(
    key="webhooks.manage",
    label=t("Say which other programs are told what happens here"),
    roles=("administrator",),
)
