"""Links that sign in as one of the demonstration's people; nothing is stored, its secret signs them."""

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from collegial.config import Settings
from collegial.demo.personas import Persona, persona, personas
from collegial.kernel.errors import Expired, Missing
from collegial.kernel.text import t

# A link is good for as long as a demonstration is usually kept.
LINK_LIFETIME = 14 * 24 * 3600


def persona_links(settings: Settings) -> list[tuple[str, str]]:
    """Return each persona's key and link, in the order of the data."""
    return [(key, sign_in_link(settings, key)) for key in personas()]


def sign_in_link(settings: Settings, key: str) -> str:
    """Return the address that signs in as a persona."""
    return f"{settings.public_url.rstrip('/')}/demo/sign-in/{_signer(settings).dumps(persona(key).key)}"


def persona_of_token(settings: Settings, token: str) -> Persona:
    """Return whom a link stands for. Raises Missing for another deployment's link, Expired for an old one."""
    try:
        return persona(_signer(settings).loads(token, max_age=LINK_LIFETIME))
    except SignatureExpired:
        raise Expired(
            "demo.old_link",
            t("This link of the demonstration is too old. Choose a person on the page “Demonstration”."),
        ) from None
    except BadSignature:
        raise Missing(
            "demo.unknown_link",
            t("This link does not belong to this demonstration. Choose a person on its page."),
        ) from None


def _signer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.secrets.key, salt="collegial.demo.sign-in")
