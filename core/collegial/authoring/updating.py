"""Bring the news of the shipped template into a plugin: a three-way merge of each file, with what it was made from.

Copier follows templates in Git. The shipped one lies in an installed package, which has no history: so a plugin
keeps what it was made from, `.template.zip`, beside its answers.
"""

import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from collegial.kernel.text import t
from collegial.terminal.speech import Failure

ANSWERS, BASE = ".copier-answers.yml", ".template.zip"
_KEPT_APART = {ANSWERS, BASE}


class CannotUpdate(Failure):
    """The plugin cannot be updated so; the message says what to do."""


@dataclass(kw_only=True)
class Outcome:
    """What an update did to each file."""

    changed: list[str] = field(default_factory=list)
    conflicting: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by their names."""
    return {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in sorted(folder.rglob("*"))
        if one.is_file() and one.name not in _KEPT_APART
    }


def keep_base(plugin: Path, rendered: Mapping[str, bytes]) -> None:
    """Keep in a plugin what it was made from."""
    with zipfile.ZipFile(plugin / BASE, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in rendered.items():
            # A day of its own would make every update differ.
            target.writestr(
                zipfile.ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED
            )


def answers_of(plugin: Path) -> dict[str, Any]:
    """Return what a plugin was made with; raises CannotUpdate where that is not written down."""
    try:
        import yaml  # type: ignore[import-untyped]  # noqa: PLC0415 (comes with copier, for authors only)

        written = yaml.safe_load((plugin / ANSWERS).read_text(encoding="utf-8"))
    except ImportError:
        raise CannotUpdate(t("This needs the library copier: pip install 'collegial[authors]'")) from None
    except (OSError, yaml.YAMLError) as error:
        raise CannotUpdate(
            t("%(folder)s has no readable %(file)s: %(error)s", folder=plugin, file=ANSWERS, error=error)
        ) from None
    return {name: value for name, value in (written or {}).items() if not name.startswith("_")}


def update_files(plugin: Path, new: Mapping[str, bytes]) -> Outcome:
    """Merge a newly rendered template into a plugin; what both sides changed gets marks of conflict."""
    base, done = _base_of(plugin), Outcome()
    for name in sorted({*base, *new}):
        if base.get(name) != new.get(name):
            _update_one(plugin / name, name, base.get(name), new.get(name), done)
    keep_base(plugin, new)
    return done


def _base_of(plugin: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(plugin / BASE) as source:
            return {name: source.read(name) for name in source.namelist()}
    except (OSError, zipfile.BadZipFile):
        raise CannotUpdate(
            t(
                "%(file)s is missing: what the plugin was made from is not known. A plugin made from a template "
                "in Git follows it with `copier update`.",
                file=plugin / BASE,
            )
        ) from None


def _update_one(path: Path, name: str, base: bytes | None, new: bytes | None, done: Outcome) -> None:
    mine = path.read_bytes() if path.is_file() else None
    if new is None:
        if mine == base:
            path.unlink(missing_ok=True)
            done.changed.append(name)
        else:
            done.left.append(name)  # the author changed what the template dropped
    elif mine in {base, new}:
        _write(path, new)
        done.changed.append(name)
    elif mine is None:
        done.left.append(name)  # the author took it away
    else:
        merged, conflicts = _merged(mine, base or b"", new)
        _write(path, merged)
        (done.conflicting if conflicts else done.changed).append(name)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _merged(mine: bytes, base: bytes, new: bytes) -> tuple[bytes, bool]:
    """Merge three states of a file as Git does; tell whether something is left to decide."""
    with tempfile.TemporaryDirectory() as folder:
        paths = list(_written(Path(folder), yours=mine, before=base, template=new))
        labels = [part for path in paths for part in ("-L", path.name)]
        try:
            done = subprocess.run(  # noqa: S603 (git, on three files of ours)
                ["git", "merge-file", "-p", *labels, *map(str, paths)],  # noqa: S607 (where it is differs)
                capture_output=True,
                check=False,
            )  # fmt: skip
        except FileNotFoundError:
            raise CannotUpdate(t("This needs the program git.")) from None
    return done.stdout, done.returncode != 0


def _written(folder: Path, **states: bytes) -> Iterator[Path]:
    for name, content in states.items():
        path = folder / name
        path.write_bytes(content)
        yield path
