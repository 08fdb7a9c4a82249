"""Addresses learn how they are written when they are first asked for."""

import pytest
from werkzeug.routing import Map, Rule

from collegial.web.routing import LateRule

RULES = (
    ("/", "home", {}),
    ("/a page/é", "odd", {}),
    ("/votes/<int:number>", "vote", {"number": 7}),
    ("/files/<path:name>", "file", {"name": "minutes/of 2026.pdf"}),
    ("/lists/<name>.<any(csv, xlsx):kind>", "list", {"name": "roll", "kind": "csv"}),
)


def bound(kind):
    return Map([kind(rule, endpoint=name) for rule, name, _ in RULES]).bind("localhost")


@pytest.mark.parametrize(("rule", "name", "values"), RULES)
def test_an_address_is_written_as_the_library_writes_it(rule, name, values):
    late, own = bound(LateRule), bound(Rule)

    for asked in (values, values | {"q": "à & b"}):
        assert late.build(name, asked) == own.build(name, asked)


def test_nothing_is_compiled_before_and_nothing_twice(monkeypatch):
    compiled, made = [], Rule._compile_builder

    def note(rule, append_unknown):
        compiled.append(rule.rule)
        return made(rule, append_unknown)

    monkeypatch.setattr(Rule, "_compile_builder", note)
    late = bound(LateRule)
    assert compiled == []

    assert {late.build("vote", {"number": 7}) for _ in range(2)} == {"/votes/7"}

    assert compiled == ["/votes/<int:number>"]


def test_the_pages_of_features_and_modules_have_such_addresses(app):
    pages = [rule for rule in app.url_map.iter_rules() if hasattr(app.view_functions[rule.endpoint], "gate")]

    assert [one.rule for one in pages if not isinstance(one, LateRule)] == []
    assert len(pages) > 500
