"""Flask-Security's own sentences: some said more plainly, the others in French where it speaks no Breton."""

from importlib.resources import files
from pathlib import Path

from flask_security.babel import FsDomain

from collegial.hooks.contracts import TranslationSource
from collegial.kernel.locator import locate
from collegial.kernel.text import t
from collegial.web.languages import MergedDomain

MESSAGES = {
    "SECURITY_MSG_GENERIC_AUTHN_FAILED": (
        t("That did not work. Check the address, and the code or the password, then try again.").msgid,
        "error",
    ),
    "SECURITY_MSG_GENERIC_US_SIGNIN": (
        t("If this address has an account, an e-mail is on its way.").msgid,
        "info",
    ),
    "SECURITY_MSG_PASSWORD_CHANGE": (t("Your password is saved.").msgid, "success"),
    "SECURITY_MSG_PASSWORD_INVALID_LENGTH": (t("Write at least %(length)s characters.").msgid, "error"),
    "SECURITY_MSG_RETYPE_PASSWORD_MISMATCH": (t("The two are not the same.").msgid, "error"),
    "SECURITY_MSG_UNAUTHENTICATED": (t("Sign in to go on.").msgid, "info"),
    "SECURITY_MSG_REAUTHENTICATION_SUCCESSFUL": (t("Thank you: it is you.").msgid, "success"),
    "SECURITY_MSG_REAUTHENTICATION_REQUIRED": (
        t("Your sign-in is a little old for what follows.").msgid,
        "info",
    ),
}


class SecurityDomain(MergedDomain):
    """Its catalogue and ours as one: Breton falls back to French."""

    format_list = staticmethod(FsDomain.format_list)

    def __init__(self) -> None:
        folder = Path(str(files("flask_security") / "translations"))
        ours = TranslationSource(folder=locate("translations"))
        super().__init__([TranslationSource(folder=folder, domain="flask_security"), ours])
