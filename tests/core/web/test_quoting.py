"""Quotation marks within quotation marks."""

import pytest
from markupsafe import Markup

from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.quoting import quoted_within

GIVEN = "Pour «\u00a0Une cuisine\u00a0»\u202f?"
INNER = "Pour “Une cuisine”\u202f?"


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("Le vote «\u00a0%(title)s\u00a0» est clos", "fr", INNER),
        ("Ar vouezhiadeg «\u00a0%(title)s\u00a0»", "br", INNER),
        ("The vote “%(title)s” is closed", "en", GIVEN),
        ("%(title)s est clos", "fr", GIVEN),
        ("«\u00a0Vote\u00a0»\u00a0: %(title)s", "fr", GIVEN),
    ],
)
def test_what_is_quoted_has_other_marks_within(text, language, said):
    assert quoted_within(text, {"title": GIVEN}, language) == {"title": said}


def test_what_was_made_safe_stays_so_and_what_was_not_does_not_become_it():
    text = "«\u00a0%(title)s\u00a0»"
    linked = Markup('<a href="/">«\u00a0Un\u00a0»</a>')
    assert isinstance(quoted_within(text, {"title": linked}, "fr")["title"], Markup)
    assert not isinstance(quoted_within(text, {"title": "«\u00a0<b>\u00a0»"}, "fr")["title"], Markup)


def test_pages_and_sentences_say_it_so(app):
    msgid, name = "Nobody is in the mandatory category “%(name)s”.", "«\u00a0<b>\u00a0»"
    with app.test_request_context("/?lang=fr"):
        page = app.jinja_env.from_string("{{ _(msgid, name=name) }}").render(msgid=msgid, name=name)
        assert "«\u00a0“&lt;b&gt;”\u00a0»" in page
        assert "«\u00a0“<b>”\u00a0»" in say(t(msgid, name=name))
