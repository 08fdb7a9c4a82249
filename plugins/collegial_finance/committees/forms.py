"""Forms around the votes of committees."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from collegial.plugin import OnceForm
from collegial_finance.fields import LONG, REQUIRED, OffersCommittee, committee_field


class VoteForm(OnceForm):
    """What who leads the fund advises."""

    advice = TextAreaField(
        _l("Your advice to the committee"),
        description=_l("What you examined, and what you advise. The members read it with the question."),
        validators=[Optional(), Length(max=2000, message=_l("Use at most 2,000 characters."))],
    )


class ConflictForm(OnceForm):
    """Why a member is in conflict of interest."""

    reason = TextAreaField(_l("Reason"), validators=[REQUIRED, LONG])


class CommitteeForm(OffersCommittee, OnceForm):
    """Which group decides."""

    committee_id = committee_field(_l("The group whose members decide on the files, by a vote in the open."))
