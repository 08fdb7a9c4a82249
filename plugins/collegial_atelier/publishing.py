"""What the public site shows of ateliers: their productions."""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from collegial.plugin import (
    PublicItem,
    PublicKind,
    PublicSource,
    Span,
    Text,
    t,
)
from collegial_atelier.models import ProductionKind
from collegial_atelier.queries import published_between

_LABELS: Mapping[ProductionKind, Text] = {
    ProductionKind.BROCHURE: t("Brochure"),
    ProductionKind.GUIDE: t("Guide"),
    ProductionKind.CONFERENCE: t("Conference"),
    ProductionKind.FILM: t("Film"),
    ProductionKind.OTHER: t("Production of an atelier"),
}


def productions(session: Session, span: Span) -> Iterable[PublicItem]:
    """Return what was published in a span, the latest first."""
    for one in published_between(session, span.first, span.last, most=span.most):
        yield PublicItem(
            number=one.id,
            title=one.title,
            on=one.published_on or span.last,
            label=_LABELS[one.kind],
            summary=one.summary,
            endpoint="atelier.show",
            values={"atelier_id": one.atelier_id},
        )


PRODUCTIONS = PublicSource(
    key="atelier.published", label=t("Productions of ateliers"), kind=PublicKind.WORK, items=productions
)
