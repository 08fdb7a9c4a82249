"""Where another deployment may be: at an address of the open network, never inside somebody's own."""

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

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
        return not ip_address(host.partition("%")[0]).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""
