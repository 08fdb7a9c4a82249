"""Rights over ateliers, and under which name the core knows them. What is published is read by everyone."""

from collegial.plugin import PUBLIC, Permission, t

KIND = "atelier.atelier"
READ = PUBLIC
MANAGE = Permission(
    key="atelier.manage", label=t("Open and lead ateliers"), roles=("staff", "pilot", "administrator")
)
READ_CONTRACTS = Permission(
    key="atelier.read_contracts",
    label=t("Read and print all contracts of ateliers"),
    roles=("staff", "administrator"),
)
PAY = Permission(
    key="atelier.pay",
    label=t("Draw up contracts of ateliers and pay compensations"),
    roles=("staff", "administrator"),
)
