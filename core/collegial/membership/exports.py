"""The register of members as a table for a spreadsheet, which an import reads back; and what members ask for."""

from sqlalchemy import Row as Found

from collegial.kernel.text import t
from collegial.membership.models import Member, MemberRequest, RequestKind, RequestState
from collegial.statutes.models import Category, College
from collegial.tables.writing import Column, Row

REGISTER = t("Register of members")
COLUMNS = (
    Column(t("Number"), "number"),
    Column(t("Person or organisation")),
    Column(t("Name")),
    Column(t("Given name")),
    Column(t("Family name")),
    Column(t("Category")),
    Column(t("College")),
    Column(t("Member since"), "date"),
    Column(t("Locality")),
    Column(t("E-mail address")),
)
_KINDS = {True: t("Person"), False: t("Organisation")}


def register_row(found: Found[Member, College | None, Category | None], *, with_contacts: bool) -> Row:
    """Return the row of a member; contacts only for those who may see them."""
    member, college, category = found
    actor = member.actor
    return (
        member.number, _KINDS[actor.is_person], actor.name, actor.given_name, actor.family_name,
        category.name if category else None, college.name if college else None, member.admitted_on,
        actor.locality if with_contacts else None, actor.email if with_contacts else None,
    )  # fmt: skip


REQUESTS = t("What members ask for")
REQUEST_COLUMNS = (
    Column(t("Number"), "number"),
    Column(t("Member")),
    Column(t("Request")),
    Column(t("Shares"), "number"),
    Column(t("Wished on"), "date"),
    Column(t("Message")),
    Column(t("Asked on"), "date"),
    Column(t("How it stands")),
    Column(t("Answer")),
)
_REQUESTS = {
    RequestKind.MORE_SHARES: t("More shares"),
    RequestKind.LEAVE: t("Leaving the cooperative"),
    RequestKind.CHANGE_DATA: t("Other contact data"),
}
_STATES = {
    RequestState.WAITING: t("Waiting for an answer"),
    RequestState.GRANTED: t("Accepted"),
    RequestState.REFUSED: t("Not accepted"),
    RequestState.WITHDRAWN: t("Taken back"),
}


def request_row(one: MemberRequest) -> Row:
    """Return what a list says of one request."""
    return (
        one.member.number, one.member.actor.name, _REQUESTS[one.kind], one.shares, one.wished_on, one.message,
        one.asked_at.date(), _STATES[one.state], one.answer,
    )  # fmt: skip
