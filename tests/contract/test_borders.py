"""The lists of the import contracts name every part of the program."""

import ast
import configparser
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_LOCKS_ALL = re.compile(r"\.refresh\(\s*[\w.]+,\s*with_for_update=True")
# Long on purpose: one file that auditors read by itself, and the list of what plugins may import.
_MAY_BE_LONG = {"core/collegial/records/verifier.py", "core/collegial/plugin.py"}
_LINES_OF_A_FILE, _LINES_OF_A_FUNCTION = 400, 60
_TELLS = re.compile(r"\.emit(_all)?\(")
# Where acts are: services; jobs, commands and the rows of an import, which do what services do; whoever signs in.
_ACTS = {"services", "jobs", "cli", "kinds", "signing"}
_NO_FEATURE = {"kernel", "hosting", "testing", "demo", "template"}
PLUGINS = {one.name for one in ROOT.glob("plugins/collegial_*")}


@pytest.fixture(scope="module")
def contracts(root):
    read = configparser.ConfigParser()
    read.read(root / "setup.cfg", encoding="utf-8")
    return read


def parts(root):
    core = root / "core" / "collegial"
    names = [one.stem for one in core.iterdir() if one.suffix == ".py" or (one / "__init__.py").is_file()]
    return {f"collegial.{name}" for name in names if name != "__init__"}


def listed(contracts, contract, option):
    return set(contracts[f"importlinter:contract:{contract}"][option].split())


def test_all_but_the_door_is_closed_to_plugins(contracts, root):
    closed = listed(contracts, "plugins-use-the-door", "protected_modules")

    assert closed == parts(root) - {"collegial.plugin", "collegial.testing"}


def test_pluggy_is_kept_out_of_all_but_the_host(contracts, root):
    kept_out = listed(contracts, "pluggy-stays-inside", "source_modules") - PLUGINS

    assert kept_out == parts(root) - {"collegial.hosting", "collegial.hooks"}


def test_every_feature_has_its_layers(contracts, root):
    containers = listed(contracts, "layers-of-a-feature", "containers")
    frame = {
        "app",
        "cli",
        "command",
        "config",
        "config_checks",
        "features",
        "hooks",
        "kernel",
        "plugin",
        "serving",
        "testing",
        "web",
    }

    of_core = {one for one in containers if one.split(".")[0] not in PLUGINS}
    assert of_core == parts(root) - {f"collegial.{name}" for name in frame}


def test_a_row_that_is_read_again_is_locked_alone(root):
    """PostgreSQL refuses to lock what an outer join brings along, and only where a page loaded it so (`hold_row`)."""
    sources = [*root.glob("core/**/*.py"), *root.glob("plugins/**/*.py")]
    assert [one.name for one in sources if _LOCKS_ALL.search(one.read_text(encoding="utf-8"))] == []


def test_what_happened_is_told_by_acts_alone(root):
    """A feature's acts are found in its `services`: no other of its files says that something happened."""
    sources = [*root.glob("core/collegial/**/*.py"), *root.glob("plugins/**/*.py")]
    telling = [one for one in sources if _TELLS.search(one.read_text(encoding="utf-8"))]
    elsewhere = [
        str(one.relative_to(root)) for one in telling
        if not {*one.parent.parts, one.stem} & (_ACTS | _NO_FEATURE)
    ]  # fmt: skip

    assert len(telling) > 100
    assert elsewhere == []


def test_no_file_and_no_function_outgrows_its_reader(root):
    sources = [*root.glob("core/collegial/**/*.py"), *root.glob("plugins/**/*.py")]
    written = {str(one.relative_to(root)): one for one in sources if "migrations" not in one.parts}
    files = [
        name for name, one in written.items()
        if len(one.read_text(encoding="utf-8").splitlines()) > _LINES_OF_A_FILE
    ]  # fmt: skip
    functions = [
        f"{name}:{one.name}" for name in written for one in _functions(written[name])
        if (one.end_lineno or 0) - one.lineno >= _LINES_OF_A_FUNCTION
    ]  # fmt: skip

    assert (set(files) - _MAY_BE_LONG, functions) == (set(), [])


def _functions(file):
    if "template" in file.parts:  # of copier: its names are to be filled in
        return []
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
