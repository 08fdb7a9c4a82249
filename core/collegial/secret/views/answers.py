"""What the scripts of these pages are answered: JSON, refusals included."""

import functools
from collections.abc import Callable
from typing import Any

from flask import Response, jsonify, request

from collegial.kernel.errors import DomainError, Invalid
from collegial.kernel.text import t
from collegial.secret.credentials import Authority
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.published import published_fingerprint


def answers_json(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answer a refusal with its code and its sentence, which the script shows."""

    @functools.wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Any:
        try:
            return view(*args, **kwargs)
        except DomainError as error:
            response = jsonify(code=error.code, sentence=say(error.text))
            response.status_code = error.status
            return response

    return answered


def payload() -> str:
    """Return what a script sent, as it was sent."""
    sent = request.form.get("payload", "")
    if not sent:
        raise Invalid("secret.empty", t("Nothing was sent. Reload the page and try again."))
    return sent


def exact(text: str) -> Response:
    """Return a JSON text byte for byte: its hash is what counts."""
    return Response(text, mimetype="application/json")


def authority() -> Authority:
    """Return the maker of credentials, with the key that stands in the settings alone, and the program as it is."""
    return Authority(key=current_program().settings.secrets.key, program=published_fingerprint())
