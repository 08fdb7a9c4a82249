"""Rights over personal data."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

ERASE = Permission(
    key="privacy.erase",
    label=t("Answer requests to be forgotten, and hand personal data out"),
    roles=("staff", "administrator"),
)
INVENTORY = Permission(
    key="privacy.inventory",
    label=t("See what personal data are held, and why"),
    roles=("staff", "chair", "administrator"),
)
PERMISSIONS = (ERASE, INVENTORY)
