"""Where the migrations and catalogues are: inside the installed package, or at the repository's root."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def locate(name: str) -> Path:
    """Return the folder `name`; a wheel carries it in the package, a checkout two levels above.

    Raises FileNotFoundError when neither holds it.
    """
    for folder in (_PACKAGE / name, _PACKAGE.parent.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the folder {name!r} is neither in the package nor beside it")
