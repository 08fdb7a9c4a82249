"""Show the first steps, put them away, try the mail."""

from smtplib import SMTPException

import structlog
from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.accounts.models import Account
from collegial.kernel.text import t
from collegial.onboarding import services, steps
from collegial.web.languages import say
from collegial.web.mails import DressedMail
from collegial.web.program import current_program
from collegial.web.request import act, session, viewer

log = structlog.get_logger(__name__)


def index() -> ResponseReturnValue:
    """Show the lists that concern the reader whole, those put away too."""
    return render_template("onboarding/index.html", lists=steps.lists_for(here(), all_of_them=True))


def put_away(key: str) -> ResponseReturnValue:
    """Hide a list from the home page."""
    _known(key)
    services.put_away(act(), key)
    flash(say(t("The list is put away. “First steps”, at the end of the menu, shows it again.")), "success")
    return redirect(url_for("web.home"))


def take_out(key: str) -> ResponseReturnValue:
    """Show a list on the home page again."""
    _known(key)
    services.take_out_again(act(), key)
    return redirect(url_for("web.home"))


def mail() -> ResponseReturnValue:
    """Say what a trial is."""
    return render_template("onboarding/mail.html", email=_own_address(), mail=current_program().settings.mail)


def try_mail() -> ResponseReturnValue:
    """Send the reader a mail; remember it where the server took it, outside the write lock until then."""
    program, email = current_program(), _own_address()
    subject = say(
        t("%(pays)s: an e-mail to try", pays=program.settings.pays.short_name or program.settings.pays.name)
    )
    body = say(t("Your site can send e-mails: this is one. You need not answer."))
    try:
        DressedMail(subject, body, from_email=program.settings.mail.sender, to=[email]).send()
    except (OSError, SMTPException) as error:
        log.warning("onboarding.mail_failed", error=type(error).__name__)
        page = render_template(
            "onboarding/mail.html", email=email, mail=program.settings.mail, failed=str(error)
        )
        return page, 409
    if not program.settings.mail.is_posted:
        return _lies_in_a_folder()
    with program.database.unit_of_work() as own:
        services.note_mail_trial(program.context(own, viewer()))
    flash(say(t("The server took the e-mail. Look whether it came to %(email)s.", email=email)), "success")
    return redirect(url_for("web.home"))


def _lies_in_a_folder() -> ResponseReturnValue:
    """Say where the mail lies; nothing was tried, the line stays open."""
    mail = current_program().settings.mail
    text = t(
        "No e-mail left: it lies in the folder “%(folder)s” of the site, since mail.backend is “file”. "
        "Members receive nothing until a server is named in pays.toml, under [mail].",
        folder=mail.folder,
    )
    flash(say(text), "warning")
    return redirect(url_for("onboarding.mail"))


def here() -> steps.Whereabouts:
    """Return what the lists of this reader are computed from."""
    program = current_program()
    return steps.Whereabouts(
        session=session(), settings=program.settings, viewer=viewer(), now=program.clock.now()
    )


def _own_address() -> str:
    return session().get_one(Account, viewer().account_id).email


def _known(key: str) -> None:
    if key not in steps.TITLES:
        abort(404)
