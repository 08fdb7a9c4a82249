"""Subscribe to new resources, be told of them, end it at one click."""

import secrets
from collections.abc import Sequence

from collegial.plugin import SIGNED_IN, Context, Forbidden, Refused, promise, require, t
from collegial_information import queries
from collegial_information.models import InformationSubscription
from collegial_information.rules.facets import Audience, ResourceKind

NEWS = "information.tell"
MOST_SUBSCRIPTIONS = 10


def subscribe(
    context: Context, *, kind: ResourceKind | None = None, audience: Audience | None = None, words: str = ""
) -> InformationSubscription:
    """Want a mail for each new resource that fits; raises Refused beyond MOST_SUBSCRIPTIONS."""
    require(context.by, SIGNED_IN)
    actor_id = context.by.actor_id
    if actor_id is None:
        raise Forbidden("information.nobody", t("Your account belongs to nobody in the directory yet."))
    words = " ".join(words.split())[:200]
    for one in queries.subscriptions_of(context.session, actor_id):
        if (one.kind, one.audience, one.words) == (kind, audience, words):
            return one
    if len(queries.subscriptions_of(context.session, actor_id)) >= MOST_SUBSCRIPTIONS:
        raise Refused(
            "information.too_many",
            t("You have %(most)s subscriptions. End one first.", most=MOST_SUBSCRIPTIONS),
        )
    made = InformationSubscription(
        actor_id=actor_id, kind=kind, audience=audience, words=words, token=secrets.token_urlsafe(32),
        subscribed_at=context.clock.now(),
    )  # fmt: skip
    context.session.add(made)
    context.session.flush()
    return made


def unsubscribe(context: Context, token: str) -> bool:
    """End the subscription of a link; tell whether there was one. The link itself is the right."""
    found = queries.subscription_by(context.session, token)
    if found is not None:
        context.session.delete(found)
    return found is not None


def promise_news(context: Context, entry_id: int) -> None:
    """Promise to tell everyone who asked for such a resource."""
    promise(context.session, NEWS, {"entry": entry_id}, at=context.clock.now())


def tell_of(context: Context, entry_id: int) -> Sequence[InformationSubscription]:
    """Return one subscription for each actor that asked for such a resource."""
    found: dict[int, InformationSubscription] = {}
    for one in queries.subscriptions(context.session):
        if one.actor_id not in found and queries.is_sought_by(context.session, one, entry_id):
            found[one.actor_id] = one
    return list(found.values())
