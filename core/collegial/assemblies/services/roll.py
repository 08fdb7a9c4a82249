"""Fix the roll of an assembly, and invite everyone on it."""

from datetime import timedelta

from sqlalchemy import insert, literal, select

from collegial.actors.models import Actor
from collegial.assemblies.models import Assembly, Invitation, Mandate, MandateKind, RollEntry
from collegial.assemblies.queries.attending import RollRow
from collegial.joining.queries.consents import convened_by_post
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.text import t

SEND = "assemblies.send_invitation"
SEND_SOME = "assemblies.send_invitations"
TOGETHER = 20  # mails of one transaction: what a process that dies may send once more
LINK_HOLDS = timedelta(days=2)


def write_roll(context: Context, meeting: Assembly, rows: list[RollRow]) -> None:
    """Write one entry and one own mandate per voting right, in bulk: rolls are long."""
    context.session.flush()  # the rows below name the assembly by its number
    entries = [
        {
            "assembly_id": meeting.id, "member_id": row.member_id, "actor_id": row.actor_id,
            "voter_id": row.voter_id, "college_id": row.college_id, "member_number": row.number, "name": row.name,
        }
        for row in rows
    ]  # fmt: skip
    if not entries:
        raise Refused(
            "assemblies.nobody", t("Nobody is a member on that day, so there is nobody to convene.")
        )
    # Asked for their numbers, rows go a thousand a statement; one by one, each would be counted by itself.
    context.session.execute(insert(RollEntry).returning(RollEntry.id), entries).all()
    own = select(
        RollEntry.assembly_id, literal(MandateKind.OWN, Mandate.kind.type), RollEntry.id, RollEntry.id,
        literal(context.clock.now(), Mandate.given_at.type), literal(False),
    ).where(RollEntry.assembly_id == meeting.id)  # fmt: skip
    columns = ["assembly_id", "kind", "giver_id", "holder_id", "given_at", "on_paper"]
    context.session.execute(insert(Mandate).from_select(columns, own))


def invite(context: Context, meeting: Assembly) -> None:
    """Write one invitation per entry, and promise a mail to those who take mails; the others go by post."""
    by_mail = RollEntry.actor_id.not_in(convened_by_post()) & Actor.email.is_not(None) & (Actor.email != "")
    voters = select(RollEntry.id, by_mail).join(Actor, Actor.id == RollEntry.voter_id)
    expires = meeting.starts_at + LINK_HOLDS
    of_meeting = voters.where(RollEntry.assembly_id == meeting.id)
    rows = context.session.execute(of_meeting.order_by(RollEntry.id))
    invitations = [
        Invitation(
            entry_id=entry_id,
            created_at=context.clock.now(),
            expires_at=expires,
            channel="mail" if is_by_mail else "post",
        )
        for entry_id, is_by_mail in rows
    ]
    context.session.add_all(invitations)
    context.session.flush()  # the promises name the invitations by their number
    mailed = [one.id for one in invitations if one.channel == "mail"]
    for first in range(0, len(mailed), TOGETHER):
        some = {"invitations": mailed[first : first + TOGETHER]}
        promise(context.session, SEND_SOME, some, at=context.clock.now())
