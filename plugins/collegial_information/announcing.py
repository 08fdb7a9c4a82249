"""What the public site announces of the directory: the days on which resources close."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from collegial.plugin import PublicItem, PublicKind, PublicSource, Span, t
from collegial_information.queries import closing_between


def closings(session: Session, span: Span) -> Iterable[PublicItem]:
    """Return the resources that close in a span, the next first."""
    for one in closing_between(session, span.first, span.last, most=span.most):
        yield PublicItem(
            number=one.id,
            title=one.title,
            on=one.closes_on or span.last,
            label=t("Last day to apply"),
            summary=one.provider,
            endpoint="information.show",
            values={"entry_id": one.id},
        )


CLOSINGS = PublicSource(
    key="information.closings", label=t("Closing dates of resources"), kind=PublicKind.DATE, items=closings
)
