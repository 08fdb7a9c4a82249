"""What assemblies are for other programs: meetings, voting rights, and proxies."""

from collegial.assemblies.api.meetings import ASSEMBLIES
from collegial.assemblies.api.proxies import PROXIES
from collegial.assemblies.api.rights import RIGHTS

RESOURCES = (ASSEMBLIES, RIGHTS, PROXIES)
