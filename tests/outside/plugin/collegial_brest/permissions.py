"""Who opens rounds, who pledges."""

from collegial.plugin import Permission, t

OPEN = Permission(key="brest.open", label=t("Open funding rounds"), roles=("staff",))
PLEDGE = Permission(key="brest.pledge", label=t("Pledge in funding rounds"), roles=("member", "staff"))
