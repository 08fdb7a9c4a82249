"""Every form asks for its days and hours with a field that refuses years out of reach."""

import ast
from pathlib import Path

import pytest
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict

from collegial.web.forms import Form
from collegial.web.hours import DayField, HourField

ROOT = Path(__file__).parents[2]
BARE = {"DateField", "DateTimeField", "DateTimeLocalField", "MonthField", "WeekField", "TimeField"}
KINDS = "web/hours.py"
REFUSAL = "Write the year in four digits, between 1900 and 2199."


def bare_fields(source):
    """Return the fields for days that a file takes from WTForms as they are."""
    tree = ast.walk(ast.parse(source))
    taken = {one.name for node in tree if isinstance(node, ast.ImportFrom) for one in node.names}
    return taken & BARE


def test_each_field_for_a_day_is_one_that_knows_its_reach():
    sources = [one for top in ("core", "plugins") for one in (ROOT / top).rglob("*.py")]
    found = {str(one): bare_fields(one.read_text("utf-8")) for one in sources}
    bare = {name for name, fields in found.items() if fields}

    assert len(sources) > 500, "hardly a file was read: the test looks at nothing"
    assert [name for name in bare if not name.endswith(KINDS)] == []
    assert len(bare) == 1, "the fields themselves stand on those of WTForms"


@pytest.mark.both_databases("sqlite")  # no database is asked
@pytest.mark.parametrize(("kind", "hour"), [(DayField, ""), (HourField, "T14:00")])
@pytest.mark.parametrize(
    ("day", "errors"),
    [
        ("0001-01-01", [REFUSAL]), ("0026-11-20", [REFUSAL]), ("1899-12-31", [REFUSAL]), ("1900-01-01", []),
        ("2199-12-31", []), ("2200-01-01", [REFUSAL]), ("9999-12-31", [REFUSAL]),
    ],
)  # fmt: skip
def test_a_year_out_of_reach_is_told_at_its_field(app, kind, hour, day, errors):
    paper = type("Paper", (Form,), {"on": kind("Day")})
    with app.test_request_context(), force_locale("en"):
        form = paper(MultiDict({"on": f"{day}{hour}"}), meta={"csrf": False})
        form.validate()

    assert list(form.on.errors) == errors
