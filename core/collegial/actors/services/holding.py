"""Say who holds together: the persons behind joint holders, each for a time (L6)."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from collegial.actors.events import HolderEnded, HolderJoined
from collegial.actors.models import Actor, JointHolder
from collegial.actors.services.checking import check_may_change, hold_named
from collegial.actors.services.terms import current, end, hold, write
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.text import t


def add_holder(context: Context, joint: Actor, person: Actor, starts_on: date) -> JointHolder:
    """Let a person be among joint holders from a day on.

    Raises Invalid when it is not a person among joint holders, Refused when the person is there already.
    """
    check_may_change(context, joint, person)
    if not joint.is_joint:
        raise Invalid("actors.not_joint", t("Only joint holders are several persons together."))
    if not person.is_person:
        raise Invalid("actors.holder_is_a_person", t("A joint holder is a natural person."), field="person")
    hold_named(context.session, (joint, person), field="person")
    if _holds_on(context.session, joint, person, starts_on):
        raise _already(person)
    holder = write(
        context.session, JointHolder(joint=joint, person=person, starts_on=starts_on), _already(person)
    )
    context.emit(HolderJoined(joint=joint.id, person=person.id, starts_on=starts_on.isoformat()))
    return holder


def end_holder(context: Context, joint: Actor, person: Actor, ends_on: date) -> JointHolder:
    """End someone's time among joint holders; `ends_on` is the first day that no longer counts.

    Raises Refused for someone who is not there, Invalid when it would end before it started.
    """
    check_may_change(context, joint)
    hold(context.session, joint)
    belongs = (JointHolder.joint_id == joint.id, JointHolder.person_id == person.id)
    present = current(context.session, JointHolder, *belongs)
    if present is None:
        raise Refused("actors.not_a_holder", t("This person is not among these joint holders."))
    end(context.session, present, ends_on)
    context.emit(HolderEnded(joint=joint.id, person=person.id, ends_on=ends_on.isoformat()))
    return present


def _holds_on(session: Session, joint: Actor, person: Actor, day: date) -> bool:
    running = select(JointHolder.id).where(
        JointHolder.joint_id == joint.id,
        JointHolder.person_id == person.id,
        or_(JointHolder.ends_on.is_(None), JointHolder.ends_on > day),
    )
    return session.scalar(running.limit(1)) is not None


def _already(person: Actor) -> Refused:
    return Refused(
        "actors.already_holder",
        t("“%(name)s” is among these joint holders already on that day or later.", name=person.name),
        field="person",
    )
