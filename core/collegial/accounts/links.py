"""The links by which a change of address is confirmed, and stopped: each good for one change and one purpose."""

from flask import url_for

from collegial.accounts.models import AddressChange
from collegial.web.links import link_token, link_value
from collegial.web.program import public_address

_CONFIRM, _STOP = "accounts.address", "accounts.address-stop"


def confirm_link(change: AddressChange) -> str:
    """Return the link for the new address."""
    return public_address(url_for("accounts.confirm_address", token=link_token(_CONFIRM, change.id)))


def stop_link(change: AddressChange) -> str:
    """Return the link for the former address."""
    return public_address(url_for("accounts.stop_address", token=link_token(_STOP, change.id)))


def to_confirm(token: str) -> int:
    """Return the number of the change that a link confirms; raises Missing."""
    return int(link_value(_CONFIRM, token))


def to_stop(token: str) -> int:
    """Return the number of the change that a link stops; raises Missing."""
    return int(link_value(_STOP, token))
