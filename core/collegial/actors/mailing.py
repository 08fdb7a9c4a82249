"""Letters to an actor: to its own address, or to who speaks for it."""

from collections.abc import Collection, Mapping
from datetime import date

from flask import render_template
from flask_babel import force_locale
from flask_mailman import EmailMessage
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from collegial.actors.models import Actor, Representative
from collegial.actors.queries import is_representing, representative_on
from collegial.kernel.text import Text, t
from collegial.web.languages import say
from collegial.web.mails import DressedMail
from collegial.web.program import current_program


def letter_to(
    session: Session,
    actor: Actor,
    *,
    day: date,
    subject: Text,
    template: str,
    path: str,
    given: Mapping[str, object],
) -> EmailMessage | None:
    """Return a letter in the reader's language; None when nobody can be written to.

    `path` is the page that the letter leads to: the template prints it as `link`, and greets the `reader`. A structure
    is written to at its own address, else at that of who represents it on the day.
    """
    reader = reader_of(session, actor, day)
    if reader is None:
        return None
    return letter_at(
        str(reader.email), locale=reader.locale, subject=subject, template=template, path=path,
        given={**given, "reader": reader},
    )  # fmt: skip


def reader_of(session: Session, actor: Actor, day: date) -> Actor | None:
    """Return who reads what is written to a structure: itself, else who represents it; None without an address."""
    if actor.email:
        return actor
    person = representative_on(session, actor.id, day)
    return person if person is not None and person.email else None


def out_of_reach(session: Session, actors: Collection[Actor], day: date) -> list[Actor]:
    """Return who can be written to neither at its own address nor at that of who represents it, in one statement.

    .. versionadded:: 1.6.0
    """
    mailless = [one for one in actors if not one.email]
    represented = (
        select(Representative.organisation_id)
        .join(Representative.person)
        .where(Representative.organisation_id.in_([one.id for one in mailless]), is_representing(day))
    )
    reached = set(session.scalars(represented.where(func.coalesce(Actor.email, "") != "")))
    return [one for one in mailless if one.id not in reached]


def letter_at(
    address: str,
    *,
    locale: str | None,
    subject: Text,
    template: str,
    path: str,
    given: Mapping[str, object],
) -> EmailMessage:
    """Return a letter to an address, in a language; None for the deployment's first."""
    settings = current_program().settings
    with force_locale(locale or settings.pays.languages[0]):
        body = render_template(template, **given, link=settings.public_address(path))
        title = say(t("%(pays)s: %(subject)s", pays=settings.pays.short_name, subject=subject))
        return DressedMail(title, body, to=[address])
