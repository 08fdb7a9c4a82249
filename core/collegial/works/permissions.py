"""Rights over common works. What is public of them is read by everyone."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

MANAGE = Permission(
    key="works.manage",
    label=t("Lead common works: who takes part, duties, meetings"),
    roles=("staff", "pilot", "administrator"),
)
