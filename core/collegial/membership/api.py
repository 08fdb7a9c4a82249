"""The register of members for other programs, for those who may read it."""

from datetime import date

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.hooks.extensions import ApiResource, Rows
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import t
from collegial.membership.models import Member
from collegial.membership.permissions import READ


class MemberRecord(BaseModel):
    """A member under its number; `actor` is its number in the directory."""

    number: int
    actor: int
    name: str
    admitted_on: date
    left_on: date | None


def rows(_session: Session, _viewer: Viewer) -> Rows:
    """Return the members by their numbers, those who left too."""
    return select(Member).options(joinedload(Member.actor)).order_by(Member.number)


def write(member: Member) -> MemberRecord:
    """Return what others read of a member."""
    return MemberRecord(
        number=member.number, actor=member.actor_id, name=member.actor.name,
        admitted_on=member.admitted_on, left_on=member.left_on,
    )  # fmt: skip


MEMBERS = ApiResource(
    key="members", title=t("Register of members"), record=MemberRecord, rows=rows, number=Member.number,
    write=write, permission=READ,
)  # fmt: skip
