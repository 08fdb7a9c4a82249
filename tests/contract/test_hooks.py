"""The border between the core and plugins: typed, documented, used."""

import importlib.util
import re
import types
from pathlib import Path

import pytest

import collegial.plugin
from collegial.features import FEATURES
from collegial.hooks.hookspecs import Hooks, hookimpl
from collegial.hosting.discovery import installed
from collegial.kernel.permissions import Viewer
from collegial.testing.conformance import annotation_faults

ROOT = Path(__file__).parents[2]
HOOKS = [name for name in vars(Hooks) if not name.startswith("_")]
BUNDLED_NAMES = {
    f"`{one.parent.name.removeprefix('collegial_')}`" for one in ROOT.glob("plugins/*/plugin.py")
}
BUNDLED = [
    candidate.load() for candidate in installed() if candidate.name in {"atelier", "chantier", "partners"}
]


def reference():
    """Return the program that writes docs/plugin-api.md."""
    spec = importlib.util.spec_from_file_location("reference", ROOT / "docs" / "update.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFERENCE = reference()


@pytest.mark.parametrize("module", [*FEATURES, *BUNDLED], ids=lambda one: one.__name__)
def test_implementations_have_the_types_of_their_specifications(module):
    assert list(annotation_faults(module)) == []


def test_a_wrong_annotation_is_named():
    @hookimpl
    def nav_items(viewer: str) -> list[str]:
        return []

    module = types.ModuleType("fake")
    module.nav_items = nav_items

    faults = list(annotation_faults(module))

    assert len(faults) == 2
    assert "takes viewer: <class 'str'>" in faults[1]
    assert str(Viewer) in faults[1]


def test_every_hook_is_used_by_a_bundled_plugin_and_tested():
    assert [hook for hook, users in REFERENCE.users().items() if not set(users) & BUNDLED_NAMES] == []
    assert set(REFERENCE.TESTS) == set(HOOKS), "name a test of each hook in docs/update.py"
    for hook, place in REFERENCE.TESTS.items():
        file, name = place.split("::")
        source = (ROOT / "tests" / f"{file}.py").read_text(encoding="utf-8")
        assert f"def {name}(" in source, hook


def test_the_reference_is_what_the_code_says():
    assert REFERENCE.TARGET.read_text(encoding="utf-8") == REFERENCE.document(), "run `python docs/update.py`"


def test_every_hook_has_its_heading_and_example(root):
    text = (root / "docs" / "plugin-authors.md").read_text(encoding="utf-8")

    for hook, signature in REFERENCE.signatures().items():
        heading = f"### `{signature}`\n"
        assert heading in text, signature
        section = text.split(heading)[1].split("\n### ")[0].split("\n## ")[0]
        assert f"@hookimpl\ndef {hook}(" in section, hook


def plugin_words(root):
    """Return a pattern of the words that only plugins may use: their names, and what they offer."""
    words = set()
    for path in [*root.glob("plugins/*/plugin.py"), *root.glob("tests/outside/plugin/*/plugin.py")]:
        words.add(path.parent.name.removeprefix("collegial_"))
        words |= set(re.findall(r'provides=\("([^"]+)"', path.read_text(encoding="utf-8")))
    # What is also an ordinary word, of a workshop or a way of hearing people, is known by its package and its keys.
    plain = words & {"atelier", "information", "partners", "finance", "sizing"}
    own = {rf"\b{one}s?(?![a-z])" for one in words - plain} | {
        rf"collegial_{one}|[\"']{one}\." for one in plain
    }
    return re.compile(f"(?i){'|'.join(sorted(own))}")


def test_the_core_does_not_know_the_plugins_words(root):
    core = root / "core" / "collegial"
    places = (*core.rglob("*"), *(root / "migrations" / "versions").glob("*.py"))
    files = [
        one
        for one in places
        if one.suffix in {".py", ".html", ".txt", ".toml", ".typ", ".css", ".js", ".jinja"}
        and "demo" not in one.parts
        and "vendor" not in one.parts
    ]
    words = plugin_words(root)

    assert len(files) > 300
    found = {str(one.relative_to(root)): words.findall(one.read_text(encoding="utf-8")) for one in files}
    assert {path: said for path, said in found.items() if said} == {}


def test_the_door_keeps_its_list_in_order():
    names = collegial.plugin.__all__

    assert names == sorted(names, key=lambda name: (not name.isupper(), name[0].islower(), name))
    assert all(hasattr(collegial.plugin, name) for name in names)


@pytest.mark.parametrize(
    ("hook", "place"),
    [("page_slots", r"page_slot\(([^,]+),"), ("subject_actions", r"subject_actions\(([^,)]+),")],
)
def test_the_places_that_pages_leave_to_modules_are_those_that_the_hook_names(hook, place):
    pages = "\n".join(one.read_text() for one in ROOT.glob("core/collegial/*/templates/**/*.html"))
    offered = {name for given in re.findall(place, pages) for name in re.findall(r'"([a-z._]+)"', given)}
    _, _, told = getattr(Hooks, hook).__doc__.partition("The s")

    assert set(re.findall(r"`([a-z._]+)`", told)) == offered - {"open"}  # a state, of which one slot depends
