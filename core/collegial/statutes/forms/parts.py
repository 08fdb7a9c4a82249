"""The tables of a document as parts of the editor's form."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from collegial.web.forms import Form

LONGEST_COUNT = 5
_SILENT = SelectChoice("", _l("The statutes are silent"))
_FALLBACKS = [
    _SILENT,
    SelectChoice("drop", _l("Its weight leaves the total")),
    SelectChoice("share", _l("Its weight is shared out")),
    SelectChoice("against", _l("Its weight counts against")),
]
YES, NO = "true", "false"


class Expected(Length):  # type: ignore[misc]
    """Keep an answer short, and say that one is expected in the end; a draft may still be without it."""

    def __init__(self) -> None:
        super().__init__(max=500)
        self.field_flags = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        """Check a text; a choice has its own check."""
        if isinstance(field, StringField):
            super().__call__(form, field)


def text(label: Any, description: Any = "", **options: Any) -> StringField:
    """Return a line of text that is expected."""
    return StringField(label, description=description, validators=[Expected()], **options)


def _silent(label: Any) -> StringField:
    return StringField(label, validators=[Optional(), Length(max=500)], render_kw={"autocomplete": "off"})


def choice(label: Any, choices: list[SelectChoice]) -> SelectField:
    """Return a choice of one among a few."""
    return SelectField(label, choices=choices, validators=[Expected()])


def _number(label: Any, description: Any = "") -> StringField:
    return text(label, description, render_kw={"inputmode": "numeric", "autocomplete": "off"})


def _share(label: Any, description: Any = "") -> StringField:
    return text(label, description, render_kw={"autocomplete": "off"})


class Part(Form):
    """A table of the document; the form around it holds the forgery token."""

    class Meta(Form.Meta):
        """Without a token of its own."""

        csrf = False


class CollegePart(Part):
    """One college."""

    key = HiddenField(validators=[Length(max=64)])
    name = text(_l("Name of the college"))
    weight = _share(_l("Weight"))
    board_seats = StringField(
        _l("Seats on the board reserved to it"),
        validators=[Optional(), Length(max=500)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class CategoryPart(Part):
    """One category."""

    key = HiddenField(validators=[Length(max=64)])
    name = text(_l("Name of the category"))
    mandatory = BooleanField(_l("Required by law"))
    college = SelectField(
        _l("College of its members"), choices=[], validate_choice=False, validators=[Expected()]
    )


class QuorumPart(Part):
    """The quorum of one round."""

    at_least = _share(_l("Least attendance"))
    base = choice(
        _l("Measured on"),
        [
            SelectChoice("members", _l("All voting rights alike")),
            SelectChoice("weighted", _l("Each college by its weight")),
        ],
    )
    per_college = BooleanField(_l("Reached in every college"))


def _rules(label: Any) -> SelectMultipleField:
    return SelectMultipleField(
        label, choices=[], validate_choice=False, option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False), validators=[Optional()],
    )  # fmt: skip


class DemandsPart(Part):
    """The rules of modules that hold beside the quorum, or beside the majority."""

    ordinary = _rules(_l("Ordinary decisions"))
    extraordinary = _rules(_l("Extraordinary decisions"))


class QuorumRounds(Part):
    """The quorums of one kind of decision."""

    first = FormField(QuorumPart, label=_l("First convocation"))
    second = FormField(QuorumPart, label=_l("Second convocation"))


class QuorumKinds(Part):
    """All quorums."""

    ordinary = FormField(QuorumRounds, label=_l("Ordinary decisions"))
    extraordinary = FormField(QuorumRounds, label=_l("Extraordinary decisions"))


class MajorityPart(Part):
    """The majority of one round."""

    strict = choice(_l("Votes for"), [SelectChoice(YES, _l("More than")), SelectChoice(NO, _l("At least"))])
    threshold = _share(_l("Threshold"))
    base = choice(
        _l("Measured on"),
        [
            SelectChoice("cast", _l("The votes cast")),
            SelectChoice("present", _l("The voting rights present or represented")),
            SelectChoice("members", _l("All voting rights")),
        ],
    )


class MajorityRounds(Part):
    """The majorities of one kind of decision."""

    first = FormField(MajorityPart, label=_l("First convocation"))
    second = FormField(MajorityPart, label=_l("Second convocation"))


class MajorityKinds(Part):
    """All majorities."""

    ordinary = FormField(MajorityRounds, label=_l("Ordinary decisions"))
    extraordinary = FormField(MajorityRounds, label=_l("Extraordinary decisions"))


class VotesPart(Part):
    """How votes become a result."""

    carry = RadioField(
        _l("How votes become a result"),
        choices=[
            SelectChoice("proportional", _l("In proportion")),
            SelectChoice("majority", _l("By the majority of each college")),
            SelectChoice("heads", _l("One member, one vote")),
        ],
        validators=[Expected()],
    )
    on_tie = choice(_l("When a college is split in two equal halves"), _FALLBACKS)
    on_empty = choice(_l("When nobody votes in a college"), _FALLBACKS)


class NoticePart(Part):
    """Days of notice."""

    days = _number(_l("Days of notice before the assembly"))
    second_days = _number(_l("Days of notice before a second convocation"))


class ProxiesPart(Part):
    """The limit of proxies."""

    per_holder = _number(_l("Proxies that one member may hold"))
    blank = SelectField(
        _l("Proxy without a holder"),
        choices=[
            _SILENT,
            SelectChoice("board", _l("The chair votes for what the board backs, against everything else")),
        ],
        validators=[Optional()],
    )
    pair_days = _silent(
        _l("Days between an ordinary and an extraordinary assembly for one proxy to hold in both")
    )
    spouse = BooleanField(
        _l("A spouse or civil partner who is no member may hold a proxy"),
        description=_l("In an SA the law allows it, whatever the statutes say."),
    )


class CapitalPart(Part):
    """The clauses on the capital."""

    nominal = text(_l("Nominal value of a share"), _l("In euros, the same for all shares."))
    minimum = text(_l("Least capital"), _l("In euros: the capital never falls under it."))
    floor = _share(
        _l("Floor of the capital"), _l("The share of the highest capital ever reached that stays.")
    )
    paid_at_subscription = _share(_l("Paid at the subscription"), _l("The share that is paid at once."))
    payment_years = _number(_l("Years to pay the rest"))
    redemption_years = _number(_l("Years by which a redemption may be deferred"))


class AssembliesPart(Part):
    """What members may ask of an assembly; empty where the statutes are silent."""

    items_threshold = _silent(_l("Voting rights that put an item on the agenda"))
    items_days = _silent(_l("Days before the assembly for an item of members"))
    questions_days = _silent(_l("Days before the assembly for a written question"))


class CorrespondencePart(Part):
    """How one votes by correspondence; empty where the statutes are silent."""

    paper_days = _silent(_l("Days before the assembly by which a paper form is received"))
    online_hour = _silent(_l("Hour of the day before until which a form is filled in online"))
    on_arrival = SelectField(
        _l("When a member who sent a form comes in person"),
        choices=[
            _SILENT,
            SelectChoice("bound", _l("The form stays, and the member votes by it")),
            SelectChoice("free", _l("The form is withdrawn, and the member votes in person")),
        ],
        validators=[Optional()],
    )


class BoardPart(Part):
    """The board; empty where the statutes are silent."""

    seats = _silent(_l("Seats on the board that all members elect together"))
    term_years = _silent(_l("Years of a term"))
