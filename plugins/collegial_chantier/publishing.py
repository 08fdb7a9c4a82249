"""What the public site shows of chantiers: the measures that people were told of."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from collegial.plugin import PublicItem, PublicKind, PublicSource, Span, t
from collegial_chantier.models import MeasureKind
from collegial_chantier.queries import measures_between


def measures(session: Session, span: Span) -> Iterable[PublicItem]:
    """Return the measures that people were told of in a span, the latest first."""
    for one in measures_between(session, span.first, span.last, most=span.most):
        is_new = one.kind is MeasureKind.CREATED
        yield PublicItem(
            number=one.id,
            title=one.title,
            on=one.informed_on or span.last,
            label=t("New measure") if is_new else t("Improved measure"),
            summary=one.information or one.description,
            endpoint="chantier.show",
            values={"chantier_id": one.chantier_id},
        )


MEASURES = PublicSource(
    key="chantier.measures", label=t("Measures of chantiers"), kind=PublicKind.WORK, items=measures
)
