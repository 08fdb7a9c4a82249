"""What those who answer requests about personal data are told."""

from collegial.hooks.noticing import Audience, NoticeKind, NoticeWay, Told
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.privacy.events import ErasureAsked
from collegial.privacy.permissions import ERASE


def _asked(_context: Context, _event: ErasureAsked) -> Told:
    return Told(sentence=t("Someone asks to be forgotten"), endpoint="privacy.requests")


NOTICES = (
    NoticeKind(
        key="privacy.asked", label=t("Someone asks to be forgotten"), events=(ErasureAsked,), tell=_asked,
        audience=lambda _context, _event: Audience(holders=ERASE), permission=ERASE, usual=NoticeWay.AT_ONCE,
    ),
)  # fmt: skip
