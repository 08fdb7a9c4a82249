"""Forms of the exchange with other deployments."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import Length, Optional

from collegial.plugin import Form, OnceForm, choose_one, row_number
from collegial_partners.forms.answers import SHORT, UNKNOWN, WRITTEN
from collegial_partners.models import DeploymentPeer, ProtocolParty


class PeerForm(Form):
    """Another deployment, by its key."""

    name = StringField(_l("Name of the Pays"), validators=[WRITTEN, SHORT])
    public_key = StringField(
        _l("Its public key"),
        description=_l("As its page “Exchange” shows it. Read the fingerprints to each other by telephone."),
        validators=[WRITTEN, Length(max=64)],
    )
    address = StringField(
        _l("Its address"),
        description=_l("Such as https://pays.example: things then leave for it by themselves."),
        validators=[Optional(), Length(max=300)],
    )
    party_id = SelectField(
        _l("Protocol under which its referrals come in"),
        coerce=row_number,
        invalid_choice_message=UNKNOWN,
        validators=[Optional()],
    )

    def offer(self, parties: Sequence[ProtocolParty]) -> None:
        """Fill the list of protocols, by partner."""
        named = [
            SelectChoice(str(one.id), f"{one.actor.name} · {one.protocol.title}")
            for one in parties
            if one.actor
        ]
        self.party_id.choices = [SelectChoice("", _l("None")), *named]


class GiveForm(OnceForm):
    """What is given, and to whom."""

    subject = SelectField(
        _l("What you give"), coerce=row_number, invalid_choice_message=UNKNOWN, validators=[WRITTEN]
    )
    peer = SelectField(
        _l("To"),
        description=_l("To a Pays with an address it leaves by itself; else hand the file over."),
        coerce=row_number,
        invalid_choice_message=UNKNOWN,
        validators=[Optional()],
    )

    def offer(self, things: Mapping[int, str], peers: Sequence[DeploymentPeer]) -> None:
        """Fill the lists."""
        self.subject.choices = choose_one(
            SelectChoice(str(number), title) for number, title in things.items()
        )
        named = [SelectChoice(str(one.id), one.name) for one in peers]
        self.peer.choices = [SelectChoice("", _l("A file to hand over")), *named]


class ReceiveForm(Form):
    """A signed file that someone brings."""

    file = FileField(_l("Signed file"), validators=[FileRequired(_l("Choose a file."))])


class ReplaceKeyForm(Form):
    """That this deployment shall sign by a new key; `replacing` is the one that the reader has seen."""

    replacing = HiddenField()
