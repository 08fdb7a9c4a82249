"""What a voter's forms show instead of themselves once they are over."""

from collections.abc import Callable

from flask import url_for

from collegial.assemblies.models import Assembly, RollEntry
from collegial.kernel.errors import DomainError
from collegial.kernel.listing import listed
from collegial.kernel.text import Text, nt, t
from collegial.web.acting import form_over


def refusal(check: Callable[[], object]) -> Text | None:
    """Return why a check refuses; None where it lets pass."""
    try:
        check()
    except DomainError as error:
        return error.text
    return None


def unnamed_in_secret(meeting: Assembly) -> Text | None:
    """Warn that a proxy left to the chair keeps a secret vote shut (L37); None where none is voted in secret."""
    secret = [one.number for one in meeting.resolutions if one.is_secret]
    if not secret:
        return None
    return nt(
        "Resolution %(numbers)s is to be voted in secret: that vote cannot be opened while a proxy names nobody. "
        "Where it can be done, have a member named.",
        "Resolutions %(numbers)s are to be voted in secret: that vote cannot be opened while a proxy names nobody. "
        "Where it can be done, have a member named.",
        len(secret),
        numbers=listed(str(one) for one in secret),
    )


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
