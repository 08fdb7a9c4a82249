"""What a field says beside its label: when it is needed, and that it takes Markdown; how fields lie."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, StringField
from wtforms.validators import Length

from collegial.web.answers import mark_the_fewer, may_be_left_out
from collegial.web.forms import PartForm, choose_one
from collegial.web.laying import parts_of
from collegial.web.marks import NeededWhen

ANSWERS = [("yes", "Yes"), ("no", "No")]


class Asked(PartForm):
    """A refusal needs its reason; a service asks for the note."""

    answer = RadioField(choices=ANSWERS)
    reason = StringField(validators=[NeededWhen("required for a refusal", "answer", "no"), Length(min=3)])
    note = StringField(validators=[NeededWhen("required for a loss"), Length(min=3)])


@pytest.mark.parametrize(
    ("answer", "reason", "wrong"),
    [
        ("yes", "", []),
        ("no", "  ", ["Cette réponse est nécessaire."]),
        ("no", "It is late.", []),
        ("yes", "It", ["3 caractères au moins."]),
    ],
)
def test_an_answer_is_asked_for_where_another_makes_it_necessary(app, answer, reason, wrong):
    with app.test_request_context():
        form = Asked(MultiDict({"answer": answer, "reason": reason}))
        form.validate()

    assert form.reason.errors == wrong
    assert form.note.errors == []


def test_what_is_needed_at_times_is_neither_required_nor_optional():
    form = Asked()

    assert mark_the_fewer(form, is_search=False) is None
    assert [one.short_name for one in form if may_be_left_out(one)] == ["answer"]
    assert form.reason.flags.needed_when == "required for a refusal"


class Laid(PartForm):
    """Two dates side by side, a place folded away."""

    side_by_side = (("first", "last"),)
    folded = (("A precise place", ("north", "east")),)

    mark = HiddenField()
    first = StringField()
    agreed = BooleanField()
    last = StringField()
    north = StringField()
    east = StringField()


def test_fields_lie_where_the_first_of_their_row_stands():
    parts = [([one.short_name for one in part.fields], part.summary) for part in parts_of(Laid())]

    assert parts == [
        (["first", "last"], None),
        (["agreed"], None),
        (["north", "east"], "A precise place"),
    ]


def test_what_is_left_out_of_a_form_is_left_out_of_its_row():
    form = Laid()
    del form.last

    assert next([one.short_name for one in part.fields] for part in parts_of(form)) == ["first"]


@pytest.mark.parametrize(("written", "is_open"), [({}, False), ({"east": "-1.67"}, True)])
def test_what_is_folded_away_stands_open_where_something_is_written(written, is_open):
    assert [part.stands_open for part in parts_of(Laid(data=written)) if part.summary] == [is_open]


def test_nothing_is_chosen_by_itself_unless_there_is_nothing_else(app):
    one, other = SelectChoice("1", "One"), SelectChoice("2", "Another")
    with app.test_request_context():
        assert [choice.value for choice in choose_one([one, other])] == ["", "1", "2"]
        assert choose_one([one]) == [one]
