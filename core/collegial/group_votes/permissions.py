"""The right over the votes of groups; answering follows from belonging to the group."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

LEAD = Permission(
    key="group_votes.lead", label=t("Follow and close the votes of groups"), roles=("staff", "chair")
)
READ = Permission(
    key="group_votes.read", label=t("Read the votes of groups"), roles=("staff", "chair", "administrator")
)
