"""Rights over votes."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

CAST = Permission(
    key="votes.cast", label=t("Cast one’s own votes, and those of proxies held"), roles=("member",)
)
PRESIDE = Permission(key="votes.preside", label=t("Open and close votes"), roles=("staff", "chair"))
READ = Permission(
    key="votes.read",
    label=t("Read results and the roll call of open votes"),
    roles=("member", "staff", "chair", "administrator"),
)
PERMISSIONS = (CAST, PRESIDE, READ)
