"""The ballot paper of an open vote: one question a screen, then the review."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l

from collegial.votes.models import Choice

LABELS = {
    Choice.FOR: _l("For"),
    Choice.AGAINST: _l("Against"),
    Choice.ABSTAIN: _l("I abstain"),
    Choice.BLANK: _l("Blank vote"),
}


def read_choices(form: Mapping[str, str], questions: Sequence[int]) -> dict[int, Choice]:
    """Return the answers that a page carries, by question; unknown values are left out."""
    found: dict[int, Choice] = {}
    for question in questions:
        value = form.get(f"q{question}", "")
        if value in {choice.value for choice in Choice}:
            found[question] = Choice(value)
    return found
