"""Rows that a phone shows as blocks, and texts within the sentences of a template."""

from flask import render_template_string
from flask_babel import force_locale

from collegial.kernel.text import t
from collegial.web.stacking import under_headers


def test_each_cell_has_the_label_of_its_column_and_its_role():
    rows = (
        '<tr class="total"><th scope="row">All</th><td colspan="2">7</td>'
        '<td class="number"><b>9</b></td></tr><tr><td>a</td></tr>'
    )

    told = under_headers(rows, ["Name", "Old", "New", "Sum & rest"])

    assert told == (
        '<tr class="total" role="row"><th scope="row" data-label="Name" role="rowheader">All</th>'
        '<td colspan="2" data-label="Old" role="cell">7</td>'
        '<td class="number" data-label="Sum &amp; rest" role="cell"><b>9</b></td></tr>'
        '<tr role="row"><td data-label="Name" role="cell">a</td></tr>'
    )


def test_a_label_speaks_the_language_of_the_page_and_an_empty_cell_keeps_nothing(app):
    with app.test_request_context(), force_locale("fr"):
        told = under_headers("<tr><td>\n  </td></tr>", [t("Amount")])
    assert told == '<tr role="row"><td data-label="Montant" role="cell"></td></tr>'


def test_a_phone_knows_a_cell_that_says_nothing():
    rows = '<tr><td class="number">\n –\n</td><td><span class="quiet">–</span></td><td>9 h – 10 h</td></tr>'

    told = under_headers(rows, ["Sum", "Host", "Hours"])

    assert told == (
        '<tr role="row"><td data-nothing class="number" data-label="Sum" role="cell">\n –\n</td>'
        '<td data-nothing data-label="Host" role="cell"><span class="quiet">–</span></td>'
        '<td data-label="Hours" role="cell">9 h – 10 h</td></tr>'
    )


def test_a_text_within_a_sentence_speaks_the_language_of_the_page(app):
    with app.test_request_context(), force_locale("fr"):
        told = render_template_string(
            "{{ _('You get e-mails of the kind “%(kind)s”. Shall they stop?', kind=kind) }}",
            kind=t("Assemblies"),
        )
    assert "« Assemblées »" in told.replace("\u00a0", " ").replace("\u202f", " ")
