"""Keep the shipped template in a repository of Git, a tag for each version: what copier follows.

An installed package has no history; so whoever keeps plugins for several people writes the template into a
repository of its own after each upgrade, and `copier update` finds the versions there.
"""

import shutil
import subprocess
from pathlib import Path

from collegial.authoring.updating import CannotUpdate
from collegial.kernel.text import t

# The commits are the program's; who ran it is of no matter to a plugin.
_AS_PROGRAM = (
    "-c",
    "user.name=collegial",
    "-c",
    "user.email=collegial@localhost",
    "-c",
    "commit.gpgsign=false",
)


def publish_template(template: Path, folder: Path, version: str) -> str | None:
    """Bring a repository to a template and tag it; return the tag, or None where it holds that already.

    The folder is new, empty, or was written so before. Raises CannotUpdate for another one, and for one with
    changes of its own. A template that changed under the same version gets the next `.post` of it.
    """
    _prepare(folder)
    for one in folder.iterdir():
        if one.name != ".git":
            shutil.rmtree(one) if one.is_dir() else one.unlink()
    shutil.copytree(template, folder, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    _git(folder, "add", "-A", "-f")
    if not _git(folder, "status", "--porcelain"):
        return None
    tag = _next_tag(folder, version)
    _git(folder, *_AS_PROGRAM, "commit", "-q", "-m", f"The template of a plugin, {tag}")
    _git(folder, "tag", tag)
    return tag


def _prepare(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        _git(folder, "init", "-q")
        return
    if not (folder / ".git").exists() or not (folder / "copier.yml").is_file():
        raise CannotUpdate(
            t(
                "%(folder)s holds something else; name a new folder, or one that this command wrote.",
                folder=folder,
            )
        )
    if _git(folder, "status", "--porcelain"):
        raise CannotUpdate(
            t("%(folder)s has changes that are not committed; commit or undo them first.", folder=folder)
        )


def _next_tag(folder: Path, version: str) -> str:
    known = set(_git(folder, "tag").split())
    names = (f"v{version}", *(f"v{version}.post{number}" for number in range(1, len(known) + 1)))
    return next(one for one in names if one not in known)


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 (git, with arguments of ours)
            ["git", *arguments],  # noqa: S607 (where it is differs)
            cwd=folder, capture_output=True, check=True, text=True,
        )  # fmt: skip
    except FileNotFoundError:
        raise CannotUpdate(t("This needs the program git.")) from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.strip()
        raise CannotUpdate(
            t(
                "git %(command)s failed in %(folder)s: %(error)s",
                command=arguments[0],
                folder=folder,
                error=said,
            )
        ) from None
    return done.stdout
