"""The invented people one can sign in as, in the demonstration only."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from collegial.demo.rennes import read_part
from collegial.kernel.errors import Missing
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class Persona:
    """One of them; `about` says who it is, by language."""

    key: str
    name: str
    email: str
    roles: tuple[str, ...]
    about: Mapping[str, str]

    def in_language(self, locale: str) -> str:
        """Return who this is, in a language."""
        return self.about.get(locale, self.about["fr"])


@cache
def personas() -> Mapping[str, Persona]:
    """Return them by key, in the order of the data."""
    return {one["key"]: _persona(one) for one in read_part("personas")["personas"]}


def persona(key: str) -> Persona:
    """Return one. Raises Missing."""
    if key not in personas():
        raise Missing("demo.no_persona", t("Nobody of that name is in the demonstration."))
    return personas()[key]


def _persona(given: Mapping[str, object]) -> Persona:
    roles = given["roles"]
    assert isinstance(roles, list)
    return Persona(
        key=str(given["key"]),
        name=f"{given['given_name']} {given['family_name']}",
        email=str(given["email"]).lower(),
        roles=tuple(roles),
        about={"fr": str(given["about"])} | _other_words(given["about_in"]),
    )


def _other_words(given: object) -> dict[str, str]:
    assert isinstance(given, dict)
    return {str(language): str(words) for language, words in given.items()}
