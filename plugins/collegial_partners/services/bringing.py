"""Bring a referral from another deployment in: who it is about goes where only the two sides read it."""

from typing import Any

from collegial.plugin import Context, Invalid, Refused, t
from collegial_partners.models import DeploymentPeer, Referral
from collegial_partners.rules import ConsentManner, Parcel, ProjectKind
from collegial_partners.services.referring import NewReferral, take_in

REFERRAL = "partners.referral"


def bring_referral_in(context: Context, peer: DeploymentPeer, parcel: Parcel) -> Referral:
    """Keep a referral under the protocol by which its origin is known, with that origin and its code there."""
    if peer.party is None:
        raise Refused(
            "partners.no_protocol",
            t("Say first under which protocol the referrals of “%(peer)s” come in.", peer=peer.name),
        )
    return take_in(context, party=peer.party, new=_read(parcel, f"{peer.name} · {parcel.title}"))


def _read(parcel: Parcel, origin: str) -> NewReferral:
    try:
        told: dict[str, Any] = {
            name: str(parcel.data[name])[:most]
            for name, most in (("name", 200), ("contact", 254), ("need", 500))
        }
        return NewReferral(
            **told, project=ProjectKind(parcel.data["project"]), consent=ConsentManner(parcel.data["consent"]),
            has_consented=True, origin=origin[:300],
        )  # fmt: skip
    except (KeyError, ValueError, TypeError):
        raise Invalid(
            "partners.unsound", t("It does not hold a referral as this program writes them."), field="file"
        ) from None
