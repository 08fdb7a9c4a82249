"""The mails on shares: the call for payment with its letter, and the notice of a direct debit."""

from flask import render_template
from flask_babel import force_locale
from flask_mailman import EmailMessage
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.kernel.text import t
from collegial.shares.models import Debit, PaymentCall
from collegial.shares.papers import call_facts, issuer_of
from collegial.shares.printing import print_call
from collegial.web.languages import say
from collegial.web.mails import DressedMail
from collegial.web.program import current_program
from collegial.web.voices import voice_of_papers


def call_mail(session: Session, call: PaymentCall, reader: Actor) -> EmailMessage:
    """Write the mail of a call, in its reader's language, the letter attached."""
    settings = current_program().settings
    facts = call_facts(session, issuer_of(settings.pays), settings.bank, call)
    with force_locale(reader.locale):
        subject = say(t("%(pays)s: your shares are not paid in full yet", pays=settings.pays.short_name))
        body = render_template("shares/mail/call.txt", call=call, name=facts.holder.name)
        voice = voice_of_papers(reader.locale)
        letter = print_call(facts, voice, locale=reader.locale)
        message = DressedMail(subject, body, to=[str(reader.email)])
    message.attach(f"{call.reference}.pdf", letter, "application/pdf")
    return message


def debit_mail(debit: Debit, reader: Actor) -> EmailMessage:
    """Write the notice of a debit, in its reader's language: the amount, the day, the mandate."""
    settings = current_program().settings
    with force_locale(reader.locale):
        subject = say(t("%(pays)s: a direct debit for your shares", pays=settings.pays.short_name))
        body = render_template("shares/mail/debit.txt", debit=debit, creditor=settings.bank.creditor_id)
        return DressedMail(subject, body, to=[str(reader.email)])
