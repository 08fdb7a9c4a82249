"""How Flask-Security is set: which ways in, for how long, at which addresses, how often."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import request
from flask import session as cookie

from collegial.accounts.codes import LIFETIME
from collegial.accounts.words import MESSAGES
from collegial.config import Settings
from collegial.web.security import Rates

FRESHNESS = timedelta(minutes=15)
# What was begun while fresh can be finished within this much more, however many steps it takes.
GRACE = timedelta(minutes=5)

_BACKENDS = {
    "smtp": "collegial.web.posting.ClosingEmailBackend",
    "file": "collegial.web.posting.FilingEmailBackend",
}
_GUESSING = Rates(scope="guess", per_account="6/minute; 40/hour", per_address="240/minute")
_MAILING = Rates(scope="mail", per_account="4/10 minutes; 12/hour", per_address="240/minute")
_PASSKEYS = Rates(scope="passkey", per_account="20/minute", per_address="480/minute")
RATES = {
    f"security.{name}": rates
    for names, rates in (
        (("login", "us_signin", "us_verify", "us_verify_link"), _GUESSING),
        (("change_password", "reset_password"), _GUESSING),
        (("us_signin_send_code", "us_verify_send_code", "forgot_password"), _MAILING),
        (
            (
                "wan_signin", "wan_signin_response", "wan_verify", "wan_verify_response",
                "wan_register", "wan_register_response", "wan_delete",
            ),
            _PASSKEYS,
        ),
    )
    for name in names
}  # fmt: skip


# Whoever is asked for the second factor knows the first: a day's tries leave no hope of guessing it.
STEP_RATES = {
    # Asked while one types, at each rest; the estimate takes some of a processor's time.
    "accounts.look_at_password": Rates(scope="look", per_account="60/minute", per_address="240/minute"),
    # Each asks the provider of identities something.
    "oidc.begin": Rates(scope="provider", per_account="20/minute", per_address="240/minute"),
    "oidc.come_back": Rates(scope="provider", per_account="20/minute", per_address="240/minute"),
    "two_factors.step": Rates(
        scope="second", per_account="6/minute; 30/hour; 60/day", per_address="240/minute"
    ),
}


# What a page finds the account by; any other field beside it would give each try another name.
_TYPED = {
    "security.login": "identity",
    "security.us_signin": "identity",
    "security.us_signin_send_code": "identity",
    "security.wan_signin": "identity",
    "security.forgot_password": "email",
}


def account_in_question() -> str:
    """Name the account a request is about: the address typed in, which may have none, or one's own."""
    endpoint = request.endpoint or ""
    if endpoint in _TYPED:
        return request.form.get(_TYPED[endpoint], "")
    if endpoint == "security.us_verify_link":
        return request.args.get("id", "")
    if endpoint == "two_factors.step":  # the first factor was right, the second is asked for
        return str(cookie.get("tf_user_id", ""))
    return str(cookie.get("_user_id", ""))


def options(settings: Settings) -> dict[str, Any]:
    """Return the configuration of Flask-Security and of mail."""
    return (
        _mail(settings)
        | _ways_in(settings)
        | _passkeys(settings)
        | _addresses()
        | _pages()
        | _session(settings)
        | MESSAGES
    )


def _mail(settings: Settings) -> dict[str, Any]:
    return {
        "MAIL_BACKEND": _BACKENDS.get(settings.mail.backend, settings.mail.backend),
        "MAIL_SERVER": settings.mail.host,
        "MAIL_PORT": settings.mail.port,
        "MAIL_TIMEOUT": settings.mail.timeout,
        "MAIL_USERNAME": settings.mail.user or None,
        "MAIL_PASSWORD": settings.secrets.mail_password or None,
        "MAIL_USE_TLS": settings.mail.encryption == "starttls",
        "MAIL_USE_SSL": settings.mail.encryption == "tls",
        "MAIL_DEFAULT_SENDER": settings.mail.sender,
        "MAIL_FILE_PATH": str(settings.folder / settings.mail.folder),
        "SECURITY_EMAIL_SENDER": settings.mail.sender,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},  # no request waits for DNS
        "SECURITY_EMAIL_PLAINTEXT": False,  # accounts.mailing writes both parts, in the reader's language
        "SECURITY_EMAIL_HTML": False,
    }


def _ways_in(settings: Settings) -> dict[str, Any]:
    return {
        "SECURITY_PASSWORD_SALT": settings.secrets.password_salt,
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": True,
        "SECURITY_PASSWORD_LENGTH_MIN": 12,
        "SECURITY_PASSWORD_REQUIRED": False,
        "SECURITY_TOTP_SECRETS": {"1": settings.secrets.totp},
        "SECURITY_TOTP_ISSUER": settings.pays.short_name,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_UNIFIED_SIGNIN": True,
        "SECURITY_US_ENABLED_METHODS": ["password", "email"],
        "SECURITY_US_SIGNIN_REPLACES_LOGIN": True,
        "SECURITY_US_TOKEN_VALIDITY": int(LIFETIME.total_seconds()),
        # A passkey asks for finger, face or PIN: it is two factors alone.
        "SECURITY_US_MFA_REQUIRED": ["password", "email"],
        "SECURITY_TWO_FACTOR_IMPLEMENTATIONS": {"second": "collegial.two_factors.step.SecondStep"},
        "SECURITY_CHANGEABLE": True,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_RESET_PASSWORD_WITHIN": timedelta(hours=2),
        "SECURITY_TRACKABLE": False,
        "SECURITY_CACHE_CONTROL": None,  # it would write `no-store=True`, which no browser reads; `web` says it
    }


def _passkeys(settings: Settings) -> dict[str, Any]:
    return {
        "SECURITY_WEBAUTHN": True,
        "SECURITY_WAN_RP_NAME": settings.pays.short_name,
        "SECURITY_WAN_ALLOW_AS_FIRST_FACTOR": True,
        "SECURITY_WAN_ALLOW_AS_VERIFY": ["first", "secondary"],
        "SECURITY_WAN_ALLOW_USER_HINTS": False,  # a hint would tell who has an account
        "SECURITY_WAN_SIGNIN_WITHIN": timedelta(minutes=5),
        "SECURITY_WAN_POST_REGISTER_VIEW": "accounts.mine",
    }


def _addresses() -> dict[str, Any]:
    return {
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_US_SIGNIN_URL": "/sign-in/again",
        "SECURITY_US_SIGNIN_SEND_CODE_URL": "/sign-in/code",
        "SECURITY_US_VERIFY_LINK_URL": "/sign-in/link",
        "SECURITY_WAN_SIGNIN_URL": "/sign-in/passkey",
        "SECURITY_US_VERIFY_URL": "/confirm",
        "SECURITY_US_VERIFY_SEND_CODE_URL": "/confirm/code",
        "SECURITY_WAN_VERIFY_URL": "/confirm/passkey",
        "SECURITY_VERIFY_URL": "/confirm/password",  # not served: the page before takes passwords too
        "SECURITY_WAN_REGISTER_URL": "/account/passkeys",
        "SECURITY_WAN_DELETE_URL": "/account/passkeys/remove",
        "SECURITY_CHANGE_URL": "/account/password",
        "SECURITY_RESET_URL": "/password-lost",
        "SECURITY_LOGOUT_URL": "/sign-out",  # not served: accounts.sign_out is
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_POST_LOGIN_VIEW": "web.home",
        "SECURITY_POST_CHANGE_VIEW": "accounts.mine",
        "SECURITY_POST_VERIFY_VIEW": "accounts.mine",
    }


def _pages() -> dict[str, Any]:
    """Return our templates under names of ours: Flask-Security's folder would come first for its own names."""
    names = ("us_signin", "us_verify", "wan_register", "wan_signin", "wan_verify")
    passwords = ("change_password", "forgot_password", "reset_password")
    return {f"SECURITY_{one.upper()}_TEMPLATE": f"accounts/security/{one}.html" for one in names + passwords}


def _session(settings: Settings) -> dict[str, Any]:
    return {
        "SECURITY_DATETIME_FACTORY": lambda: datetime.now(UTC),
        "SECURITY_FRESHNESS": FRESHNESS,
        "SECURITY_FRESHNESS_GRACE_PERIOD": GRACE,
        "SECURITY_FRESHNESS_ALLOW_AUTH_TOKEN": False,
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "REMEMBER_COOKIE_SECURE": settings.is_https,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
    }
