"""The maps that lead newcomers name all there is: the tree in the architecture, the list of decisions."""

import re

_PART = re.compile(r"`(\w+)(?:/|\.py)`")
_TITLE = re.compile(r"^# (\d{4})\. (.+)$", re.MULTILINE)


def test_the_tree_names_every_part_of_the_core_and_every_plugin(root):
    core = root / "core" / "collegial"
    parts = {one.stem for one in core.iterdir() if one.suffix == ".py" or (one / "__init__.py").is_file()}
    plugins = {one.name for one in (root / "plugins").glob("collegial_*")}

    _, _, after = (root / "docs" / "architecture.md").read_text("utf-8").partition("## The tree\n")
    tree, _, _ = after.partition("\n## ")

    assert (parts | plugins) - {"__init__"} - set(_PART.findall(tree)) == set()


def test_the_list_of_decisions_has_each_under_its_number_and_title(root):
    folder = root / "docs" / "decisions"
    titles = [(one.name, *_TITLE.findall(one.read_text("utf-8"))) for one in sorted(folder.glob("[0-9]*.md"))]
    rows = [line for line in (folder / "README.md").read_text("utf-8").splitlines() if line.startswith("| [")]

    assert rows == [f"| [{number}]({name}) | {title} |" for name, (number, title) in titles]
    assert [name[:4] for name, _ in titles] == [f"{number:04}" for number in range(1, len(titles) + 1)]


def test_the_table_of_plugins_has_each_that_is_bundled(root):
    rows = re.findall(r"^\| `(\w+)` \|", (root / "plugins" / "README.md").read_text("utf-8"), re.MULTILINE)

    assert rows == sorted(one.name for one in (root / "plugins").glob("collegial_*"))
