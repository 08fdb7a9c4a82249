"""The names of what protocols, referrals and reviews hold, in the reader's language, and the tones of their badges."""

from collections.abc import Mapping

from collegial.plugin import Text, t
from collegial_partners.models import ParcelWay, ProtocolForm, ProtocolParty, ProtocolState
from collegial_partners.rules import (
    ConsentManner,
    DeclineReason,
    Direction,
    IndicatorMeasure,
    ProjectKind,
    ReferralOutcome,
    ReferralState,
    ReviewDecision,
    Side,
)

POLE = t("The pole")
SUCCESSION = t("Announcement of a new key")
FORMS: Mapping[ProtocolForm, Text] = {
    ProtocolForm.ASSOCIATION: t("Association to the governance"),
    ProtocolForm.COOPERATION: t("Cooperation protocol"),
}
STATES: Mapping[ProtocolState, Text] = {
    ProtocolState.DRAFT: t("In preparation"),
    ProtocolState.IN_FORCE: t("In force"),
    ProtocolState.ENDED: t("Ended"),
}
STATE_TONES: Mapping[ProtocolState, str] = {
    ProtocolState.DRAFT: "warning",
    ProtocolState.IN_FORCE: "success",
    ProtocolState.ENDED: "neutral",
}
DIRECTIONS: Mapping[Direction, Text] = {
    Direction.TO_PARTNER: t("From the pole to the partner"),
    Direction.FROM_PARTNER: t("From the partner to the pole"),
}
PROJECTS: Mapping[ProjectKind, Text] = {
    ProjectKind.CREATION: t("Creation of an activity"),
    ProjectKind.TAKEOVER: t("Takeover or transfer"),
    ProjectKind.DEVELOPMENT: t("Development of an existing structure"),
    ProjectKind.ASSOCIATION: t("Life of an association"),
    ProjectKind.OTHER: t("Something else"),
}
CONSENTS: Mapping[ConsentManner, Text] = {
    ConsentManner.ORAL: t("Said aloud"),
    ConsentManner.WRITTEN: t("In writing"),
}
REFERRAL_STATES: Mapping[ReferralState, Text] = {
    ReferralState.SENT: t("Waits for an answer"),
    ReferralState.ACCEPTED: t("Taken on"),
    ReferralState.MET: t("Received in person"),
    ReferralState.CLOSED: t("Closed with an outcome"),
    ReferralState.DECLINED: t("Not taken on"),
    ReferralState.WITHDRAWN: t("Consent taken back"),
}
REFERRAL_TONES: Mapping[ReferralState, str] = {
    ReferralState.SENT: "warning",
    ReferralState.ACCEPTED: "info",
    ReferralState.MET: "info",
    ReferralState.CLOSED: "success",
    ReferralState.DECLINED: "neutral",
    ReferralState.WITHDRAWN: "neutral",
}
OUTCOMES: Mapping[ReferralOutcome, Text] = {
    ReferralOutcome.SUPPORTED: t("Accompanied"),
    ReferralOutcome.LAUNCHED: t("The project has started"),
    ReferralOutcome.REDIRECTED: t("Sent on to someone else"),
    ReferralOutcome.GAVE_UP: t("The project was given up"),
    ReferralOutcome.NO_NEWS: t("No news"),
}
REASONS: Mapping[DeclineReason, Text] = {
    DeclineReason.NOT_OURS: t("Not within its field"),
    DeclineReason.NO_ROOM: t("No time or place for it now"),
    DeclineReason.UNREACHABLE: t("The person could not be reached"),
    DeclineReason.KNOWN: t("Already accompanied there"),
}
MEASURES: Mapping[IndicatorMeasure, Text] = {
    IndicatorMeasure.BY_HAND: t("Given by hand at the review"),
    IndicatorMeasure.REFERRALS: t("Referrals sent, both ways"),
    IndicatorMeasure.TAKEN_ON: t("Referrals taken on"),
    IndicatorMeasure.SUPPORTED: t("Project holders accompanied, or whose project has started"),
}
DECISIONS: Mapping[ReviewDecision, Text] = {
    ReviewDecision.CONTINUED: t("The protocol goes on as it is"),
    ReviewDecision.RENEWED: t("The protocol is renewed"),
    ReviewDecision.ENDED: t("The protocol ends"),
}


WAYS: Mapping[ParcelWay, Text] = {
    ParcelWay.GIVEN: t("Given"),
    ParcelWay.RECEIVED: t("Received"),
}


def party_name(party: ProtocolParty) -> Text | str:
    """Return what a party is called."""
    return party.actor.name if party.actor else POLE


def side_name(side: Side, party: ProtocolParty) -> Text | str:
    """Return what a side of a referral is called."""
    return POLE if side is Side.POLE else party_name(party)
