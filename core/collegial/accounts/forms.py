"""Flask-Security's forms with our words; their rules stay."""

import hashlib
from datetime import UTC, datetime
from typing import Any, cast

from flask import request
from flask_babel import lazy_gettext as _l
from flask_security import (
    ChangePasswordForm,
    ForgotPasswordForm,
    ResetPasswordForm,
    UnifiedSigninForm,
    UnifiedVerifyForm,
    WebAuthnRegisterForm,
    WebAuthnSigninResponseForm,
    current_user,
    hash_password,
)
from flask_security.utils import get_message
from wtforms import Field, SelectField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import TextInput

from collegial.accounts.codes import looks_like_a_code
from collegial.accounts.failing import note_failure
from collegial.accounts.models import Account
from collegial.accounts.rules import Way
from collegial.kernel.holding import hold_row
from collegial.web.forms import Form
from collegial.web.languages import NATIVE_NAMES
from collegial.web.once import take
from collegial.web.request import session

_CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "7", "spellcheck": "false"}
_PASSWORD = {"autocomplete": "current-password"}
_EMAIL = {"type": "email", "autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}


def is_by_password() -> bool:
    """Tell whether the person chose the password, on the pages that take a code or a password."""
    return request.args.get("by") == "password"


def _way() -> Way:
    return Way.PASSWORD if is_by_password() else Way.CODE


def _word(field: Field, label: Any, **attributes: str) -> None:
    field.label.text = label
    field.render_kw = attributes
    field.flags.required = True


def _word_passcode(field: Field) -> None:
    """One field of Flask-Security's takes both: show it as what the person chose."""
    if is_by_password():
        _word(field, _l("Password"), **_PASSWORD)
    else:
        _word(field, _l("Code from the e-mail"), **_CODE)
        field.widget = TextInput()


class SignInForm(UnifiedSigninForm):
    """Who signs in, with a code or a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.identity, _l("E-mail address"), **_EMAIL)
        _word_passcode(self.passcode)
        del self.remember  # a telephone is lent: the session ends with the browser

    def validate(self, **kwargs: Any) -> bool:
        """Check, and take as long for an address without a password as for one with it."""
        is_right: bool = super().validate(**kwargs)
        user = getattr(self, "user", None)
        if not is_right and self.passcode.data:
            note_failure(getattr(user, "id", None), _way())
        typed = self.passcode.data or ""
        if not is_right and typed and not looks_like_a_code(typed) and (user is None or not user.password):
            hash_password("nobody's password")
        return is_right


class ConfirmForm(UnifiedVerifyForm):
    """The same person again, with a code or a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_passcode(self.passcode)

    def validate(self, **kwargs: Any) -> bool:
        """Check, and note who could not confirm."""
        is_right: bool = super().validate(**kwargs)
        if not is_right and self.passcode.data:
            note_failure(current_user.id, _way())
        return is_right


class PasskeyForm(WebAuthnRegisterForm):
    """A passkey's name; every passkey signs in by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.name, _l("Name of this passkey"), autocomplete="off", maxlength="64")

    def validate(self, **kwargs: Any) -> bool:
        """Check; whatever use was posted, it is the first factor."""
        self.usage.data = "first"
        return bool(super().validate(**kwargs))


class PasskeyAnswerForm(WebAuthnSigninResponseForm):
    """What a device answers; most passkeys do not count their uses, so an answer shown again looks like the first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.remember.data = None  # a telephone is lent: the session ends with the browser

    def validate(self, **kwargs: Any) -> bool:
        """Check, and use the question up."""
        if not super().validate(**kwargs) or self.errors:
            return False
        asked = hashlib.sha256(self.challenge.encode()).hexdigest()
        is_first = take(session(), asked, now=datetime.now(UTC)) is not None
        if not is_first:
            self.form_errors.append(get_message("WEBAUTHN_EXPIRED", within="")[0])
        return is_first


class LostPasswordForm(ForgotPasswordForm):
    """Where to send the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.email, _l("E-mail address"), **_EMAIL)

    def validate(self, **kwargs: Any) -> bool:
        """Check, and take as long for a known address as Flask-Security takes for an unknown one."""
        is_known: bool = super().validate(**kwargs)
        if is_known:
            hash_password("nobody's password")
        return is_known


class NewPasswordForm(ResetPasswordForm):
    """A new password after a lost one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.password, _l("New password"), autocomplete="new-password")
        _word(self.password_confirm, _l("The same once more"), autocomplete="new-password")

    def validate(self, **kwargs: Any) -> bool:
        """Check, and hold the account: of many who use one link at one moment, one goes on."""
        return bool(super().validate(**kwargs)) and self._link_is_unused()

    def _link_is_unused(self) -> bool:
        account = cast("Account", self.user)
        seen = account.fs_uniquifier  # the link names it, and each new password replaces it
        hold_row(session(), account)
        if account.fs_uniquifier != seen:
            self.form_errors.append(_l("This link was used already. Ask for another one."))
        return account.fs_uniquifier == seen


class OwnPasswordForm(ChangePasswordForm):
    """Another password, or a first one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.password, _l("Present password"), **_PASSWORD)
        _word(self.new_password, _l("New password"), autocomplete="new-password")
        _word(self.new_password_confirm, _l("The same once more"), autocomplete="new-password")


class AddressForm(Form):
    """Another address to sign in by."""

    email = StringField(
        _l("New e-mail address"),
        validators=[InputRequired(_l("Write the new address.")), Length(max=255)],
        description=_l("An e-mail with a link goes there. Until you open it, nothing changes."),
        render_kw={"type": "email", "autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"},
    )


class LanguageForm(Form):
    """The language of the pages and the mails."""

    locale = SelectField(
        _l("Language"),
        validators=[InputRequired(_l("Choose a language."))],
        description=_l("Pages and e-mails will be in this language."),
    )

    def __init__(self, *args: Any, offered: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.locale.choices = [(one, NATIVE_NAMES.get(one, one)) for one in offered]


FORMS = {
    "us_signin_form": SignInForm,
    "us_verify_form": ConfirmForm,
    "wan_register_form": PasskeyForm,
    "wan_signin_response_form": PasskeyAnswerForm,
    "forgot_password_form": LostPasswordForm,
    "reset_password_form": NewPasswordForm,
    "change_password_form": OwnPasswordForm,
}
