"""Prepare a secret vote: mark its resolutions, name its scrutineers, choose how small colleges are counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from collegial.assemblies.models import Assembly, AssemblyState, Resolution, RollEntry
from collegial.assemblies.queries.meetings import hold_meeting, rules_for
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.secret.asking import check_merge
from collegial.secret.events import CeremonyCancelled, CeremonyPrepared, CollegesMerged
from collegial.secret.models import Ceremony, CollegeMerge, Scrutineer, SecretQuestion, Stage
from collegial.secret.queries import locked_ceremony
from collegial.secret.rules import FLOOR, check_floor_rule, check_scrutineers, final_target
from collegial.votes.asking import chosen_method
from collegial.votes.permissions import PRESIDE
from collegial.votes.secrecy import mark_secret, unmark_secret

INVITE = "secret.invite_scrutineer"
_BEFORE_OPENING = (Stage.KEYS, Stage.REHEARSAL)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the bureau decides on a secret vote; scrutineers are numbers of members on the roll."""

    resolutions: Sequence[Resolution]
    scrutineers: Sequence[int]
    needed: int
    floor: int = FLOOR
    may_vote_again: bool = False


def prepare(context: Context, meeting: Assembly, plan: Plan) -> Ceremony:
    """Mark resolutions secret and invite the scrutineers to make their keys.

    Raises Refused when the assembly is not convened, or a resolution was put to the vote or marked already;
    Invalid for scrutineers or numbers that cannot be.
    """
    require(context.by, PRESIDE)
    hold_meeting(context.session, meeting)
    if meeting.state not in (AssemblyState.CONVENED, AssemblyState.OPEN):
        raise Refused(
            "secret.not_convened", t("Convene the assembly first: its roll says who can be scrutineer.")
        )
    check_scrutineers(len(plan.scrutineers), plan.needed)
    check_floor_rule(plan.floor)
    if not plan.resolutions:
        raise Invalid(
            "secret.no_resolution",
            t("Choose at least one resolution for the secret vote."),
            field="resolutions",
        )
    _check_methods(context, plan.resolutions)
    mark_secret(context, meeting, plan.resolutions)
    made = Ceremony(
        assembly_id=meeting.id, needed=plan.needed, floor=plan.floor, may_vote_again=plan.may_vote_again,
        stage=Stage.KEYS, created_at=context.clock.now(),
        questions=[SecretQuestion(resolution_id=one.id, position=place) for place, one in enumerate(plan.resolutions)],
        scrutineers=[
            Scrutineer(owner=owner, actor_id=actor)
            for owner, actor in enumerate(_people(context, meeting, plan.scrutineers), start=1)
        ],
    )  # fmt: skip
    context.session.add(made)
    context.session.flush()  # the event and the invitations name it by its number
    for one in made.scrutineers:
        promise(context.session, INVITE, {"scrutineer": one.id}, at=context.clock.now())
    context.emit(
        CeremonyPrepared(
            ceremony=made.id, assembly=meeting.id, resolutions=len(plan.resolutions),
            scrutineers=len(made.scrutineers), needed=made.needed, floor=made.floor,
        )
    )  # fmt: skip
    return made


def cancel(context: Context, ceremony_id: int) -> None:
    """Give a secret vote up before its opening: its resolutions are voted openly, or prepared again."""
    require(context.by, PRESIDE)
    found = locked_ceremony(context.session, ceremony_id)
    _check_before_opening(found)
    found.stage = Stage.CANCELLED
    unmark_secret(context, [one.resolution_id for one in found.questions])
    context.emit(CeremonyCancelled(ceremony=found.id))


def merge(context: Context, ceremony_id: int, source: str, target: str) -> None:
    """Count a small college with another; the choice is made before the opening and recorded."""
    require(context.by, PRESIDE)
    found = locked_ceremony(context.session, ceremony_id)
    _check_before_opening(found)
    known = {one.key for one in rules_for(context.session, found.assembly, context.zone).colleges}
    if source == target or not {source, target} <= known:
        raise Invalid(
            "secret.unknown_merge",
            t("Colleges can only be merged with another of this assembly."),
            field="target",
        )
    check_merge([one.resolution for one in found.questions], source, target)
    final_target(source, {one.source: one.target for one in found.merges} | {source: target})
    earlier = next((one for one in found.merges if one.source == source), None)
    if earlier:
        earlier.target, earlier.chosen_at = target, context.clock.now()
    else:
        found.merges.append(CollegeMerge(source=source, target=target, chosen_at=context.clock.now()))
    context.session.flush()
    context.emit(CollegesMerged(ceremony=found.id, source=source, target=target))


def _check_methods(context: Context, resolutions: Sequence[Resolution]) -> None:
    """Refuse what can only be counted from whole papers, or has no method now."""
    for one in resolutions:
        method = chosen_method(context.session, context.methods, one)
        if method.sealed is None:
            raise Invalid(
                "secret.method",
                t(
                    "Resolution %(number)s is voted by the method “%(method)s”, which is counted from whole papers: it "
                    "can only be voted openly.",
                    number=one.number,
                    method=method.label,
                ),
                field="resolutions",
            )


def _check_before_opening(found: Ceremony) -> None:
    if found.stage not in _BEFORE_OPENING:
        raise Refused("secret.opened", t("This secret vote was opened: nothing of it can be changed."))


def _people(context: Context, meeting: Assembly, numbers: Sequence[int]) -> list[int]:
    """Return who votes for these members; each person once."""
    rows = select(RollEntry.member_number, RollEntry.voter_id).where(
        RollEntry.assembly_id == meeting.id, RollEntry.member_number.in_(numbers)
    )
    voters = dict(context.session.execute(rows).all())
    missing = [number for number in numbers if number not in voters]
    if missing:
        raise Invalid(
            "secret.unknown_scrutineer",
            t("Member %(number)s is not on the roll of this assembly.", number=missing[0]),
            field="scrutineers",
        )
    people = [voters[number] for number in numbers]
    if len(set(people)) != len(people):
        raise Invalid(
            "secret.repeated_scrutineer",
            t("The same person would hold two parts of the key. Name different persons."),
            field="scrutineers",
        )
    return people
