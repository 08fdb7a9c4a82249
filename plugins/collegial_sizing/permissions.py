"""Rights over the sizing."""

from collegial.plugin import Permission, t

READ = Permission(
    key="sizing.read",
    label=t("Read the economic sizing"),
    roles=("staff", "chair", "pilot", "administrator"),
)
WRITE = Permission(key="sizing.write", label=t("Write scenarios of the economic sizing"), roles=("staff",))
CHOOSE = Permission(
    key="sizing.choose", label=t("Choose the scenario of the economic sizing"), roles=("staff", "chair")
)
PERMISSIONS = (READ, WRITE, CHOOSE)
