"""Flask-Security's own sentences: those that pages show said as ours are, the others in French for Breton."""

from importlib.resources import files
from pathlib import Path

from flask_security.babel import FsDomain

from collegial.hooks.contracts import TranslationSource
from collegial.kernel.locator import locate
from collegial.kernel.text import t
from collegial.web.languages import MergedDomain

_ENDED = t("That took too long, or was done already. Start again.")
_PASSKEY = t("This passkey is not known here. Sign in otherwise, then add it to your account.")
_SAID = {
    "ANONYMOUS_USER_REQUIRED": (t("You are signed in already."), "info"),
    "DISABLED_ACCOUNT": (t("This account is closed."), "error"),
    "EMAIL_NOT_PROVIDED": (t("This answer is needed."), "error"),
    "FAILED_TO_SEND_CODE": (t("The code could not be sent. Try again in a moment."), "error"),
    "GENERIC_AUTHN_FAILED": (
        t("That did not work. Check the address, and the code or the password, then try again."), "error"
    ),
    "GENERIC_US_SIGNIN": (t("If this address has an account, an e-mail is on its way."), "info"),
    "INVALID_CODE": (t("This code is not right."), "error"),
    "INVALID_EMAIL_ADDRESS": (
        t("This is not an e-mail address: it looks like name@example.org."), "error"
    ),
    "INVALID_PASSWORD": (t("This password is not right."), "error"),
    "INVALID_PASSWORD_CODE": (t("This password or this code is not right."), "error"),
    "INVALID_RESET_PASSWORD_TOKEN": (t("This link is not valid. Ask for another one."), "error"),
    "PASSWORD_CHANGE": (t("Your password is saved."), "success"),
    "PASSWORD_INVALID_LENGTH": (t("Write at least %(length)s characters."), "error"),
    "PASSWORD_IS_THE_SAME": (t("This is the password you have now. Choose another one."), "error"),
    "PASSWORD_MISMATCH": (t("This password is not right."), "error"),
    "PASSWORD_NOT_PROVIDED": (t("This answer is needed."), "error"),
    "PASSWORD_RESET": (t("Your password is saved."), "success"),
    "PASSWORD_RESET_EXPIRED": (t("This link has expired. Ask for another one."), "error"),
    "PASSWORD_RESET_NO_LOGIN": (t("Your password is saved."), "success"),
    "REAUTHENTICATION_REQUIRED": (t("Your sign-in is a little old for what follows."), "info"),
    "REAUTHENTICATION_SUCCESSFUL": (t("Thank you: it is you."), "success"),
    "RETYPE_PASSWORD_MISMATCH": (t("The two are not the same."), "error"),
    "UNAUTHENTICATED": (t("Sign in to go on."), "info"),
    "US_SPECIFY_IDENTITY": (t("This answer is needed."), "error"),
    "WEBAUTHN_CREDENTIAL_DELETED": (t("The passkey “%(name)s” is removed."), "info"),
    "WEBAUTHN_CREDENTIAL_ID_INUSE": (t("This passkey is already on an account."), "error"),
    "WEBAUTHN_CREDENTIAL_WRONG_USAGE": (_PASSKEY, "error"),
    "WEBAUTHN_EXPIRED": (_ENDED, "error"),
    "WEBAUTHN_MISMATCH_USER_HANDLE": (_PASSKEY, "error"),
    "WEBAUTHN_NAME_DISALLOWED_CHARACTERS": (
        t("Use letters, digits, spaces and hyphens in this name."), "error"
    ),
    "WEBAUTHN_NAME_INUSE": (t("You already have a passkey called “%(name)s”."), "error"),
    "WEBAUTHN_NAME_NOT_FOUND": (t("You have no passkey called “%(name)s”."), "error"),
    "WEBAUTHN_NAME_REQUIRED": (t("Give the passkey a name."), "error"),
    "WEBAUTHN_NO_VERIFY": (
        t("Your device could not confirm this passkey. Try again, or sign in otherwise."), "error"
    ),
    "WEBAUTHN_ORPHAN_CREDENTIAL_ID": (_PASSKEY, "error"),
    "WEBAUTHN_REGISTER_SUCCESSFUL": (t("The passkey “%(name)s” is added."), "info"),
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": (_PASSKEY, "error"),
}  # fmt: skip
MESSAGES = {f"SECURITY_MSG_{name}": (said.msgid, tone) for name, (said, tone) in _SAID.items()}


class SecurityDomain(MergedDomain):
    """Its catalogue and ours as one: Breton falls back to French."""

    format_list = staticmethod(FsDomain.format_list)

    def __init__(self) -> None:
        folder = Path(str(files("flask_security") / "translations"))
        ours = TranslationSource(folder=locate("translations"))
        super().__init__([TranslationSource(folder=folder, domain="flask_security"), ours])
