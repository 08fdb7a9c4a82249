"""Follow another deployment to its next key, which it announces by the one that is known."""

from collegial.plugin import Context, Invalid, Refused, hold_row, t
from collegial_partners import queries
from collegial_partners.events import PeerKeyReplaced
from collegial_partners.models import DeploymentPeer, PeerFormerKey
from collegial_partners.rules import Parcel, fingerprint, successor
from collegial_partners.services.keys import own_key


def follow_succession(context: Context, peer: DeploymentPeer, parcel: Parcel) -> None:
    """Know a deployment by its new key; what the former one signed still verifies.

    Only the present key names the next: whoever finds an old one could name his own. Raises Refused or Invalid.
    """
    hold_row(context.session, peer)
    if parcel.public_key != peer.public_key:
        raise Refused(
            "partners.former_key", t("This key was replaced: it can no longer announce another one.")
        )
    new = successor(parcel.public_key, parcel.data)
    if new is None or new == own_key(context).public_key or queries.is_taken(context.session, new):
        raise Invalid(
            "partners.no_succession",
            t("The announcement of a new key does not fit: it is refused."),
            field="file",
        )
    peer.former_keys.append(PeerFormerKey(public_key=peer.public_key, replaced_on=context.today))
    peer.public_key = new
    context.session.flush()
    context.emit(
        PeerKeyReplaced(name=peer.name, former=fingerprint(parcel.public_key), fingerprint=fingerprint(new))
    )
