"""In a template a name means one thing: a piece of a page that takes another's name leaves it without its answers."""

import pytest
from jinja2 import nodes
from tests.contract.test_texts import JINJA, ROOT


def taken(source):
    """Return the names of pieces of a template that it also gives to something else."""
    template = JINJA.parse(source)
    pieces = {one.target.name for one in template.find_all(nodes.AssignBlock)}
    others = {one.target.name for one in template.find_all(nodes.Assign) if hasattr(one.target, "name")}
    return pieces & others


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (
            "{% set state = loan.state %}{% set state %}<b>Late</b>{% endset %}{{ state == 'late' }}",
            {"state"},
        ),
        ("{% set state = loan.state %}{% set chips %}<b>Late</b>{% endset %}", set()),
        ("{% set chips %}{% endset %}{% for one in chips %}{% endfor %}", set()),
    ],
)
def test_a_name_that_means_two_things_is_found(source, found):
    assert taken(source) == found


def test_in_no_template_a_name_means_two_things():
    templates = [path for root in ("core", "plugins") for path in (ROOT / root).rglob("*.html")]
    found = {path.name: names for path in templates if (names := taken(path.read_text("utf-8")))}

    assert len(templates) > 100
    assert found == {}
