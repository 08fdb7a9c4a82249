"""Subscribe to new resources, by an account or by a bare address that confirms it; be told of them; end it."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from collegial.plugin import SIGNED_IN, Context, Forbidden, Missing, Refused, promise, require, t
from collegial_information import queries
from collegial_information.models import InformationSubscription
from collegial_information.rules.facets import Audience, ResourceKind

NEWS, TELL, ASK, FORGET = (
    "information.tell", "information.tell_one", "information.ask_address", "information.forget_address",
)  # fmt: skip
MOST_SUBSCRIPTIONS = 10
# What was never confirmed: so few letters that nobody is pestered by a form, and gone after a week.
MOST_UNCONFIRMED = 2
TIME_TO_CONFIRM = timedelta(days=7)
_LONGEST_WORDS = 200


def subscribe(
    context: Context, *, kind: ResourceKind | None = None, audience: Audience | None = None, words: str = ""
) -> InformationSubscription:
    """Want a mail for each new resource that fits; raises Refused beyond MOST_SUBSCRIPTIONS."""
    require(context.by, SIGNED_IN)
    actor_id = context.by.actor_id
    if actor_id is None:
        raise Forbidden("information.nobody", t("Your account belongs to nobody in the directory yet."))
    known = queries.subscriptions_of(context.session, actor_id)
    wanted = InformationSubscription(
        actor_id=actor_id, kind=kind, audience=audience, confirmed_at=context.clock.now(), words=_tidy(words)
    )
    for one in known:
        if _says_the_same(one, wanted):
            return one
    if len(known) >= MOST_SUBSCRIPTIONS:
        raise Refused(
            "information.too_many",
            t("You have %(most)s subscriptions. End one first.", most=MOST_SUBSCRIPTIONS),
        )
    return _keep(context, wanted)


def ask_to_subscribe(
    context: Context,
    *,
    email: str,
    locale: str,
    kind: ResourceKind | None = None,
    audience: Audience | None = None,
    words: str = "",
) -> None:
    """Ask the holder of an address whether it wants these mails; nothing is sent but that until it says so.

    Nothing is told, to whoever asks, of what an address has subscribed to. An address that has enough of them, or is
    asked already, gets no letter.
    """
    wanted = InformationSubscription(
        email=email.strip().lower(), locale=locale, kind=kind, audience=audience, words=_tidy(words)
    )
    known = queries.subscriptions_at(context.session, str(wanted.email))
    waiting = [one for one in known if one.confirmed_at is None]
    if len(known) >= MOST_SUBSCRIPTIONS or len(waiting) >= MOST_UNCONFIRMED:
        return
    if any(_says_the_same(one, wanted) for one in known):
        return
    made = _keep(context, wanted)
    promise(context.session, ASK, _named(made), at=context.clock.now())
    promise(context.session, FORGET, _named(made), at=context.clock.now() + TIME_TO_CONFIRM)


def confirm(context: Context, token: str) -> InformationSubscription:
    """Begin the mails that an address was asked about. The link itself is the right; raises Missing."""
    found = queries.subscription_by(context.session, token)
    if found is None:
        raise Missing(
            "information.no_subscription",
            t("Nothing is waiting under this link any more. Subscribe again if you want."),
        )
    found.confirmed_at = found.confirmed_at or context.clock.now()
    return found


def unsubscribe(context: Context, token: str) -> bool:
    """End the subscription of a link and keep nothing of it; tell whether there was one.

    The link itself is the right.
    """
    found = queries.subscription_by(context.session, token)
    if found is not None:
        context.session.delete(found)
    return found is not None


def meant(context: Context, payload: Mapping[str, Any]) -> InformationSubscription | None:
    """Return the subscription that a promise is about; None when it has ended, even if its number was given again."""
    found = context.session.get(InformationSubscription, payload["subscription"])
    return found if found is not None and _named(found)["since"] == payload["since"] else None


def forget_unconfirmed(context: Context, payload: Mapping[str, Any]) -> None:
    """Forget an address that never confirmed."""
    found = meant(context, payload)
    if found is not None and found.confirmed_at is None:
        context.session.delete(found)


def promise_news(context: Context, entry_id: int) -> None:
    """Promise to tell everyone who asked for such a resource."""
    promise(context.session, NEWS, {"entry": entry_id}, at=context.clock.now())


def promise_letters(context: Context, entry_id: int, *, closes: bool = False) -> None:
    """Promise one letter for each reader who asked for such a resource: what is refused is tried again alone."""
    for one in tell_of(context, entry_id):
        payload = _named(one) | {"entry": entry_id, "closes": closes}
        promise(context.session, TELL, payload, at=context.clock.now())


def tell_of(context: Context, entry_id: int) -> Sequence[InformationSubscription]:
    """Return one subscription for each reader who asked for such a resource."""
    fits: dict[tuple[object, ...], bool] = {}
    found: dict[object, InformationSubscription] = {}
    for one in queries.subscriptions(context.session):
        wish = (one.kind, one.audience, one.words)
        if wish not in fits:
            fits[wish] = queries.is_sought_by(context.session, one, entry_id)
        if fits[wish]:
            found.setdefault(one.actor_id or one.email, one)
    return list(found.values())


def _keep(context: Context, wanted: InformationSubscription) -> InformationSubscription:
    wanted.token, wanted.subscribed_at = secrets.token_urlsafe(32), context.clock.now()
    context.session.add(wanted)
    context.session.flush()
    return wanted


def _named(one: InformationSubscription) -> dict[str, object]:
    return {"subscription": one.id, "since": one.subscribed_at.isoformat()}


def _says_the_same(one: InformationSubscription, other: InformationSubscription) -> bool:
    return (one.kind, one.audience, one.words) == (other.kind, other.audience, other.words)


def _tidy(words: str) -> str:
    return " ".join(words.split())[:_LONGEST_WORDS]
