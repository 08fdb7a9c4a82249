"""Write resources with the words that find them, and the synonyms."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from sqlalchemy import delete, insert

from collegial.plugin import Actor, Context, Forbidden, Invalid, Money, require, t
from collegial_information.events import EntryWritten, SynonymsWritten
from collegial_information.models import (
    InformationEntry,
    InformationSynonyms,
    InformationTag,
    InformationWord,
)
from collegial_information.permissions import WRITE
from collegial_information.rules.facets import Audience, Facet, Moment, ResourceKind
from collegial_information.rules.freshness import FEWEST_MONTHS, MOST_MONTHS, next_check
from collegial_information.rules.words import stem_of, weighed
from collegial_information.services.closing import promise_closing
from collegial_information.services.keeping import held_entry, promise_reminder, require_keeping


@dataclass(frozen=True, kw_only=True)
class EntryFields:
    """What is told of a resource: who, for whom, what, under which conditions, when, and who answers."""

    title: str
    kind: ResourceKind
    provider: str
    summary: str
    keeper_id: int
    provider_id: int | None = None
    conditions: str = ""
    territory: str = ""
    audiences: Collection[Audience] = ()
    moments: Collection[Moment] = ()
    least: Money | None = None
    most: Money | None = None
    opens_on: date | None = None
    closes_on: date | None = None
    contact: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    check_months: int = 6


_PLAIN = (
    "title",
    "kind",
    "provider",
    "provider_id",
    "summary",
    "least",
    "most",
    "opens_on",
    "closes_on",
    "check_months",
)
_OPTIONAL = ("conditions", "territory", "contact", "email", "phone", "website")


def write_entry(context: Context, fields: EntryFields, *, entry_id: int | None = None) -> InformationEntry:
    """Write a resource, or change one; it counts as looked at today. Its keeper may change it, not give it away."""
    if entry_id is None:
        require(context.by, WRITE)
        found = InformationEntry(checked_on=context.today)
    else:
        found = held_entry(context, entry_id)
        require_keeping(context, found)
    _check(context, fields)
    if entry_id is not None and fields.keeper_id != found.keeper_id and not context.by.may(WRITE):
        raise Forbidden("information.keeper", t("Only the staff names another keeper."))
    _fill(found, fields)
    found.changed_at, found.checked_on = context.clock.now(), context.today
    found.due_on = next_check(found.checked_on, fields.check_months)
    context.session.add(found)
    context.session.flush()
    index_words(context, found)
    if found.is_public:
        promise_reminder(context, found)
        promise_closing(context, found)
    context.emit(EntryWritten(entry=found.id, title=found.title))
    return found


def index_words(context: Context, entry: InformationEntry) -> None:
    """Write anew which words find a resource."""
    texts = (entry.provider, entry.summary, entry.conditions, entry.territory)
    context.session.execute(delete(InformationWord).where(InformationWord.entry_id == entry.id))
    rows = [
        {"word": word, "entry_id": entry.id, "stem": stem_of(word), "weight": weight}
        for word, weight in weighed(entry.title, texts).items()
    ]
    if rows:
        context.session.execute(insert(InformationWord), rows)


def write_synonyms(context: Context, groups: Sequence[str]) -> None:
    """Write the groups of synonyms in the place of those that were there: words between commas."""
    require(context.by, WRITE)
    kept = [", ".join(part.strip() for part in one.split(",") if part.strip()) for one in groups]
    if any(one and "," not in one for one in kept):
        raise Invalid(
            "information.synonyms", t("Each line needs two words at least, with a comma between them."),
            field="groups",
        )  # fmt: skip
    if any(len(one) > 500 for one in kept):  # noqa: PLR2004 (the column)
        raise Invalid("information.long_line", t("A line is too long. Cut it in two."), field="groups")
    context.session.execute(delete(InformationSynonyms))
    context.session.add_all(InformationSynonyms(words=one) for one in kept if one)
    context.emit(SynonymsWritten(groups=sum(1 for one in kept if one)))


def _fill(found: InformationEntry, fields: EntryFields) -> None:
    for name in _PLAIN:
        setattr(found, name, getattr(fields, name))
    for name in _OPTIONAL:
        setattr(found, name, getattr(fields, name).strip() or None)
    found.title, found.provider = fields.title.strip(), fields.provider.strip()
    found.keeper_id = fields.keeper_id
    wanted = [
        *((Facet.AUDIENCE, one.value) for one in fields.audiences),
        *((Facet.MOMENT, one.value) for one in fields.moments),
    ]
    kept = [one for one in found.tags if (one.facet, one.value) in wanted]
    known = {(one.facet, one.value) for one in kept}
    new = [InformationTag(facet=facet, value=value) for facet, value in wanted if (facet, value) not in known]
    found.tags = [*kept, *new]


def _check(context: Context, fields: EntryFields) -> None:
    for name in ("title", "provider", "summary"):
        if not getattr(fields, name).strip():
            raise Invalid("information.empty", t("This answer is needed."), field=name)
    if fields.least is not None and fields.most is not None and fields.most < fields.least:
        raise Invalid(
            "information.amounts", t("The highest amount cannot be below the lowest."), field="most"
        )
    if fields.opens_on and fields.closes_on and fields.closes_on < fields.opens_on:
        raise Invalid("information.days", t("It cannot close before it opens."), field="closes_on")
    if not FEWEST_MONTHS <= fields.check_months <= MOST_MONTHS:
        raise Invalid(
            "information.months",
            t("Give a number from 1 to %(most)s.", most=MOST_MONTHS),
            field="check_months",
        )
    if fields.website and not _is_address(fields.website):
        raise Invalid("information.website", t("Give the whole address, from https:// on."), field="website")
    _check_actors(context, fields)


def _check_actors(context: Context, fields: EntryFields) -> None:
    if context.session.get(Actor, fields.keeper_id) is None:
        raise Invalid("information.no_keeper", t("Choose who keeps it up to date."), field="keeper_id")
    if fields.provider_id is not None and context.session.get(Actor, fields.provider_id) is None:
        raise Invalid(
            "information.no_provider", t("Choose an actor from the directory."), field="provider_id"
        )


def _is_address(written: str) -> bool:
    try:
        parts = urlsplit(written.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
