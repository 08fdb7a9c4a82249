"""Rights over proposals. Whoever decides must also be in the group that the passage names."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

READ = Permission(
    key="proposals.read",
    label=t("Read proposals that are not public"),
    roles=("member", "staff", "chair", "pilot", "administrator"),
)
WRITE = Permission(
    key="proposals.write",
    label=t("Write the draft of a proposal and record contributions"),
    roles=("staff", "pilot", "administrator"),
)
AMEND = Permission(
    key="proposals.amend",
    label=t("Suggest amendments to drafts, support them and speak of them"),
    roles=("member", "staff", "chair", "pilot", "administrator"),
)
DECIDE = Permission(key="proposals.decide", label=t("Settle topics and decide passages"), roles=("pilot",))
SET_AIMS = Permission(
    key="proposals.aims", label=t("Set the priorities and the missions"), roles=("staff", "administrator")
)
CONFIGURE = Permission(key="proposals.configure", label=t("Set the pipeline"), roles=("administrator",))
PERMISSIONS = (READ, WRITE, AMEND, DECIDE, SET_AIMS, CONFIGURE)
