"""What a voter's forms show instead of themselves once they are over."""

from collections.abc import Callable

from flask import url_for

from collegial.assemblies.models import RollEntry
from collegial.kernel.errors import DomainError
from collegial.kernel.text import Text, t
from collegial.web.acting import form_over


def refusal(check: Callable[[], object]) -> Text | None:
    """Return why a check refuses; None where it lets pass."""
    try:
        check()
    except DomainError as error:
        return error.text
    return None


def voter_form_over(
    entry: RollEntry, title: Text, why: Text, *, anchor: str = "mine", back: str | None = None
) -> str:
    """Show, instead of a form on a voting right, why it is over; the button leads `back`, or to the assembly."""
    meeting = entry.assembly
    page = url_for("assemblies.show", assembly_id=meeting.id, _anchor=anchor)
    crumbs: list[tuple[Text | str, str]] = [
        (t("Assemblies"), url_for("assemblies.index")),
        (meeting.title, page),
    ]
    is_elsewhere = back is not None and not page.startswith(back)
    label = t("Back to the list") if is_elsewhere else t("Back to the assembly")
    return form_over(title, why, crumbs=crumbs, back=(label, back if back and is_elsewhere else page))
