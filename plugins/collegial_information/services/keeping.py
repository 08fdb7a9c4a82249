"""Keep the directory fresh: publish, look at a resource again, remind its keeper, archive."""

from datetime import date, timedelta

from collegial.plugin import Context, Forbidden, Missing, Refused, held_row, promise, require, t
from collegial_information.events import EntryArchived, EntryChecked, EntryPublished
from collegial_information.models import InformationEntry
from collegial_information.permissions import WRITE
from collegial_information.rules.freshness import DAYS_BETWEEN_REMINDERS, next_check
from collegial_information.services.closing import promise_closing
from collegial_information.services.days import morning
from collegial_information.services.subscribing import promise_news

REMINDER = "information.remind"


def publish_entry(context: Context, *, entry_id: int) -> InformationEntry:
    """Publish a resource, or take it out of the archive; those who subscribed are told the first time."""
    require(context.by, WRITE)
    found = held_entry(context, entry_id)
    if found.is_public:
        raise Refused("information.public", t("Everyone can already read this resource."))
    is_new = found.published_on is None
    found.archived_on = None
    found.published_on = found.published_on or context.today
    found.checked_on = context.today
    found.due_on = next_check(found.checked_on, found.check_months)
    context.session.flush()
    if is_new:
        promise_news(context, found.id)
    promise_reminder(context, found)
    promise_closing(context, found)
    context.emit(EntryPublished(entry=found.id, title=found.title))
    return found


def check_entry(context: Context, *, entry_id: int) -> InformationEntry:
    """Say that a resource is still right today: it is due again so many months later."""
    found = held_entry(context, entry_id)
    require_keeping(context, found)
    found.checked_on = context.today
    found.due_on = next_check(found.checked_on, found.check_months)
    if found.is_public:
        promise_reminder(context, found)
    context.emit(EntryChecked(entry=found.id, due_on=found.due_on.isoformat()))
    return found


def archive_entry(context: Context, *, entry_id: int) -> InformationEntry:
    """Take a resource out of the directory; it can be published again."""
    found = held_entry(context, entry_id)
    require_keeping(context, found)
    if found.archived_on is not None:
        raise Refused("information.archived", t("This resource is already archived."))
    found.archived_on = context.today
    context.emit(EntryArchived(entry=found.id))
    return found


def remind_keeper(context: Context, entry_id: int, due_on: date) -> InformationEntry | None:
    """Return the resource whose keeper is to be reminded, and promise the next time; None when nothing is due.

    What was looked at since has another day, so an older promise finds nothing to say; of two promises for one day, the
    second finds that it was done.
    """
    found = held_row(context.session, InformationEntry, entry_id)
    if found is None or not found.is_public or found.due_on != due_on or found.reminded_on == context.today:
        return None
    found.reminded_on = context.today
    again = morning(context, context.today + timedelta(days=DAYS_BETWEEN_REMINDERS))
    promise(context.session, REMINDER, _payload(found), at=again)
    return found


def promise_reminder(context: Context, found: InformationEntry) -> None:
    """Promise a letter to the keeper on the morning of the day on which a resource is due."""
    promise(context.session, REMINDER, _payload(found), at=morning(context, found.due_on))


def held_entry(context: Context, entry_id: int) -> InformationEntry:
    """Return a resource, locked; raises Missing."""
    found = held_row(context.session, InformationEntry, entry_id)
    if found is None:
        raise Missing("information.unknown", t("There is no such resource."))
    return found


def may_keep(context: Context, found: InformationEntry) -> bool:
    """Tell whether whoever acts may say what a resource is: its keeper, and the staff."""
    is_keeper = context.by.actor_id is not None and context.by.actor_id == found.keeper_id
    return is_keeper or context.by.may(WRITE)


def require_keeping(context: Context, found: InformationEntry) -> None:
    """Let the keeper and the staff pass; raises Forbidden."""
    if not may_keep(context, found):
        raise Forbidden("information.not_keeper", t("Only its keeper or the staff may do this."))


def _payload(found: InformationEntry) -> dict[str, object]:
    return {"entry": found.id, "due_on": found.due_on.isoformat()}
