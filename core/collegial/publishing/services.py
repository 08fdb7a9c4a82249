"""Publish the texts of the site."""

from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.publishing.events import SiteTextPublished
from collegial.publishing.models import SiteText
from collegial.publishing.permissions import EDIT
from collegial.publishing.queries import last_revision
from collegial.publishing.rules.texts import LONGEST, Place


def publish_text(context: Context, *, place: Place, locale: str, body: str, seen: int) -> SiteText | None:
    """Publish a text in a language; an empty one takes it back. Return None where nothing is changed.

    `seen` is the revision that the writer started from, 0 for the shipped text. Raises Refused where somebody
    published another one meanwhile, Invalid for a text that is too long.
    """
    require(context.by, EDIT)
    written = body.strip()
    if len(written) > LONGEST:
        raise Invalid(
            "publishing.too_long",
            t("A text has at most %(most)s signs; this one has %(count)s.", most=LONGEST, count=len(written)),
            field="body",
        )
    last = last_revision(context.session, place, locale)
    if seen != (last.revision if last else 0):
        raise Refused(
            "publishing.changed",
            t("Somebody published another version meanwhile. Copy your text, and start from theirs."),
        )
    if written == (last.body if last else ""):
        return None
    return _add(context, place, locale, written, seen + 1)


def _add(context: Context, place: Place, locale: str, body: str, revision: int) -> SiteText:
    made = SiteText(
        place=place, locale=locale, revision=revision, body=body,
        published_at=context.clock.now(), published_by=context.by.name,
    )  # fmt: skip
    context.session.add(made)
    context.session.flush()  # the number is taken, or refused, here
    context.emit(SiteTextPublished(place=place.value, locale=locale, revision=revision))
    return made
