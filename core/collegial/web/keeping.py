"""Keep style sheets, scripts and fonts in the browser: their address names what they are."""

from functools import cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Flask, Response, g

_FILES = "static"
_YEAR = 365 * 24 * 3600


def keep_files(app: Flask) -> None:
    """Write the digest of all files into the address of each, so that a browser asks once for what it then keeps.

    A script finds what it imports under the same digest. An address without it, or with that of another version, gives
    the present file, and the browser asks each time whether it changed.
    """
    present = _digest(Path(app.static_folder or ""))
    app.add_url_rule(
        f"{app.static_url_path}/v/<version>/<path:filename>",
        endpoint=_FILES,
        view_func=app.view_functions[_FILES],
    )

    @app.url_defaults
    def name_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == _FILES:
            values.setdefault("version", present)

    @app.url_value_preprocessor
    def leave_version(endpoint: str | None, values: dict[str, Any] | None) -> None:
        if endpoint == _FILES and values is not None:
            g.version_of_files = values.pop("version", "")

    @app.after_request
    def keep(answer: Response) -> Response:
        if answer.status_code < HTTPStatus.BAD_REQUEST and g.get("version_of_files") == present:
            answer.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
        return answer


@cache
def _digest(folder: Path) -> str:
    """Return a short digest of all files of a folder, by their names and contents."""
    files = sorted(one for one in folder.rglob("*") if one.is_file())
    parts = (f"{one.relative_to(folder)} {sha256(one.read_bytes()).hexdigest()}" for one in files)
    return sha256("\n".join(parts).encode()).hexdigest()[:12]
