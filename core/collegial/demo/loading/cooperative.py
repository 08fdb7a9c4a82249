"""The cooperative in formation: statutes, 871 invented members, and the assembly they are convened to."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from collegial.actors.models import Actor, ActorKind
from collegial.actors.services.adding import NewActor, add_actors
from collegial.actors.services.representing import name_representative
from collegial.assemblies.models import Assembly, AssemblyKind, Electorate, Resolution
from collegial.assemblies.services.preparing import add_item, add_resolution, convene, prepare_assembly
from collegial.assemblies.services.voting import NewOption, NewVoting, choose_voting
from collegial.convocations.models import Outcome
from collegial.convocations.queries import by_post
from collegial.convocations.services import note_posted
from collegial.demo.names import InventedMember, MemberKind, invented_members
from collegial.demo.rennes import read_part
from collegial.groups.queries import group_by_key
from collegial.groups.services import end_of_term, take_seat
from collegial.kernel.clock import local_day
from collegial.kernel.events import Context
from collegial.membership.models import CollegeAssignment, Member
from collegial.membership.services.admitting import Admission, admit_members
from collegial.statutes.models import College
from collegial.statutes.rules import DecisionKind
from collegial.statutes.rules.origins import First
from collegial.statutes.services import record_statutes

FOUNDED = timedelta(days=300)
_CATEGORY = {"A": "employees", "B": "beneficiaries", "D": "volunteers"}
_FINANCE = ("Banque", "Caisse", "Fondation", "Mutuelle")


def record(context: Context) -> None:
    """Record the draft statutes, in force since the cooperative began to form."""
    founded = local_day(context.clock.now() - FOUNDED, context.zone)
    record_statutes(
        context, read_part("statutes"), effective_from=founded, reason="Société en formation", origin=First()
    )


def admit(context: Context, known: dict[str, Actor]) -> None:
    """Admit the personas that are members, then as many invented members as the colleges count.

    Most organisations say who votes for them; a few have not yet.
    """
    personas = [row for row in read_part("personas")["personas"] if "college" in row]
    data = read_part("members")
    held = Counter(row["college"] for row in personas)
    sizes = {college: size - held[college] for college, size in data["sizes"].items()}
    invented = _with_candidates(invented_members(data["seed"], sizes))
    actors = add_actors(context, [_actor(one) for one in invented])
    founded = local_day(context.clock.now() - FOUNDED, context.zone)
    admissions = [
        *(Admission(actor=known[f"persona:{row['key']}"], category_key=row["category"]) for row in personas),
        *(
            Admission(actor=actor, category_key=_category(one))
            for one, actor in zip(invented, actors, strict=True)
        ),
    ]
    admit_members(context, admissions, admitted_on=founded)
    voices = [(one, actor) for one, actor in zip(invented, actors, strict=True) if one.representative]
    _name_voices(context, voices[: -data["unrepresented"]], founded)


def _name_voices(context: Context, voices: Sequence[tuple[InventedMember, Actor]], day: date) -> None:
    people = add_actors(context, [_voice(one) for one, _ in voices])
    for (_, organisation), person in zip(voices, people, strict=True):
        name_representative(context, organisation, person, day)


def _with_candidates(members: Iterable[InventedMember]) -> list[InventedMember]:
    """Let the candidates of an election be the first members of its college, in the place of others."""
    waiting = {one["college"]: [each["name"] for each in one["candidates"]] for one in _elections()}
    return [_called(one, names.pop(0)) if (names := waiting.get(one.college)) else one for one in members]


def _elections() -> list[dict[str, Any]]:
    return list(read_part("assembly")["elections"])


def _called(one: InventedMember, name: str) -> InventedMember:
    given, _, family = name.partition(" ")
    return replace(one, name=name, given_name=given, family_name=family)


def seat_board(context: Context) -> None:
    """Fill the seats on the board that the statutes reserve to a college, save those that the assembly elects."""
    elected = {one["college"] for one in _elections()}
    board, founded = (
        group_by_key(context.session, "board"),
        local_day(context.clock.now() - FOUNDED, context.zone),
    )
    assert board is not None
    ends = end_of_term(founded, read_part("statutes")["board"]["term_years"])
    for row in read_part("statutes")["colleges"]:
        wanted = 0 if row["key"] in elected else row["board_seats"]
        for actor in context.session.scalars(_first_of(row["key"]).limit(wanted)):
            take_seat(context, board, actor, on=founded, term_ends_on=ends)


def _first_of(college: str) -> Select[Actor]:
    """Select the first members of a college, those one signs in as before all."""
    held = select(CollegeAssignment.member_id).join(College).where(College.key == college)
    return (
        select(Actor)
        .join(Member, Member.actor_id == Actor.id)
        .where(Member.id.in_(held))
        .order_by(Member.number)
    )


def _category(one: InventedMember) -> str:
    """Return why an invented member is one; the third college holds public bodies and partners."""
    return _CATEGORY.get(one.college) or ("partners" if _family(one) == "finance" else "public_bodies")


def _family(one: InventedMember) -> str | None:
    """Return the family of an invented organisation; persons have none."""
    if one.kind is MemberKind.PERSON:
        return None
    if one.college == "B":
        return "ess_base"
    return "finance" if one.name.startswith(_FINANCE) else "public"


def _actor(one: InventedMember) -> NewActor:
    is_person = one.kind is MemberKind.PERSON
    return NewActor(
        kind=ActorKind.PERSON if is_person else ActorKind.ORGANISATION,
        name=one.name,
        family_key=_family(one),
        given_name=one.given_name,
        family_name=one.family_name,
        locality=one.locality,
        is_invented=True,
    )


def _voice(one: InventedMember) -> NewActor:
    given, family = one.representative or ("", "")
    return NewActor(
        kind=ActorKind.PERSON,
        name=f"{given} {family}",
        given_name=given,
        family_name=family,
        locality=one.locality,
        is_invented=True,
    )


def convene_assembly(context: Context) -> None:
    """Prepare the assembly and convene it three weeks ahead: it is held on the day of loading."""
    data = read_part("assembly")
    zone = ZoneInfo(context.zone)
    hour = (
        (context.clock.now() + timedelta(days=21)).astimezone(zone).replace(minute=0, second=0, microsecond=0)
    )
    meeting = prepare_assembly(
        context, kind=AssemblyKind(data["assembly"]["kind"]), title=data["assembly"]["title"],
        starts_at=hour.astimezone(UTC), place=data["assembly"]["place"],
    )  # fmt: skip
    _write_agenda(context, meeting)
    convene(context, meeting)
    letters = context.session.scalars(by_post(meeting.id)).all()
    note_posted(context, meeting, [one.id for one in letters], outcome=Outcome.POSTED)


def _write_agenda(context: Context, meeting: Assembly) -> None:
    data = read_part("assembly")
    resolutions = {row["key"]: row for row in [*data["resolutions"], *data["elections"]]}
    for row in data["agenda"]:
        item = add_item(context, meeting, title=row["title"])
        wanted = resolutions.get(row.get("resolution") or row.get("election", ""))
        if wanted:
            resolution = add_resolution(
                context, meeting, title=wanted["title"], text=wanted["text"].strip(),
                kind=DecisionKind(wanted["decision_kind"]), item=item,
            )  # fmt: skip
            if "candidates" in wanted:
                _make_election(context, resolution, wanted)


def _make_election(context: Context, resolution: Resolution, wanted: dict[str, Any]) -> None:
    """Let one college elect among the candidates of the file."""
    college = context.session.scalars(select(College).where(College.key == wanted["college"])).one()
    choose_voting(
        context, resolution,
        NewVoting(
            method=wanted["method"], seats=wanted["seats"], electorate=Electorate.COLLEGE, college=college,
            group=group_by_key(context.session, wanted["group"]),
            options=[NewOption(name=one["name"], statement=one["statement"]) for one in wanted["candidates"]],
        ),
    )  # fmt: skip
