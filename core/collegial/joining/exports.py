"""The applications as a table for a spreadsheet."""

from collections.abc import Mapping

from collegial.joining.models import Application
from collegial.joining.rules import ApplicationState
from collegial.kernel.money import Money
from collegial.kernel.text import Text, t
from collegial.tables.writing import Column, Row

APPLICATIONS = t("Applications")
COLUMNS = (
    Column(t("Reference")),
    Column(t("Person or organisation")),
    Column(t("Applicant")),
    Column(t("E-mail address")),
    Column(t("Telephone")),
    Column(t("Locality")),
    Column(t("Category")),
    Column(t("Shares"), "number"),
    Column(t("State")),
    Column(t("Application received"), "date"),
    Column(t("To pay by"), "date"),
    Column(t("To pay at least"), "money"),
    Column(t("Received so far"), "money"),
    Column(t("Member"), "number"),
)
_KINDS = {False: t("Person"), True: t("Organisation")}
_STATES: Mapping[ApplicationState, Text] = {
    ApplicationState.RECEIVED: t("To decide"),
    ApplicationState.WAITING: t("Waiting list"),
    ApplicationState.ACCEPTED: t("To be paid"),
    ApplicationState.ADMITTED: t("Admitted"),
    ApplicationState.REFUSED: t("Refused"),
    ApplicationState.WITHDRAWN: t("Withdrawn"),
    ApplicationState.LAPSED: t("Lapsed"),
}


def application_row(one: Application, categories: Mapping[str, str], paid: Money) -> Row:
    """Return what a list says of one application; `categories` are named by their keys."""
    unconfirmed = one.state is ApplicationState.RECEIVED and one.confirmed_at is None
    return (
        one.reference, _KINDS[one.is_organisation], one.name, None if one.is_forgotten else one.email,
        one.phone, one.locality,
        categories.get(one.category_key, one.category_key), one.shares,
        t("Address not confirmed") if unconfirmed else _STATES[one.state],
        one.received_at.date(), one.due_on, one.least, paid if one.least else None,
        one.member.number if one.member else None,
    )  # fmt: skip
