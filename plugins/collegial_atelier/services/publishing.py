"""Make a production, review it, publish it; count how often it is taken."""

from collegial.plugin import (
    Context,
    Invalid,
    Missing,
    Refused,
    StoredFile,
    Text,
    Upload,
    WorkPhase,
    require,
    store_file,
    t,
)
from collegial_atelier.events import ProductionMoved
from collegial_atelier.models import Production, ProductionKind, ProductionState
from collegial_atelier.permissions import MANAGE
from collegial_atelier.services.opening import held

LICENCES = ("CC BY 4.0", "CC BY-SA 4.0", "CC BY-NC-SA 4.0", "CC0 1.0")
_STEPS = tuple(ProductionState)


def begin_production(
    context: Context, *, atelier_id: int, kind: ProductionKind, title: str, summary: str
) -> Production:
    """Begin a production of an atelier that has started."""
    require(context.by, MANAGE)
    atelier = held(context, atelier_id)
    if atelier.phase is WorkPhase.BEFORE:
        raise Refused("atelier.not_started", t("The atelier has not started: there is nothing to publish."))
    row = Production(
        atelier_id=atelier.id, kind=kind, title=title.strip(), summary=summary.strip(),
        state=ProductionState.DRAFT, downloads=0,
    )  # fmt: skip
    _check(row)
    context.session.add(row)
    context.session.flush()
    context.session.expire(atelier, ["productions"])
    _tell(context, row)
    return row


def edit_production(
    context: Context,
    *,
    atelier_id: int,
    production_id: int,
    title: str,
    summary: str,
    licence: str | None,
    cover: Upload | None = None,
    file: Upload | None = None,
) -> Production:
    """Change a production that is not published; a file that is given replaces the one before."""
    require(context.by, MANAGE)
    row = _production(context, atelier_id, production_id)
    if row.state is ProductionState.PUBLISHED:
        raise Refused("atelier.published", t("This production is published: it no longer changes."))
    if licence is not None and licence not in LICENCES:
        raise Invalid("atelier.licence", t("Choose a licence from the list."), field="licence")
    row.title, row.summary, row.licence = title.strip(), summary.strip(), licence
    _check(row)
    if cover is not None:
        row.cover = _picture(context, cover)
    if file is not None:
        row.file = store_file(context, file, permission=MANAGE)
    context.session.flush()
    return row


def move_production(
    context: Context, *, atelier_id: int, production_id: int, state: ProductionState
) -> Production:
    """Move a production one step on, or back as long as it is not published."""
    require(context.by, MANAGE)
    row = _production(context, atelier_id, production_id)
    if row.state is ProductionState.PUBLISHED:
        raise Refused("atelier.published", t("This production is published: it no longer changes."))
    if _STEPS.index(state) > _STEPS.index(row.state) + 1:
        raise Refused("atelier.step", t("One step at a time: draft, review, ready, published."))
    if state is ProductionState.PUBLISHED:
        _check_ready(row)
        row.published_on = context.today
    row.state = state
    context.session.flush()
    _tell(context, row)
    return row


def lacks(row: Production) -> list[tuple[str, Text]]:
    """Return all that a production lacks before it can be published: pairs of a code and what to do."""
    found = []
    if row.atelier.phase is not WorkPhase.AFTER:
        found.append(("atelier.not_finished", t("Finish the atelier first: its result is then published.")))
    if row.licence is None:
        text = t("Choose a licence first: others must know what they may do with it.")
        found.append(("atelier.no_licence", text))
    if row.file is None and row.kind is not ProductionKind.CONFERENCE:
        found.append(("atelier.no_file", t("Add the file first: there is nothing to take yet.")))
    return found


def take_download(context: Context, *, atelier_id: int, production_id: int) -> StoredFile:
    """Return the file of a published production and count that it was taken."""
    row = _published(context, atelier_id, production_id)
    if row.file is None:
        raise Missing("atelier.no_file", t("This production has no file."))
    row.downloads = Production.downloads + 1
    return row.file


def _published(context: Context, atelier_id: int, production_id: int) -> Production:
    row = context.session.get(Production, production_id)
    if row is None or row.atelier_id != atelier_id or row.state is not ProductionState.PUBLISHED:
        raise Missing("atelier.no_production", t("There is no such production."))
    return row


def _production(context: Context, atelier_id: int, production_id: int) -> Production:
    held(context, atelier_id)
    row = context.session.get(Production, production_id)
    if row is None or row.atelier_id != atelier_id:
        raise Missing("atelier.no_production", t("There is no such production."))
    return row


def _check(row: Production) -> None:
    if not row.title:
        raise Invalid("atelier.no_title", t("Write a title."), field="title")
    if not row.summary:
        raise Invalid("atelier.no_summary", t("Say in a few words what it is about."), field="summary")


def _check_ready(row: Production) -> None:
    for code, text in lacks(row):
        raise Refused(code, text)


def _picture(context: Context, upload: Upload) -> StoredFile:
    try:
        kept = store_file(context, upload, permission=MANAGE)
    except Invalid as error:
        raise Invalid(error.code, error.text, field="cover") from None
    if not kept.media_type.startswith("image/"):
        raise Invalid("atelier.no_picture", t("A cover is a picture: PNG or JPEG."), field="cover")
    return kept


def _tell(context: Context, row: Production) -> None:
    context.emit(ProductionMoved(atelier=row.atelier_id, production=row.id, state=row.state.value))
