"""Personal links: signed, so that nothing secret is stored; they name a person and sign nobody in."""

import segno
from flask import url_for

from collegial.assemblies.models import Assembly, AssemblyState, Invitation, RollEntry
from collegial.assemblies.queries.attending import invitation
from collegial.kernel.errors import Expired, Missing
from collegial.kernel.text import t
from collegial.web.links import link_token, link_value
from collegial.web.program import current_program, public_address
from collegial.web.request import session

_PURPOSE = "invitation"


def link_to(one: Invitation) -> str:
    """Return the personal link of an invitation, as it stands in the convocation."""
    return public_address(url_for("assemblies.follow_link", token=token_of(one.id)))


def picture_of(one: Invitation) -> str:
    """Return a personal link as a picture (QR code) that a page can show; black on white in either theme."""
    return str(segno.make(link_to(one), micro=False).svg_data_uri(scale=5, border=3, light="#fff"))


def token_of(invitation_id: int) -> str:
    """Return what the personal link of an invitation ends with."""
    return link_token(_PURPOSE, invitation_id)


def signed_number(invitation_id: int, attempt: int) -> str:
    """Return a mark of one attempt to send an invitation that nobody else can make."""
    return link_token("convocation-mail", [invitation_id, attempt])


def page_of(meeting: Assembly) -> str:
    """Return the public address of an assembly's page."""
    return public_address(url_for("assemblies.show", assembly_id=meeting.id))


def desk_at(entry: RollEntry) -> str:
    """Return the address of the desk with one entry found."""
    return url_for("assemblies.desk", assembly_id=entry.assembly_id, q=entry.member_number)


def scanned(search: str) -> str:
    """Return what the desk looks for: a personal link, as a hand scanner types it, becomes its member's number."""
    path = url_for("assemblies.follow_link", token="")
    _, found, token = search.strip().partition(path)
    return str(invitation_of(token).entry.member_number) if found else search


def invitation_of(token: str) -> Invitation:
    """Return the invitation behind a link; raises Missing for an unknown link, Expired for an old one."""
    found = invitation(session(), int(link_value(_PURPOSE, token, unknown=_unknown())))
    if found is None:
        raise _unknown()
    called_off = found.entry.assembly.state is AssemblyState.CALLED_OFF  # its page goes on saying so
    if current_program().clock.now() > found.expires_at and not called_off:
        raise Expired(
            "assemblies.link_expired",
            t(
                "This personal link has expired: the assembly it was for is over. Sign in to read its results."
            ),
        )
    return found


def _unknown() -> Missing:
    return Missing(
        "assemblies.link_unknown",
        t(
            "This personal link is unknown. Copy it whole from your convocation, or sign in with your address."
        ),
    )
