"""The invented people one can sign in as, in the demonstration only."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from collegial.config import Settings
from collegial.demo.rennes import read_part
from collegial.kernel.errors import Expired, Missing
from collegial.kernel.text import t

# A link is good for as long as a demonstration is usually kept.
LINK_LIFETIME = 14 * 24 * 3600


@dataclass(frozen=True, kw_only=True)
class Persona:
    """One of them; `about` is quoted from the data, in its language."""

    key: str
    name: str
    email: str
    roles: tuple[str, ...]
    about: str


@cache
def personas() -> Mapping[str, Persona]:
    """Return them by key, in the order of the data."""
    return {one["key"]: _persona(one) for one in read_part("personas")["personas"]}


def persona(key: str) -> Persona:
    """Return one. Raises Missing."""
    if key not in personas():
        raise Missing("demo.no_persona", t("Nobody of that name is in the demonstration."))
    return personas()[key]


def sign_in_link(settings: Settings, key: str) -> str:
    """Return the address that signs in as a persona; nothing is stored, it is signed with the program's secret."""
    return f"{settings.public_url.rstrip('/')}/demo/sign-in/{_signer(settings).dumps(persona(key).key)}"


def persona_of_token(settings: Settings, token: str) -> Persona:
    """Return whom a link stands for. Raises Missing for a link of another deployment, Expired for an old one."""
    try:
        return persona(_signer(settings).loads(token, max_age=LINK_LIFETIME))
    except SignatureExpired:
        raise Expired(
            "demo.old_link", t("This link of the demonstration is too old. Choose a person on the page “Demonstration”.")
        ) from None
    except BadSignature:
        raise Missing(
            "demo.unknown_link", t("This link does not belong to this demonstration. Choose a person on its page.")
        ) from None


def _persona(given: Mapping[str, object]) -> Persona:
    roles = given["roles"]
    assert isinstance(roles, list)
    return Persona(
        key=str(given["key"]),
        name=f"{given['given_name']} {given['family_name']}",
        email=str(given["email"]).lower(),
        roles=tuple(roles),
        about=str(given["about"]),
    )


def _signer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.secrets.key, salt="collegial.demo.sign-in")
