"""What comments call L11 is a rule that docs/law.md tells, with its place in the code and its test."""

import re

import pytest

RULE = re.compile(r"\bL[1-9]\d?\b")
ROW = re.compile(r"^\| (L\d+) \|(.+)\|(.+)\|(.+)\|(.+)\|$", re.MULTILINE)
PATH = re.compile(r"`([^`]+)`")


@pytest.fixture(scope="module")
def rows(root):
    """Give the rules by their numbers: the paths of the code and of the tests that stand in each row."""
    found = ROW.findall((root / "docs/law.md").read_text("utf-8"))
    assert len({one[0] for one in found}) == len(found)
    return {number: (PATH.findall(code), PATH.findall(tests)) for number, _, _, code, tests in found}


def test_every_rule_that_the_code_names_is_told(root, rows):
    files = [
        path
        for folder in ("core", "plugins", "migrations", "tests", "docs", "bench")
        for path in (root / folder).rglob("*")
        if path.suffix in {".py", ".html", ".typ", ".md", ".toml"} and path.name != "law.md"
    ]
    named = {number for path in files for number in RULE.findall(path.read_text("utf-8"))}

    assert len(named) > 30
    assert named - rows.keys() == set()


def test_every_rule_stands_in_code_and_tests_that_are_there(root, rows):
    code, tests = (root / "core/collegial", root / "plugins"), (root / "tests/core", root / "tests/plugins")
    lost = [
        (number, path)
        for number, columns in rows.items()
        for places, paths in zip((code, tests), columns, strict=True)
        for path in paths
        if not any((place / path).exists() for place in places)
    ]
    assert lost == []
    assert [number for number, columns in rows.items() if not all(columns)] == []
