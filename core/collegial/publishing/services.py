"""Publish the texts of the site, and the missions and priorities with theirs."""

from collections.abc import Sequence
from dataclasses import asdict

from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.holding import held_row
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t
from collegial.proposals.models import Mission, Priority
from collegial.proposals.services.framing import Aim, set_missions, set_priorities, word_aims
from collegial.publishing.events import SiteTextPublished
from collegial.publishing.models import SiteDraft, SiteText
from collegial.publishing.permissions import EDIT
from collegial.publishing.queries import entries, last_revision
from collegial.publishing.rules.texts import LISTS, LONGEST, Place
from collegial.publishing.rules.wordings import Wording, Writing, only_known


def publish_text(context: Context, *, place: Place, locale: str, body: str, seen: int) -> SiteText | None:
    """Publish a text in a language; an empty one takes it back. Return None where nothing is changed.

    `seen` is the revision that the writer started from, 0 for the shipped text. Raises Refused where somebody
    published another one meanwhile, Invalid for a text that is too long.
    """
    last = last_revision(context.session, place, locale)
    kept = last.writing.wordings if last else ()
    return _publish(context, place, locale, Writing(body=body, wordings=kept), seen)


def publish_list(
    context: Context, *, place: Place, locale: str, writing: Writing, seen: int, leads: bool
) -> SiteText | None:
    """Publish missions or priorities with the text before them.

    In the language that leads, the list itself becomes the one given: its entries, their order, the words that are
    shown everywhere. In another one the entries are only worded. Raises what `publish_text` raises, and Refused for
    an entry left out that an action of a proposal names.
    """
    require(context.by, EDIT)
    if place not in LISTS:
        raise Invalid("publishing.no_list", t("No list follows this text."))
    before = entries(context.session, place)
    if not leads:
        known = only_known(writing.wordings, (one.key for one in before))
        made = _publish(context, place, locale, Writing(body=writing.body, wordings=known), seen)
        _word(context, place, locale, known)
        return made
    made = _publish(context, place, locale, writing, seen, shown=before)
    if writing.wordings != before:
        (set_missions if place is Place.MISSIONS else set_priorities)(context, _aims(writing.wordings))
    _word(context, place, locale, ())  # it may not always have been the first
    return made


def _word(context: Context, place: Place, locale: str, wordings: Sequence[Wording]) -> None:
    if place is Place.MISSIONS:
        word_aims(context, Mission, locale=locale, aims=_aims(wordings))
    else:
        word_aims(context, Priority, locale=locale, aims=_aims(wordings))


def _aims(wordings: Sequence[Wording]) -> list[Aim]:
    return [Aim(key=one.key, short=one.short, label=one.label, text=one.text or None) for one in wordings]


def keep_draft(
    context: Context, *, place: Place, locale: str, writing: Writing, seen: int, number: int
) -> SiteDraft:
    """Keep what is written without showing it to visitors.

    `seen` is the published revision that the writer started from, `number` the draft, 0 for none. Raises Refused
    where somebody kept another draft meanwhile, Invalid for a text that is too long.
    """
    require(context.by, EDIT)
    _check_length(writing.body)
    draft = _draft_as_seen(context, place, locale, number) or SiteDraft(place=place, locale=locale)
    draft.number, draft.seen, draft.body = number + 1, seen, writing.body
    draft.wordings = [asdict(one) for one in writing.wordings]
    draft.kept_at, draft.kept_by = context.clock.now(), context.by.name
    with or_refuse(context.session, _other_draft()):  # of two first drafts, the key lets one in
        context.session.add(draft)
    return draft


def drop_draft(context: Context, *, place: Place, locale: str, number: int) -> None:
    """Throw away the draft of this number; raises Refused where somebody kept another one meanwhile."""
    require(context.by, EDIT)
    draft = _draft_as_seen(context, place, locale, number)
    if draft is not None:
        context.session.delete(draft)
        context.session.flush()


def forget_draft(context: Context, *, place: Place, locale: str, number: int) -> None:
    """Forget the draft that was published; what somebody kept meanwhile stays."""
    require(context.by, EDIT)
    draft = held_row(context.session, SiteDraft, (place, locale))
    if draft is not None and draft.number == number:
        context.session.delete(draft)
        context.session.flush()


def _draft_as_seen(context: Context, place: Place, locale: str, number: int) -> SiteDraft | None:
    draft = held_row(context.session, SiteDraft, (place, locale))
    if number != (draft.number if draft else 0):
        raise _other_draft()
    return draft


def _other_draft() -> Refused:
    return Refused(
        "publishing.draft_changed",
        t("Somebody kept another draft meanwhile. Copy your text, and start from theirs."),
    )


def _publish(
    context: Context,
    place: Place,
    locale: str,
    writing: Writing,
    seen: int,
    *,
    shown: tuple[Wording, ...] | None = None,
) -> SiteText | None:
    require(context.by, EDIT)
    written = Writing(body=writing.body.strip(), wordings=writing.wordings)
    _check_length(written.body)
    last = last_revision(context.session, place, locale)
    if seen != (last.revision if last else 0):
        raise _other_version()
    before = last.writing if last else Writing()
    if shown is not None:  # the list may have been set elsewhere since
        before = Writing(body=before.body, wordings=shown)
    return None if written == before else _add(context, place, locale, written, seen + 1)


def _other_version() -> Refused:
    return Refused(
        "publishing.changed",
        t("Somebody published another version meanwhile. Copy your text, and start from theirs."),
    )


def _check_length(body: str) -> None:
    if len(body) > LONGEST:
        raise Invalid(
            "publishing.too_long",
            t(
                "A text has at most %(most)s characters; this one has %(count)s.",
                most=LONGEST,
                count=len(body),
            ),
            field="body",
        )


def _add(context: Context, place: Place, locale: str, writing: Writing, revision: int) -> SiteText:
    made = SiteText(
        place=place, locale=locale, revision=revision, body=writing.body,
        wordings=[asdict(one) for one in writing.wordings],
        published_at=context.clock.now(), published_by=context.by.name,
    )  # fmt: skip
    with or_refuse(context.session, _other_version()):
        context.session.add(made)
    context.emit(SiteTextPublished(place=place.value, locale=locale, revision=revision))
    return made
