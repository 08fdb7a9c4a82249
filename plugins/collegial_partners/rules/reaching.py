"""Where another deployment may be: at an address of the open network, never inside somebody's own."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

_ENDED = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


def is_home(address: str) -> bool:
    """Tell an address of this very machine: a deployment that is only tried has one, and so have its peers."""
    return _host(address) in _HERE


def is_reachable(address: str, *, at_home: bool) -> bool:
    """Tell whether the address of a deployment can be right: https, a name, no password, nothing behind the path.

    A deployment that is only tried on one machine speaks to its like there, without https.
    """
    try:
        parts = urlsplit(address)
        plain = parts.username is None and not parts.query and not parts.fragment and parts.port != 0
    except ValueError:
        return False
    if not plain or not parts.hostname or not address.isprintable() or " " in address:
        return False
    if parts.hostname in _HERE:
        return at_home and parts.scheme in {"http", "https"}
    return parts.scheme == "https" and (at_home or not _is_inner(parts.hostname))


def leads_inside(hosts: Iterable[str]) -> bool:
    """Tell whether a name stands for a machine that the open network does not reach: one beside this one, say."""
    return any(_is_inner(one) for one in hosts)


def _is_inner(host: str) -> bool:
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
    return any(not one.is_global or one.is_multicast for one in (address, *_carried(address)))


def _carried(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """Return the addresses of the old network that one of the new leads on to: by 6to4, NAT64, or in its end."""
    if isinstance(address, IPv4Address):
        return []
    ended = [IPv4Address(int(address) & 0xFFFFFFFF)] if any(address in one for one in _ENDED) else []
    return [*ended, *([address.sixtofour] if address.sixtofour else [])]


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""
