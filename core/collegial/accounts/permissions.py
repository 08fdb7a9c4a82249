"""The core's roles, and rights over accounts."""

from collegial.kernel.permissions import Permission, Role
from collegial.kernel.text import t

MEMBER = Role(key="member", label=t("Member"))
STAFF = Role(key="staff", label=t("Staff"))
CHAIR = Role(key="chair", label=t("Chair of the meeting"))
PILOT = Role(key="pilot", label=t("Pilot group"))
ADMINISTRATOR = Role(key="administrator", label=t("Administrator"))
ROLES = (MEMBER, STAFF, CHAIR, PILOT, ADMINISTRATOR)

MANAGE = Permission(key="accounts.manage", label=t("Manage accounts and roles"), roles=("administrator",))
