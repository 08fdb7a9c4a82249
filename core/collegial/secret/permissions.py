"""Rights over secret votes; opening and closing them is the right over votes."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

SCRUTINISE = Permission(
    key="secret.scrutinise",
    label=t("Hold a part of the key of a secret vote, when named for it"),
    roles=("member", "staff", "chair", "administrator"),
)
PERMISSIONS = (SCRUTINISE,)
