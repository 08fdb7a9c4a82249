"""A published production as something that another deployment may be given, with its file and licence."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.plugin import Context, ExchangeKind, Given, HeldFile, Missing, Rows, Viewer, t
from collegial_atelier.models import Production, ProductionState
from collegial_atelier.permissions import READ


def rows(_session: Session, _viewer: Viewer) -> Rows:
    """Return the published productions."""
    published = select(Production.id, Production.title).where(Production.state == ProductionState.PUBLISHED)
    return published.order_by(Production.id)


def write(context: Context, production_id: int) -> Given:
    """Return what is given of a production."""
    one = context.session.get(Production, production_id)
    if one is None or one.state is not ProductionState.PUBLISHED or one.published_on is None:
        raise Missing("atelier.no_production", t("There is no such production."))
    data = {
        "kind": one.kind.value, "licence": one.licence, "atelier": one.atelier.title,
        "published_on": one.published_on.isoformat(),
    }  # fmt: skip
    files = (HeldFile(name=one.file.name, content=one.file.content),) if one.file else ()
    return Given(title=one.title, text=one.summary, data=data, files=files)


PRODUCTIONS = ExchangeKind(
    key="atelier.production", label=t("Production of an atelier"), rows=rows, write=write, permission=READ
)
