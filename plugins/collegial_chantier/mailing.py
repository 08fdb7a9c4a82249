"""The letter that invites a stakeholder."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from collegial.plugin import Context, Job, letter_to, t
from collegial_chantier.models import Party
from collegial_chantier.services.gathering import INVITATION


def send_invitation(context: Context, payload: Mapping[str, Any]) -> None:
    """Invite a stakeholder; repeated, it is invited again, which misleads nobody."""
    party = context.session.get_one(Party, payload["party"])
    letter = letter_to(
        context.session, party.actor, day=context.today, template="chantier/mail/invitation.txt",
        subject=t("invitation to the chantier “%(title)s”", title=party.chantier.title),
        path=url_for("chantier.show", chantier_id=party.chantier_id),
        given={"party": party, "chantier": party.chantier},
    )  # fmt: skip
    if letter:
        letter.send()


JOBS = (Job(key=INVITATION, label=t("Invitation to a chantier"), run=send_invitation),)
