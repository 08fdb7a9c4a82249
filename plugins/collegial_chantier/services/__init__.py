"""What can be done with chantiers."""

from collegial_chantier.services.gathering import (
    add_participant,
    answer_invitation,
    give_testimony,
    identify_party,
    invite_party,
    on_participation_accepted,
    on_participation_ended,
    publish_testimony,
)
from collegial_chantier.services.measuring import (
    commit,
    feed_proposal,
    finish_chantier,
    move_commitment,
    publish_measure,
    recognise_pole,
)
from collegial_chantier.services.opening import (
    change_chantier,
    on_work_called_off,
    open_chantier,
    start_chantier,
)
from collegial_chantier.services.sharing import express, take_stance, write_diagnosis

__all__ = [
    "add_participant",
    "answer_invitation",
    "change_chantier",
    "commit",
    "express",
    "feed_proposal",
    "finish_chantier",
    "give_testimony",
    "identify_party",
    "invite_party",
    "move_commitment",
    "on_participation_accepted",
    "on_participation_ended",
    "on_work_called_off",
    "open_chantier",
    "publish_measure",
    "publish_testimony",
    "recognise_pole",
    "start_chantier",
    "take_stance",
    "write_diagnosis",
]
