"""Note what is due, and promise a letter for each."""

from collegial.plugin import Context, promise
from collegial_finance.reminding import queries
from collegial_finance.reminding.models import Reminder

SEND = "finance.remind"


def note_due(context: Context) -> int:
    """Note all that it is time to remind of, each once, and promise its letter; return how many."""
    today = context.today
    found = queries.due(context.session, today)
    for kind, subject_id, due_on in found:
        row = Reminder(kind=kind.value, subject_id=subject_id, due_on=due_on, noted_at=context.clock.now())
        context.session.add(row)
        context.session.flush()
        promise(context.session, SEND, {"reminder": row.id}, at=context.clock.now())
    return len(found)
