"""The public resources as a list for a spreadsheet."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from collegial.plugin import Column, Exporter, Row, say, t
from collegial_information import queries
from collegial_information.permissions import READ
from collegial_information.words import AUDIENCES, KINDS, MOMENTS


def rows(session: Session) -> Iterator[Row]:
    """Yield a row for each public resource."""
    for one in session.scalars(queries.shown()):
        yield (
            one.id, one.title, KINDS[one.kind], one.provider, one.summary, one.conditions,
            ", ".join(say(name) for item, name in AUDIENCES.items() if item in one.audiences),
            ", ".join(say(name) for item, name in MOMENTS.items() if item in one.moments),
            one.least, one.most, one.opens_on, one.closes_on, one.territory, one.contact, one.email, one.phone,
            one.website, one.checked_on,
        )  # fmt: skip


RESOURCES = Exporter(
    key="information.resources",
    title=t("Directory of resources"),
    columns=(
        Column(t("Number"), "number"),
        Column(t("Title")),
        Column(t("Kind")),
        Column(t("Who offers it")),
        Column(t("What the resource is for")),
        Column(t("Conditions")),
        Column(t("For whom")),
        Column(t("At which moment")),
        Column(t("Lowest amount, in euros"), "money"),
        Column(t("Highest amount, in euros"), "money"),
        Column(t("Opens on"), "date"),
        Column(t("Last day to ask"), "date"),
        Column(t("Territory")),
        Column(t("Whom to ask")),
        Column(t("E-mail")),
        Column(t("Telephone")),
        Column(t("Web page")),
        Column(t("Checked on"), "date"),
    ),
    rows=rows,
    permission=READ,
)
