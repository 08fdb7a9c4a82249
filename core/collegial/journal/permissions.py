"""Rights over the journal."""

from collegial.kernel.permissions import Permission
from collegial.kernel.text import t

READ = Permission(key="journal.read", label=t("Read the journal"), roles=("staff", "chair", "administrator"))
