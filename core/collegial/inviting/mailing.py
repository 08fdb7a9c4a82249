"""The invitation, in the language of its reader."""

from flask import render_template, url_for
from flask_babel import force_locale

from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.mails import DressedMail
from collegial.web.program import current_program, public_address


def send_invitation(email: str, locale: str, *, is_member: bool) -> None:
    """Write how to sign in; the mail itself opens nothing. Call it in a job, which tries again."""
    pays = current_program().settings.pays
    with force_locale(locale):
        body = render_template(
            "inviting/mail/invitation.txt",
            pays=pays,
            email=email,
            is_member=is_member,
            link=public_address(url_for("security.login")),
        )
        DressedMail(say(t("%(pays)s: you can sign in", pays=pays.short_name)), body, to=[email]).send()
