"""Rights over the directory of resources; what is published is read by everyone."""

from collegial.plugin import PUBLIC, Permission, t

READ = PUBLIC
WRITE = Permission(
    key="information.write", label=t("Write the directory of resources"), roles=("staff", "administrator")
)
