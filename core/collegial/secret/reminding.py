"""What secret votes ask of their voters and scrutineers, for the dashboard."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly, Mandate, MandateKind
from collegial.assemblies.queries.attending import mandates_of_voter, present_entry_ids
from collegial.assemblies.queries.meetings import current_assemblies
from collegial.hooks.contracts import NextStep
from collegial.kernel.text import t
from collegial.secret.models import Ceremony, Scrutineer, Stage
from collegial.secret.permissions import SCRUTINISE
from collegial.secret.queries import ceremonies_of, decrypted_by, duties_of, election_for, used_in
from collegial.secret.steps import real, waiting
from collegial.votes.permissions import CAST

_MOST = 2  # assemblies at a time: the dashboard must not grow
_FIRST = -10  # it is under way
_RESTS = {"wait", "confirmed", "done", "void"}


def reminders(session: Session, actor_id: int, day: date) -> Iterator[NextStep]:
    """Ask scrutineers for their next step, and whoever attends for each right that an open vote waits for."""
    for mine in duties_of(session, actor_id):
        if _must_act(session, mine):
            yield NextStep(
                key=f"secret.{mine.ceremony_id}.scrutineer",
                sentence=t("A secret vote waits for you as its scrutineer"), act=t("Take the next step"),
                endpoint="secret.desk", values={"ceremony_id": mine.ceremony_id}, due_on=day, icon="key",
                permission=SCRUTINISE, weight=_FIRST,
            )  # fmt: skip
    for meeting in current_assemblies(session, most=_MOST):
        yield from _rights(session, meeting, actor_id, day)


def _must_act(session: Session, mine: Scrutineer) -> bool:
    found = mine.ceremony
    elections = real(found)
    done = decrypted_by(session, elections) if found.stage is Stage.CLOSED else {}
    return waiting(found, mine, [done.get(one.id, set()) for one in elections]).step not in _RESTS


def _rights(session: Session, meeting: Assembly, actor_id: int, day: date) -> Iterable[NextStep]:
    open_now = [one for one in ceremonies_of(session, meeting.id) if one.stage is Stage.OPEN]
    for found, one in unused_rights(session, open_now, meeting.id, actor_id):
        is_proxy = one.kind is MandateKind.PROXY
        name = one.giver.name
        yield NextStep(
            key=f"secret.{found.id}.{one.id}",
            sentence=t("You vote for %(name)s", name=name) if is_proxy else t("A secret vote is open"),
            act=t("Vote secretly"), endpoint="secret.paper", icon="secret", permission=CAST,
            values={"ceremony_id": found.id, "mandate_id": one.id}, about=meeting.title, due_on=day,
            weight=_FIRST,
        )  # fmt: skip


def unused_rights(
    session: Session, open_now: Sequence[Ceremony], assembly_id: int, actor_id: int
) -> list[tuple[Ceremony, Mandate]]:
    """Return the rights of a person that open secret votes of an assembly wait for, each with its vote."""
    if not open_now:
        return []
    here = present_entry_ids(session, assembly_id, actor_id)
    mandates = [one for one in mandates_of_voter(session, assembly_id, actor_id) if one.holder_id in here]
    used = used_in(session, open_now, [one.giver_id for one in mandates])
    return [
        (found, one)
        for found in open_now
        for one in mandates
        if one.giver_id not in used[found.id] and election_for(found, one)
    ]
