"""Rights over chantiers. Reading is open to everyone; testimonies are quoted only with consent."""

from collegial.plugin import PUBLIC, Permission, t

READ = PUBLIC
MANAGE = Permission(
    key="chantier.manage",
    label=t("Open and lead chantiers"),
    roles=("staff", "pilot", "administrator"),
)
