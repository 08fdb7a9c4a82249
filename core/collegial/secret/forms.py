"""Forms of secret votes."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from collegial.hooks.voting import Ask
from collegial.kernel.errors import DomainError
from collegial.kernel.text import t
from collegial.secret.profiles import PROFILES, STATEMENTS, Profile
from collegial.secret.rules import FLOOR, LOWEST_FLOOR
from collegial.votes.rules import RoomSums
from collegial.votes.rules.box import RoomRows
from collegial.web.forms import Form, row_number
from collegial.web.languages import say, say_if_text
from collegial.web.marks import NEEDED, WRITTEN, NeededWhen

_MOST = 1000


class RiskForm(Form):
    """The sentences of the questionnaire, each true or false."""

    @classmethod
    def asking(cls) -> "RiskForm":
        """Return the form with a field for each sentence."""
        fields = {
            one.key: RadioField(say(one.text), validators=[NEEDED], choices=_true_or_false())
            for one in STATEMENTS
        }
        asked: RiskForm = type("AskedRiskForm", (cls,), fields)()
        return asked

    def answers(self) -> dict[str, bool]:
        """Return what was said."""
        return {one.key: self[one.key].data == "yes" for one in STATEMENTS}


def _true_or_false() -> list[tuple[str, str]]:
    return [("yes", say(t("True"))), ("no", say(t("False")))]


class PrepareForm(Form):
    """Which resolutions are secret, how it is guarded and by whom, and how small a set of ballots may be."""

    profile = RadioField(
        _l("Profile"),
        validators=[NEEDED],
        default=Profile.STANDARD.value,
        description=_l("What each profile guarantees, and what it does not, stands below this form."),
    )
    proposed = HiddenField()

    resolutions = SelectMultipleField(
        _l("Secret resolutions"),
        validators=[WRITTEN],
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    scrutineers = StringField(
        _l("Scrutineers"),
        validators=[NEEDED, Length(max=1000)],
        description=_l(
            "Names or numbers of members, separated by commas: the chair and two more, for example. "
            "Each makes a part of the key on their own device."
        ),
    )
    needed = IntegerField(
        _l("How many of them are needed for the count"),
        validators=[
            NEEDED,
            NumberRange(min=2, max=_MOST, message=_l("At least two must be needed: write 2 or more.")),
        ],
        description=_l(
            "As many together can decrypt, fewer cannot. With two of three, the vote is counted even if one "
            "is missing. In the light profile the scrutineer and the server are both needed, whatever stands here."
        ),
    )
    floor = IntegerField(
        _l("Smallest number of ballots whose sums are published"),
        validators=[NEEDED, NumberRange(min=LOWEST_FLOOR, max=_MOST)],
        default=FLOOR,
        description=_l(
            "A smaller college is counted together with another, as you choose before the opening."
        ),
    )
    registrar = StringField(
        _l("Who makes the voting codes"),
        validators=[NeededWhen(_l("required in the reinforced profile")), Length(max=200)],
        description=_l(
            "The name or number of a member who is no scrutineer. This person makes the codes on their own device and "
            "hands them out by some other way than this site."
        ),
    )
    may_vote_again = BooleanField(_l("Whoever voted may vote again: the last ballot counts"))

    def offer(self, resolutions: list[tuple[int, str]]) -> None:
        """Give the resolutions that can be chosen, by number and words, and the profiles."""
        self.profile.choices = [(one.profile.value, say(one.name)) for one in PROFILES]
        self.resolutions.choices = [SelectChoice(one, words) for one, words in resolutions]

    def settle(self) -> None:
        """Leave no choice in the light profile: its one scrutineer and the server are both needed."""
        if self.is_submitted() and self.profile.data == Profile.LIGHT:
            self.needed.data, self.needed.raw_data, self.needed.process_errors = 2, ["2"], []

    def people(self) -> list[str]:
        """Return who is to be scrutineer, as written: numbers need no comma between them."""
        parts = (self.scrutineers.data or "").replace(";", ",").split(",")
        return [one for part in parts for one in _apart(part)]

    def registrar_people(self) -> list[str]:
        """Return who makes the codes, as written; nobody where that is left empty."""
        return _apart(self.registrar.data or "")

    def proposed_profile(self) -> Profile | None:
        """Return what the questionnaire proposed; what is no profile was not proposed."""
        return Profile(self.proposed.data) if self.proposed.data in set(Profile) else None


def _apart(part: str) -> list[str]:
    """Return a name as it is, and several numbers each by itself; a number too large for a member is none."""
    words = part.split()
    if not all(one.isdecimal() for one in words):
        return [part.strip()]
    return [str(row_number(one) or 0) for one in words]


HEADS = {
    "for_": _l("For"),
    "against": _l("Against"),
    "abstain": _l("Abstentions"),
    "blank": _l("Blank"),
    "void": _l("Void"),
}


class PapersForm(Form):
    """The sums of the paper ballots on one resolution; a field is added for each set of colleges and each answer."""

    def of(self, key: str) -> list[IntegerField]:
        """Return the fields of a set of colleges, in the order of the heads."""
        return [self[f"{key}-{name}"] for name in HEADS]

    def sums(self, keys: Sequence[str]) -> dict[str, RoomSums]:
        """Return the sums, zero where nobody votes on paper."""
        return {
            key: RoomSums(**{name: self[f"{key}-{name}"].data or 0 for name in HEADS})
            for key in keys
            if f"{key}-for_" in self
        }

    def refuse(self, error: DomainError) -> None:
        """Show a refusal of a set's figures in its row."""
        row = f"{error.field}-for_"
        super().refuse(type(error)(error.code, error.text, field=row) if row in self else error)


def papers_form(limits: Mapping[str, int]) -> type[PapersForm]:
    """Return a form with the fields of the sets of colleges that vote on paper, at most as many as have the right."""
    fields = {
        f"{key}-{name}": _figure(label, most)
        for key, most in limits.items()
        if most
        for name, label in HEADS.items()
    }
    return type("SizedPapersForm", (PapersForm,), fields)


PAPERS = {
    "papers": _l("Papers that count"),
    "blank": _l("Blank papers"),
    "void": _l("Void papers"),
}


class ElectionPapersForm(Form):
    """The paper ballots of one election added up; fields are added for each set of colleges and each answer."""

    asks: Sequence[Ask] = ()

    def papers(self, key: str) -> list[IntegerField]:
        """Return the fields of a set of colleges that say how many papers there are."""
        return [self[f"{key}-{name}"] for name in PAPERS if f"{key}-{name}" in self]

    def row(self, key: str, ask: int) -> list[IntegerField]:
        """Return the fields of the answers to one question."""
        return [self[f"{key}-{ask}-{place}"] for place in range(len(self.asks[ask].answers))]

    def counted(self, keys: Sequence[str]) -> dict[str, RoomRows]:
        """Return the figures of those who vote on paper."""
        return {
            key: RoomRows(
                rows=tuple(
                    tuple(field.data or 0 for field in self.row(key, ask)) for ask in range(len(self.asks))
                ),
                **{name: self[f"{key}-{name}"].data or 0 for name in PAPERS if f"{key}-{name}" in self},
            )
            for key in keys
            if f"{key}-papers" in self
        }

    def refuse(self, error: DomainError) -> None:
        """Show a refusal of a set's figures at its first field."""
        first = f"{error.field}-papers"
        super().refuse(type(error)(error.code, error.text, field=first) if first in self else error)


def election_papers_form(limits: Mapping[str, int], asks: Sequence[Ask]) -> type[ElectionPapersForm]:
    """Return a form with the fields of an election, for the sets of colleges that vote on paper."""
    fields: dict[str, object] = {"asks": asks}
    takes_blank = all(ask.takes_blank for ask in asks)
    for key, most in limits.items():
        if most:
            heads = {name: label for name, label in PAPERS.items() if takes_blank or name != "blank"}
            fields |= {f"{key}-{name}": _figure(label, most) for name, label in heads.items()}
            fields |= {
                f"{key}-{number}-{place}": _figure(say_if_text(answer), most)
                for number, ask in enumerate(asks)
                for place, answer in enumerate(ask.answers)
            }
    return type("SizedElectionPapersForm", (ElectionPapersForm,), fields)


def _figure(label: str, most: int) -> IntegerField:
    return IntegerField(
        label, default=0,
        validators=[InputRequired(_l("Write a whole number, zero or more.")), NumberRange(min=0, max=most)],
        render_kw={"min": 0, "max": most, "inputmode": "numeric", "autocomplete": "off"},
    )  # fmt: skip


class MergeForm(Form):
    """With which college a small one is counted."""

    source = SelectField(_l("Small college"), validators=[NEEDED])
    target = SelectField(_l("Counted together with"), validators=[NEEDED])

    def offer(self, colleges: list[tuple[str, str]]) -> None:
        """Give the colleges by key and name."""
        self.source.choices = self.target.choices = [SelectChoice(key, name) for key, name in colleges]


class AnnulForm(Form):
    """Why a vote is annulled."""

    reason = TextAreaField(
        _l("Reason, for the minutes"),
        validators=[WRITTEN, Length(max=400)],
    )
