"""What a browser at the desk sends for one entry."""

from datetime import timedelta

from wtforms import FloatField, IntegerField, StringField
from wtforms.validators import InputRequired, NumberRange, Regexp

from collegial.desk.models import KEY_LENGTH, Move
from collegial.desk.rules import OLDEST
from collegial.desk.services import Sent
from collegial.web.forms import Form


class EntryForm(Form):
    """An arrival or a departure, its key and its age in seconds."""

    key = StringField(validators=[InputRequired(), Regexp(rf"^[A-Za-z0-9-]{{16,{KEY_LENGTH}}}$")])
    entry = IntegerField(validators=[InputRequired(), NumberRange(min=1, max=2**31 - 1)])
    move = StringField(validators=[InputRequired(), Regexp("^(in|out)$")])
    age = FloatField(validators=[InputRequired(), NumberRange(min=0, max=OLDEST.total_seconds())])

    def sent(self) -> Sent:
        """Return what was sent."""
        return Sent(key=self.key.data, move=Move(self.move.data), age=timedelta(seconds=self.age.data))
