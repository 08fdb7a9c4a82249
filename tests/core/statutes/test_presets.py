"""Prepared statutes: legal as they stand, every value with a source that agrees with the figures of the law."""

import pytest

from collegial.kernel.errors import Missing
from collegial.statutes.presets import PRESETS, preset, sources_for
from collegial.statutes.rules import (
    LEGAL_MINIMUMS,
    ClauseSource,
    LegalForm,
    SourceStatus,
    legal_figure,
    parse_statutes,
    source_of,
)


def leaves(value, path=""):
    """Give the dotted path of each value; rows of a list are named by the list."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, f"{path}.{name}" if path else name)
    else:
        yield path


@pytest.mark.parametrize("key", PRESETS)
def test_prepared_statutes_keep_to_the_newest_law(key):
    rules = parse_statutes(preset(key).document)

    assert key.removeprefix("scic-") == rules.legal_form.value.lower()


@pytest.mark.parametrize("key", PRESETS)
def test_every_value_has_a_source(key):
    one = preset(key)

    assert [path for path in leaves(dict(one.document)) if source_of(one.sources, path) is None] == []


@pytest.mark.parametrize("key", PRESETS)
def test_every_source_names_a_value(key):
    one = preset(key)
    known = set(leaves(dict(one.document)))
    tables = {path.rpartition(".")[0] for path in known} | {path.split(".")[0] for path in known}

    # Prepared statutes say nothing on what members may ask, but the editor offers it.
    assert set(one.sources) - known - tables == {"assemblies"}


@pytest.mark.parametrize("key", PRESETS)
def test_what_a_law_bounds_is_cited_and_nothing_else(key):
    sources = preset(key).sources
    bounded = {path for path, one in sources.items() if one.status is not SourceStatus.PRESET}

    assert bounded
    assert {path for path, one in sources.items() if one.citation} == bounded


# Where the figure of the law bounds a value: the end of the figure's key, and the path of the value.
KINDS, ROUNDS, FLOORS = ("ordinary", "extraordinary"), ("first", "second"), ("more_than", "at_least")
BOUNDED = {
    **{f"quorum.{kind}.{one}": f"quorum.{kind}.{one}.at_least" for kind in KINDS for one in ROUNDS},
    **{f"majority.{kind}.{how}": f"majority.{kind}.{{round}}.threshold" for kind in KINDS for how in FLOORS},
    "majority.ordinary.first.members.more_than": "majority.ordinary.first.base",
    "notice.first": "notice.days",
    "notice.second": "notice.second_days",
    "capital.minimum": "capital.minimum",
}
COOPERATIVE = {
    "colleges.least": "colleges",
    "colleges.weight.least": "colleges",
    "categories.least": "categories",
    "capital.floor.least": "capital.floor",
    "capital.paid.least": "capital.paid_at_subscription",
    "capital.payment_years.most": "capital.payment_years",
    "capital.redemption_years.most": "capital.redemption_years",
}


def expected(figure):
    """Give each (legal form, path) that a figure bounds."""
    form, _, rest = figure.key.partition(".")
    if figure.key in COOPERATIVE:
        return [(one, COOPERATIVE[figure.key]) for one in LegalForm if one.is_scic]
    path = BOUNDED.get(rest, "")
    return [(LegalForm(form), path.format(round=one)) for one in ROUNDS] if path else []


def test_the_sources_agree_with_the_figures_of_the_law():
    checked = [(figure, form, path) for figure in LEGAL_MINIMUMS for form, path in expected(figure)]
    wrong = [
        (form, path)
        for figure, form, path in checked
        if source_of(sources_for(form), path)
        != ClauseSource(status=SourceStatus(figure.status.value), citation=figure.citation)
    ]

    assert wrong == []
    assert len(checked) > 40


def test_a_least_capital_is_cited_for_a_public_limited_company_alone():
    assert legal_figure("SA.capital.minimum").value == 18500
    assert source_of(sources_for(LegalForm.SA), "capital.minimum").status is SourceStatus.VERIFY
    assert source_of(sources_for(LegalForm.SAS), "capital.minimum").status is SourceStatus.PRESET


@pytest.mark.parametrize(
    ("source", "sentence", "article"),
    [
        (ClauseSource(status=SourceStatus.PRESET), "Set by your statutes.", "None"),
        (ClauseSource(status=SourceStatus.LAW, citation="art. 1"), "Bounded by law: art. 1.", "art. 1"),
        (
            ClauseSource(status=SourceStatus.VERIFY, citation="art. 1"),
            "Bounded by law: art. 1 (to be confirmed).",
            "art. 1 (to be confirmed)",
        ),
        (ClauseSource(status=SourceStatus.VERIFY), "To be confirmed.", "To be confirmed."),
    ],
)
def test_a_source_says_how_sure_it_is(source, sentence, article):
    assert (str(source.said), str(source.article)) == (sentence, article)


def test_unknown_statutes_to_start_from_are_named():
    with pytest.raises(Missing, match=r"statutes\.unknown_preset") as refusal:
        preset("gmbh")

    assert "scic-sa, scic-sas, scic-sarl, association" in str(refusal.value.text)
