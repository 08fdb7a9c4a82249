"""Rights over assemblies."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

READ = Permission(
    key="assemblies.read",
    label=t("See the assemblies and their documents"),
    roles=("member", "staff", "chair", "pilot", "administrator"),
)
ATTEND = Permission(
    key="assemblies.attend", label=t("Take part in an assembly, give and hold proxies"), roles=("member",)
)
PREPARE = Permission(
    key="assemblies.prepare", label=t("Prepare and convene assemblies"), roles=("staff", "administrator")
)
DESK = Permission(key="assemblies.desk", label=t("Keep the attendance desk"), roles=("staff", "chair"))
CONDUCT = Permission(
    key="assemblies.conduct", label=t("Open and close an assembly"), roles=("staff", "chair")
)
PERMISSIONS = (READ, ATTEND, PREPARE, DESK, CONDUCT)
