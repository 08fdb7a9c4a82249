"""Forms around the votes of committees."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import Length, Optional

from collegial.plugin import Group, OnceForm
from collegial_finance.fields import KNOWN, LONG, REQUIRED, group_choices, number


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


def committee_field(description: Any, *, is_needed: bool) -> SelectField:
    """Return the field in which a group is chosen as committee."""
    needed = KNOWN if is_needed else Optional()
    return SelectField(
        _l("Committee"), description=description, coerce=number, validate_choice=False, validators=[needed]
    )


class OffersCommittee:
    """A form with a `committee_id`."""

    committee_id: SelectField

    def offer(self, groups: Sequence[Group]) -> None:
        """Fill the list of groups."""
        self.committee_id.choices = group_choices(groups)


class CommitteeForm(OffersCommittee, OnceForm):
    """Which group decides."""

    committee_id = committee_field(
        _l("The group whose members decide on the files, by a vote in the open."), is_needed=True
    )
