"""Where a form stands: the page that whoever sent it comes back to."""

from flask import request
from flask.globals import request_ctx


def page_of_form() -> str | None:
    """Return the page at the address asked for, or the nearest above one that only takes forms.

    Who loads such an address again, or changes its language, comes back to where the form stands.
    """
    adapter, path = request_ctx.url_adapter, request.path.rstrip("/")
    while adapter is not None and path:
        for written in (path, f"{path}/"):
            if adapter.test(written, method="GET"):
                return request.script_root + written
        path = path.rpartition("/")[0]
    return None


def place_of_answer() -> str | None:
    """Return the address under which the answer to a form is kept in the browser's history; None for other pages."""
    if request.method != "POST":
        return None
    page = page_of_form()
    return request.full_path if page == request.script_root + request.path and request.query_string else page
