"""Rights over partnerships; who reads the name of a project holder is not a right but a charge."""

from collegial.plugin import Permission, t

READ = Permission(
    key="partners.read",
    label=t("Read the protocols with partners"),
    roles=("member", "staff", "chair", "pilot", "administrator"),
)
MANAGE = Permission(
    key="partners.manage",
    label=t("Draw up protocols with partners and lead their reviews"),
    roles=("staff", "pilot", "administrator"),
)
REFER = Permission(
    key="partners.refer",
    label=t("Refer project holders to partners and take them on"),
    roles=("staff",),
)
EXCHANGE = Permission(
    key="partners.exchange",
    label=t("Give things to other Pays and receive theirs"),
    roles=("staff", "administrator"),
)
PERMISSIONS = (READ, MANAGE, REFER, EXCHANGE)
