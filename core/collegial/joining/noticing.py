"""What those who handle applications are told: a reference, never the name of an applicant, who may withdraw."""

from collegial.hooks.noticing import Audience, NoticeKind, Told
from collegial.joining.events import ApplicationConfirmed
from collegial.joining.models import Application
from collegial.joining.permissions import READ
from collegial.kernel.events import Context
from collegial.kernel.text import t


def _confirmed(context: Context, event: ApplicationConfirmed) -> Told:
    return Told(
        sentence=t("Someone asks to become a member"), endpoint="joining.show",
        values={"application_id": event.application},
        about=context.session.get_one(Application, event.application).reference,
    )  # fmt: skip


NOTICES = (
    NoticeKind(
        key="joining.confirmed", label=t("Someone asks to become a member"), events=(ApplicationConfirmed,),
        tell=_confirmed, audience=lambda _context, _event: Audience(holders=READ), permission=READ,
    ),
)  # fmt: skip
