"""Personal links of partners: signed, so that nothing secret is stored; each stands for a row that can be revoked."""

from flask import url_for

from collegial.plugin import act, link_token, link_value
from collegial_partners import services
from collegial_partners.models import PartnerLink

PURPOSE = "partners.link"


def token_of(one: PartnerLink) -> str:
    """Return what a personal link ends with."""
    return link_token(PURPOSE, one.id)


def path_of(one: PartnerLink) -> str:
    """Return the path of the page that a personal link opens."""
    return url_for("partners.welcome", token=token_of(one))


def link_of(token: str) -> PartnerLink:
    """Return the personal link behind an address, while it holds; raises Missing or Expired."""
    return services.followed(act(), link_value(PURPOSE, token))
