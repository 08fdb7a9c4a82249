"""What a page that is open to everyone tells search engines and those who share it: its one address, its languages."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from flask_babel import get_locale

from collegial.kernel.permissions import PUBLIC
from collegial.web.languages import LANGUAGE
from collegial.web.program import current_program, public_address
from collegial.web.request import gate_of_request

# What only its bearer may know is in the address of these pages.
_PERSONAL = {"token", "code"}


@dataclass(frozen=True, kw_only=True)
class Sharing:
    """The address of a page in its language, and in each language of the site."""

    canonical: str
    alternates: Sequence[tuple[str, str]]


def sharing() -> Sharing | None:
    """Return how this page is shared; None for one that is not everyone's."""
    gate = gate_of_request() if request else None
    if gate is None or gate.permission.key != PUBLIC.key or gate.machine or request.method != "GET":
        return None
    if _PERSONAL & (request.view_args or {}).keys():
        return None
    languages = current_program().settings.pays.languages
    return Sharing(
        canonical=address_in(request.path, str(get_locale()), languages[0]),
        alternates=[(one, address_in(request.path, one, languages[0])) for one in languages],
    )


def address_in(path: str, language: str, first: str) -> str:
    """Return the address of a page in a language; that of the first language has no mark."""
    return public_address(path if language == first else f"{path}?{LANGUAGE}={language}")
