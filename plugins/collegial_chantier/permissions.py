"""Rights over chantiers, and under which names other parts of the program know them.

Reading is open to everyone; testimonies are quoted only with consent.
"""

from collegial.plugin import PUBLIC, Permission, t

KIND = "chantier.chantier"
CONTRIBUTION = "chantier.work"
READ = PUBLIC
MANAGE = Permission(
    key="chantier.manage",
    label=t("Open and lead chantiers"),
    roles=("staff", "pilot", "administrator"),
)
