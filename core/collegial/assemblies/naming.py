"""What the files of an assembly are called: what they are, in the language they are written in, and its day."""

from typing import Any

from flask_babel import force_locale

from collegial.assemblies.models import Assembly
from collegial.kernel.clock import local_day
from collegial.kernel.naming import slug_from
from collegial.kernel.text import Text, t
from collegial.web.languages import say
from collegial.web.letters import Batch
from collegial.web.program import current_program

CONVOCATION = t("Letter of convocation")
SAMPLE = t("Letter that was not sent")
_RECORD = t("Record of the assembly")


def file_name(meeting: Assembly, title: Text, *, locale: str) -> str:
    """Return the name of a file about an assembly, such as `convocation-2026-06-12.pdf`."""
    return f"{_stem(meeting, title, locale)}.pdf"


def record_name(meeting: Assembly, *, locale: str) -> str:
    """Return the name of the record of an assembly: its number tells apart those of one day."""
    return f"{_stem(meeting, _RECORD, locale)}-{meeting.id}.json"


def batch_name(meeting: Assembly, title: Text, batch: Batch[Any], *, locale: str) -> str:
    """Return the name of a batch of letters about an assembly, with its number where there are several."""
    stem = _stem(meeting, title, locale)
    return f"{stem}-{batch.page.number}.pdf" if batch.page.pages > 1 else f"{stem}.pdf"


def _stem(meeting: Assembly, title: Text, locale: str) -> str:
    with force_locale(locale):
        words = slug_from(say(title))
    day = local_day(meeting.starts_at, current_program().settings.pays.zone)
    return f"{words}-{day.isoformat()}"
