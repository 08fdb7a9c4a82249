"""Rights over the modules."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

MANAGE = Permission(key="modules.manage", label=t("Switch modules on and off"), roles=("administrator",))
