"""Forms of a referral."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from collegial.plugin import Form, NeededWhen, OnceForm, choose_one, row_number, say
from collegial_partners import words
from collegial_partners.forms.answers import ADDRESS, SHORT, UNKNOWN, WRITTEN, choice
from collegial_partners.models import ProtocolParty
from collegial_partners.rules import (
    ConsentManner,
    DeclineReason,
    ProjectKind,
    ReferralOutcome,
    ReferralState,
)
from collegial_partners.services import NewReferral, Step


class ReferralForm(OnceForm):
    """Who is sent to the other side, with what, and how they agreed."""

    name = StringField(_l("Name of the project holder"), validators=[WRITTEN, SHORT])
    contact = StringField(
        _l("How to reach them"),
        description=_l("One telephone number or one e-mail address is enough."),
        validators=[WRITTEN, ADDRESS],
    )
    project = choice(_l("Kind of project"), words.PROJECTS)
    need = TextAreaField(
        _l("What they need"),
        description=_l("In one or two sentences, nothing about health, opinions or family."),
        validators=[WRITTEN, Length(max=500, message=_l("Use at most 500 characters."))],
    )
    consent = choice(_l("How they agreed"), words.CONSENTS)
    has_consented = BooleanField(
        _l("They agree that this is sent to the other organisation, and know that they can take it back"),
        description=_l(
            "Only the two sides read the name. It is erased some time after the end of the referral."
        ),
    )

    def new(self) -> NewReferral:
        """Return what was written."""
        return NewReferral(
            name=self.name.data, contact=self.contact.data, need=self.need.data,
            project=ProjectKind(self.project.data), consent=ConsentManner(self.consent.data),
            has_consented=self.has_consented.data,
        )  # fmt: skip


class ToPartnerForm(ReferralForm):
    """A referral by the pole: also to whom."""

    party_id = SelectField(_l("To"), coerce=row_number, invalid_choice_message=UNKNOWN, validators=[WRITTEN])

    def offer(self, partners: Sequence[ProtocolParty]) -> None:
        """Fill the list of partners."""
        self.party_id.choices = choose_one(
            SelectChoice(str(one.id), one.actor.name) for one in partners if one.actor
        )


class StepForm(Form):
    """The next step of a referral; an outcome or a reason belongs to some."""

    state = choice(_l("What happens now"), words.REFERRAL_STATES)
    outcome = choice(
        _l("Outcome"),
        words.OUTCOMES,
        needed=NeededWhen(_l("required once it is closed")),
    )
    reason = choice(
        _l("Why not"),
        words.REASONS,
        needed=NeededWhen(_l("required if it is not taken on")),
    )

    def offer(self, states: Sequence[ReferralState]) -> None:
        """Leave only what may follow, and of the other questions those that may then matter."""
        self.state.choices = [SelectChoice(one.value, say(words.REFERRAL_STATES[one])) for one in states]
        if ReferralState.CLOSED not in states:
            del self.outcome
        if ReferralState.DECLINED not in states:
            del self.reason

    def step(self) -> Step:
        """Return what was chosen."""
        outcome = self.outcome.data if "outcome" in self else None
        reason = self.reason.data if "reason" in self else None
        return Step(
            state=ReferralState(self.state.data),
            outcome=ReferralOutcome(outcome) if outcome else None,
            reason=DeclineReason(reason) if reason else None,
        )
