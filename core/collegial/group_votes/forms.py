"""What is taken in a vote of a group."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired

from collegial.group_votes.models import GroupVoteRight
from collegial.group_votes.rules import Answer
from collegial.web.forms import Form

ANSWERS = {Answer.FOR: _l("For"), Answer.AGAINST: _l("Against"), Answer.ABSTAIN: _l("I abstain")}


class AnswerForm(Form):
    """An answer, and for whom it is given."""

    actor_id = RadioField(
        _l("You answer for"), coerce=int, validators=[InputRequired(_l("Choose an answer."))]
    )
    said = RadioField(
        _l("Your answer"),
        choices=[SelectChoice(one.value, label) for one, label in ANSWERS.items()],
        validators=[InputRequired(_l("Choose an answer."))],
    )

    def offer(self, rights: Sequence[GroupVoteRight]) -> None:
        """Name those for whom the reader may answer."""
        self.actor_id.choices = [SelectChoice(one.actor_id, one.actor.name) for one in rights]
        if len(rights) == 1 and not self.is_submitted():
            self.actor_id.data, self.said.data = rights[0].actor_id, _said(rights[0])


def _said(right: GroupVoteRight) -> str | None:
    return right.answer.value if right.answer else None
