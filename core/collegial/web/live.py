"""Pieces of pages that ask again every few seconds: what did not change is left as its reader has it."""

import hashlib
from http import HTTPStatus

from flask import request
from flask.typing import ResponseReturnValue


def mark_of(shown: object) -> str:
    """Return a short mark of what a piece shows; equal contents have equal marks."""
    written = shown if isinstance(shown, str) else repr(shown)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def is_shown(shown: object) -> bool:
    """Tell whether the page that asks shows this already, by the mark it was sent with the piece."""
    return request.args.get("seen") == mark_of(shown)


def unchanged() -> ResponseReturnValue:
    """Answer that nothing changed: the script swaps nothing, so opened details and the focus stay."""
    return "", HTTPStatus.NO_CONTENT
