"""The fewer answers of a form are marked: those that must be given, or those that may be left out."""

import pytest
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
)
from wtforms.validators import DataRequired, Optional

from collegial.web.answers import mark_the_fewer, may_be_left_out
from collegial.web.forms import PartForm
from collegial.web.marks import Settled

NEEDED, LEFT = [DataRequired()], [Optional()]
ALWAYS = {
    "agreed": BooleanField(),
    "mark": HiddenField(),
    "send": SubmitField(),
    "kind": SelectField(choices=[("a", "A")], validators=NEEDED),
    "way": RadioField(choices=[("a", "A")], validators=[Settled()]),
}


def form_of(needed, left):
    fields = {f"needed{n}": StringField(validators=NEEDED) for n in range(needed)}
    fields |= {f"left{n}": StringField(validators=LEFT) for n in range(left)}
    return type("Made", (PartForm,), {**ALWAYS, **fields})()


@pytest.mark.parametrize(
    ("needed", "left", "is_search", "said", "marked"),
    [
        (1, 2, False, None, {"left0", "left1"}),
        (3, 3, False, None, {"left0", "left1", "left2"}),
        (2, 3, False, "Only what is marked “required” must be filled in.", {"needed0", "needed1"}),
        (0, 3, False, "Fill in what you like: nothing here is required.", set()),
        (1, 1, True, None, set()),
    ],
)
def test_the_fewer_are_marked(needed, left, is_search, said, marked):
    form = form_of(needed, left)

    words = mark_the_fewer(form, is_search=is_search)

    assert (words and words.msgid) == said
    kinds = {"kind", "way", *(name for name in form._fields if name.startswith(("needed", "left")))}
    assert {name for name in kinds if form[name].flags.is_marked or may_be_left_out(form[name])} == marked


def test_the_lines_of_a_list_count_with_the_form_and_are_marked_with_it():
    line = type("Line", (PartForm,), {"name": StringField(validators=NEEDED), "note": StringField()})
    form = type(
        "Made", (PartForm,), {"lines": FieldList(FormField(line), min_entries=3), "more": StringField()}
    )()

    assert mark_the_fewer(form, is_search=False)
    assert [one["name"].flags.is_marked for one in form.lines] == [True] * 3
    assert not any(may_be_left_out(one.note) for one in form.lines)


@pytest.mark.parametrize(
    ("choices", "may_be"),
    [([("", ""), ("a", "A")], True), ([("", "None"), ("a", "A")], False), ([("a", "A")], False), ([], False)],
)
def test_a_list_may_be_left_out_whose_empty_line_has_no_words(choices, may_be):
    form = type("Made", (PartForm,), {"some": SelectField(choices=choices)})()

    assert may_be_left_out(form.some) is may_be
