"""What the settings must be for accounts to be safe: the secrets, second factors, a provider of identities."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from collegial.kernel.text import Text, t

if TYPE_CHECKING:
    from collegial.config import Oidc, Secrets, Security

KEY_LENGTH = 32
CLIENT_AUTHS = ("client_secret_basic", "client_secret_post")
ROLES = ("member", "staff", "chair", "pilot", "administrator")


def secret_faults(secrets: Secrets) -> Iterator[Text]:
    """Yield each secret that is too short."""
    for name in ("key", "password_salt", "totp"):
        if len(getattr(secrets, name)) < KEY_LENGTH:
            yield t(
                "The setting secrets.%(name)s must hold at least %(least)d random characters.",
                name=name,
                least=KEY_LENGTH,
            )


def security_faults(security: Security) -> Iterator[Text]:
    """Yield what is wrong with how accounts are guarded."""
    for one in security.two_factors:
        if one not in ROLES:
            yield t(
                "The setting security.two_factors must hold some of: %(names)s; “%(what)s” is none of them.",
                names=", ".join(ROLES),
                what=one,
            )
    if security.grace_days < 0:
        yield t("The setting security.grace_days must be zero or more.")
    if security.leaked_passwords and not security.leaked_passwords.startswith(("https://", "http://")):
        yield t("The setting security.leaked_passwords must be an address that begins with https://.")


def oidc_faults(oidc: Oidc, secrets: Secrets) -> Iterator[Text]:
    """Yield what is wrong with the provider of identities."""
    if not oidc.issuer:
        return
    issuer = urlsplit(oidc.issuer)
    if not issuer.netloc or (issuer.scheme != "https" and issuer.hostname not in {"localhost", "127.0.0.1"}):
        yield t("The setting oidc.issuer must be an address that begins with https://.")
    needed = {"oidc.name": oidc.name, "oidc.client_id": oidc.client_id}
    for name, value in (needed | {"secrets.oidc_client_secret": secrets.oidc_client_secret}).items():
        if not value:
            yield t("The setting %(name)s is needed where oidc.issuer is set.", name=name)
    if oidc.client_auth not in CLIENT_AUTHS:
        yield t("The setting oidc.client_auth must be one of: %(names)s.", names=", ".join(CLIENT_AUTHS))
    if find_spec("authlib") is None:
        yield t("The setting oidc.issuer needs: pip install 'collegial[oidc]'.")
