"""Give the papers on shares: to the staff for any member, to a member for itself alone."""

from flask import Response

from collegial.actors.models import Actor
from collegial.kernel.text import t
from collegial.membership.models import Member
from collegial.membership.queries import member as member_by_id
from collegial.membership.queries import space
from collegial.shares import queries
from collegial.shares.papers import blank_subscription, certificate_of, extract_of, subscription_of
from collegial.shares.printing import SubscriptionFacts, print_certificate, print_extract, print_subscription
from collegial.shares.views.answering import addressee, issuer, paper
from collegial.web.hours import day_asked
from collegial.web.request import act, session, viewer

CERTIFICATE = t("Certificate of shares")
EXTRACT = t("Extract of the register of shares")
FORM = t("Subscription form for shares")


def certificate(member_id: int) -> Response:
    """Give the certificate of a member, today's unless `on` says otherwise."""
    member = member_by_id(session(), member_id)
    return _certificate(member, reader=addressee(member))


def own_certificate(member_id: int) -> Response:
    """Give a member its own certificate; raises Missing for anyone else's."""
    return _certificate(_own(member_id))


def extract(member_id: int) -> Response:
    """Give the entries of a member."""
    member = member_by_id(session(), member_id)
    return _extract(member, reader=addressee(member))


def own_extract(member_id: int) -> Response:
    """Give a member its own entries; raises Missing for anyone else's."""
    return _extract(_own(member_id))


def whole_register() -> Response:
    """Give all entries."""
    return _extract(None)


def subscription(number: int) -> Response:
    """Give the subscription form of an entry."""
    entry = queries.entry(session(), number)
    return _form(subscription_of(session(), issuer(), entry), reader=addressee(entry.to_member))


def blank(member_id: int) -> Response:
    """Give a form for a member to fill in."""
    member = member_by_id(session(), member_id)
    return _form(blank_subscription(session(), issuer(), member, act().today), reader=addressee(member))


def own_blank(member_id: int) -> Response:
    """Give a member a form to fill in; raises Missing for anyone else's."""
    return _form(blank_subscription(session(), issuer(), _own(member_id), act().today))


def _own(member_id: int) -> Member:
    return space(session(), viewer().actor_id, member_id, act().today)


def _certificate(member: Member, *, reader: Actor | None = None) -> Response:
    day = min(day_asked("on") or act().today, act().today)
    facts = certificate_of(session(), issuer(), member, day)
    return paper(
        lambda voice, locale: print_certificate(facts, voice, locale=locale), CERTIFICATE, reader=reader
    )


def _extract(member: Member | None, *, reader: Actor | None = None) -> Response:
    facts = extract_of(session(), issuer(), min(day_asked("on") or act().today, act().today), member)
    return paper(lambda voice, locale: print_extract(facts, voice, locale=locale), EXTRACT, reader=reader)


def _form(facts: SubscriptionFacts, *, reader: Actor | None = None) -> Response:
    return paper(lambda voice, locale: print_subscription(facts, voice, locale=locale), FORM, reader=reader)
