"""An assembly of one college that was convened and called off, so that the demonstration shows one."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from collegial.assemblies.models import AssemblyKind
from collegial.assemblies.services.preparing import add_item, add_resolution, convene, prepare_assembly
from collegial.calling_off.queries import letters_to_post
from collegial.calling_off.services import call_off, note_posted
from collegial.convocations.models import Outcome
from collegial.convocations.queries import by_post
from collegial.convocations.services import note_posted as note_convoked
from collegial.demo.rennes import read_part
from collegial.kernel.events import Context
from collegial.statutes.models import College
from collegial.statutes.rules import DecisionKind

_NOTICE = timedelta(days=21)


def call_one_off(context: Context) -> None:
    """Convene the smallest college for a day that is past when the demonstration begins, and call that off."""
    data = read_part("assembly")["called_off"]
    meeting = prepare_assembly(
        context, kind=AssemblyKind.SPECIAL, title=data["title"], place=data["place"],
        starts_at=_evening(context, days=data["days_before_loading"]),
        college=context.session.scalars(select(College).where(College.key == data["college"])).one(),
    )  # fmt: skip
    item = add_item(context, meeting, title=data["item"])
    add_resolution(
        context, meeting, title=data["resolution"], text=data["text"], kind=DecisionKind.ORDINARY, item=item
    )
    convene(context, meeting)
    convoked = context.session.scalars(by_post(meeting.id)).all()
    note_convoked(context, meeting, [one.id for one in convoked], outcome=Outcome.POSTED)
    change = call_off(context, meeting, reason=data["reason"].strip())
    letters = context.session.scalars(letters_to_post(change.id)).all()
    note_posted(context, change, [one.id for one in letters])


def _evening(context: Context, *, days: int) -> datetime:
    """Return six in the evening, so many days before the demonstration begins."""
    local = (context.clock.now() + _NOTICE - timedelta(days=days)).astimezone(ZoneInfo(context.zone))
    return local.replace(hour=18, minute=0, second=0, microsecond=0).astimezone(UTC)
