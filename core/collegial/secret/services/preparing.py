"""Prepare a secret vote: mark its resolutions, name its scrutineers, choose how small colleges are counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from collegial.assemblies.models import Assembly, AssemblyState, Resolution, RollEntry
from collegial.assemblies.queries.meetings import hold_meeting, rules_for
from collegial.calling_off.events import AssemblyCalledOff
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.secret.asking import check_merge
from collegial.secret.credentials import Authority
from collegial.secret.events import CeremonyCancelled, CeremonyPrepared, CollegesMerged, ProfileChosen
from collegial.secret.models import Ceremony, CollegeMerge, Scrutineer, SecretQuestion, Stage
from collegial.secret.profiles import Hands, Profile, check_profile
from collegial.secret.queries import ceremonies_of, prepared_ceremony
from collegial.secret.rules import FLOOR, check_floor_rule, final_target
from collegial.secret.services.registering import list_rights
from collegial.secret.services.serving import make_server_key
from collegial.votes.asking import chosen_method
from collegial.votes.permissions import PRESIDE
from collegial.votes.services.secrecy import mark_secret, unmark_secret

INVITE = "secret.invite_scrutineer"
INVITE_REGISTRAR = "secret.invite_registrar"
BEFORE_OPENING = (Stage.KEYS, Stage.REHEARSAL)
OPENED = t("This secret vote was opened: nothing of it can be changed.")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the bureau decides on a secret vote; scrutineers and who makes the codes are numbers of members on the roll.

    `proposed` is the profile that the questionnaire proposed, None where it was not asked.
    """

    resolutions: Sequence[Resolution]
    scrutineers: Sequence[int]
    needed: int
    floor: int = FLOOR
    may_vote_again: bool = False
    profile: Profile = Profile.STANDARD
    proposed: Profile | None = None
    registrar: int | None = None


def prepare(context: Context, meeting: Assembly, plan: Plan, authority: Authority) -> Ceremony:
    """Mark resolutions secret and invite the scrutineers to make their keys.

    Raises Refused when the assembly is not convened, or a resolution was put to the vote or marked already;
    Invalid for scrutineers or numbers that cannot be, or that do not hold what the profile promises.
    """
    require(context.by, PRESIDE)
    hold_meeting(context.session, meeting)
    _check_convened(meeting)
    _check_plan(context, plan)
    mark_secret(context, meeting, plan.resolutions)
    made = _made(context, meeting, plan, authority)
    context.session.add(made)
    context.session.flush()  # the event and the invitations name it by its number
    make_server_key(made, authority)
    list_rights(context, made)
    _invite(context, made)
    _tell(context, made)
    return made


def _check_convened(meeting: Assembly) -> None:
    if meeting.state not in (AssemblyState.CONVENED, AssemblyState.OPEN):
        raise Refused(
            "secret.not_convened", t("Convene the assembly first: its roll says who can be scrutineer.")
        )


def _check_plan(context: Context, plan: Plan) -> None:
    hands = Hands(
        people=len(plan.scrutineers), needed=plan.needed, may_vote_again=plan.may_vote_again,
        has_registrar=plan.registrar is not None,
    )  # fmt: skip
    check_profile(plan.profile, hands)
    check_floor_rule(plan.floor)
    if not plan.resolutions:
        raise Invalid(
            "secret.no_resolution",
            t("Choose at least one resolution for the secret vote."),
            field="resolutions",
        )
    _check_methods(context, plan.resolutions)


def _made(context: Context, meeting: Assembly, plan: Plan, authority: Authority) -> Ceremony:
    hands: list[int | None] = [*_people(context, meeting, plan.scrutineers)]
    registrar = _registrar(context, meeting, plan, hands)
    if plan.profile.server_holds_part:
        hands.append(None)
    return Ceremony(
        assembly_id=meeting.id, needed=plan.needed, floor=plan.floor, may_vote_again=plan.may_vote_again,
        stage=Stage.KEYS, created_at=context.clock.now(), profile=plan.profile, proposed=plan.proposed,
        registrar_id=registrar, program=authority.program or None,
        questions=[SecretQuestion(resolution_id=one.id, position=place) for place, one in enumerate(plan.resolutions)],
        scrutineers=[Scrutineer(owner=owner, actor_id=actor) for owner, actor in enumerate(hands, start=1)],
    )  # fmt: skip


def _registrar(context: Context, meeting: Assembly, plan: Plan, hands: Sequence[int | None]) -> int | None:
    """Return who makes the codes: a member of the assembly who holds no part of the key."""
    if plan.registrar is None:
        return None
    (found,) = _people(context, meeting, [plan.registrar], field="registrar")
    if found in hands:
        raise Invalid(
            "secret.registrar_scrutineer",
            t("Who makes the codes must not hold a part of the key: name somebody else."),
            field="registrar",
        )
    return found


def _invite(context: Context, made: Ceremony) -> None:
    for one in made.scrutineers:
        if one.actor_id is not None:
            promise(context.session, INVITE, {"scrutineer": one.id}, at=context.clock.now())
    if made.registrar_id is not None:
        promise(context.session, INVITE_REGISTRAR, {"ceremony": made.id}, at=context.clock.now())


def _tell(context: Context, made: Ceremony) -> None:
    context.emit(
        CeremonyPrepared(
            ceremony=made.id, assembly=made.assembly_id, resolutions=len(made.questions),
            scrutineers=len(made.scrutineers), needed=made.needed, floor=made.floor,
        )
    )  # fmt: skip
    context.emit(
        ProfileChosen(
            ceremony=made.id,
            profile=made.profile.value,
            proposed=made.proposed.value if made.proposed else "–",
        )
    )


def cancel(context: Context, ceremony_id: int) -> None:
    """Give a secret vote up before its opening: its resolutions are voted openly, or prepared again."""
    require(context.by, PRESIDE)
    found = prepared_ceremony(context.session, ceremony_id)
    _check_before_opening(found)
    _give_up(context, found, may_be_open=True)


def give_up_with(context: Context, assembly: AssemblyCalledOff) -> None:
    """Give up what was prepared for an assembly that is called off: nobody makes a key for it any more."""
    for one in ceremonies_of(context.session, assembly.assembly):
        if one.stage in BEFORE_OPENING:
            _give_up(context, one, may_be_open=False)  # what replaces the assembly announces the same


def _give_up(context: Context, found: Ceremony, *, may_be_open: bool) -> None:
    found.stage = Stage.CANCELLED
    unmark_secret(context, [one.resolution for one in found.questions], may_be_open=may_be_open)
    context.emit(CeremonyCancelled(ceremony=found.id))


def merge(context: Context, ceremony_id: int, source: str, target: str) -> None:
    """Count a small college with another; the choice is made before the opening and recorded."""
    require(context.by, PRESIDE)
    found = prepared_ceremony(context.session, ceremony_id)
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
    list_rights(context, found)
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
    if found.stage not in BEFORE_OPENING:
        raise Refused("secret.opened", OPENED)


def _people(
    context: Context, meeting: Assembly, numbers: Sequence[int], *, field: str = "scrutineers"
) -> list[int]:
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
            field=field,
        )
    people = [voters[number] for number in numbers]
    if len(set(people)) != len(people):
        raise Invalid(
            "secret.repeated_scrutineer",
            t("The same person would hold two parts of the key. Name different persons."),
            field="scrutineers",
        )
    return people
