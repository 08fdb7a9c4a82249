"""The bell in the head of each page: how many notices are unread."""

from flask import Flask, g, request

from collegial.notices.queries import count_unread
from collegial.web.request import session, viewer


def hang_bell(app: Flask) -> None:
    """Let templates ask how many notices the reader has not opened."""
    app.jinja_env.globals["unread_notices"] = _unread


def _unread() -> int:
    account = viewer().account_id if request and not g.get("is_job") else None
    return count_unread(session(), account) if account is not None else 0
