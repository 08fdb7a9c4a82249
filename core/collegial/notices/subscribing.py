"""Let each kind of notice hear its event: after the commit, and only while its module is on."""

from collections.abc import Iterable

from collegial.hooks.noticing import NoticeKind
from collegial.hosting.host import Host
from collegial.kernel.events import Context, Event, Handler, Phase, Subscription
from collegial.kernel.text import t
from collegial.notices.services import tell


def subscriptions(host: Host) -> Iterable[Subscription]:
    """Return the subscriptions of each kind that the core or a plugin offers."""
    for owner, kind in host.by_hook["notice_kinds"].values():
        for event in kind.events:
            yield Subscription(
                key=f"notices.{kind.key}.{event.key}", event=event, handler=_handler(host, owner, kind),
                phase=Phase.AFTER, owner=owner,
                label=t("Notices of what happened"),
            )  # fmt: skip


def _handler(host: Host, owner: str, kind: NoticeKind) -> Handler:
    def handler(context: Context, event: Event) -> None:
        if owner in host.active(context.session):
            tell(context, kind, event)

    return handler
