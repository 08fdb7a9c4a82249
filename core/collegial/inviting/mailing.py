"""The invitation, in the language of its reader."""

from flask import render_template, url_for
from flask_babel import force_locale

from collegial.accounts.mailing import mail_later
from collegial.accounts.models import Account
from collegial.accounts.permissions import ROLES
from collegial.inviting.rules import Changed
from collegial.kernel.listing import listed
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


def tell_of_roles(account: Account, changed: Changed, *, owner: str | None) -> None:
    """Tell the owner of an account which roles it was given and which were taken, once the change is certain."""
    pays = current_program().settings.pays
    labels = {role.key: role.label for role in ROLES}
    with force_locale(account.locale):
        body = render_template(
            "inviting/mail/roles.txt",
            given=listed([labels[one] for one in changed.given]) if changed.given else None,
            taken=listed([labels[one] for one in changed.taken]) if changed.taken else None,
            owner=owner,
            link=public_address(url_for("accounts.mine")),
        )
        title = say(t("%(pays)s: %(subject)s", pays=pays.short_name, subject=t("Your roles were changed")))
        mail_later(DressedMail(title, body, to=[account.email]))
