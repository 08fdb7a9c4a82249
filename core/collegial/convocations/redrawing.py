"""Draw the letter of a mail that left once more, byte for byte; its fingerprint tells whether it is the same."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from flask_babel import force_locale
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.convocations.composing import Written, print_again, print_marked
from collegial.convocations.models import Attempt
from collegial.convocations.papers import Common, common_of
from collegial.kernel.text import t
from collegial.web.look import logos_until
from collegial.web.voices import voice_of_papers

_OTHER = t(
    "This is not the letter that left: something that it was made of has changed since. The mail that was received "
    "holds that letter; the fingerprint of its attachment proves it."
)


def as_it_left(session: Session, attempt: Attempt, person: Actor) -> bytes | None:
    """Draw the letter of an attempt again; None where what it was made of is no longer there."""
    one = attempt.invitation
    written = Written(session, [(one, person)], sent_at=attempt.at)
    tried = set()
    for common in _commons(session, written, attempt, person):
        if common.digest not in tried:
            tried.add(common.digest)
            drawn = print_again(written, one, person, common)
            if hashlib.sha256(drawn).hexdigest() == attempt.digest:
                return drawn
    return None


def another(session: Session, attempt: Attempt, person: Actor) -> bytes:
    """Print the letter of an attempt as it would be made now; each page says that it is not the one that left."""
    written = Written(session, [(attempt.invitation, person)], sent_at=attempt.at)
    return print_marked(written, attempt.invitation, person, t("Not the original"), _OTHER)


def _commons(session: Session, written: Written, attempt: Attempt, person: Actor) -> Iterator[Common]:
    """Give what the letter may have said to all: what was kept, or what is said now, with each logo there was."""
    if attempt.paper is not None:
        yield common_of(attempt.paper)
        return
    with force_locale(person.locale):
        now = written.common(attempt.invitation.entry.assembly, voice_of_papers(person.locale), person.locale)
    for logo in logos_until(session, attempt.at):
        yield replace(now, logo=logo)
