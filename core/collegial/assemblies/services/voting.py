"""Choose how a resolution is voted, while the agenda is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.actors.queries import is_live
from collegial.assemblies.models import Assembly, Electorate, Resolution, Voting, VotingOption
from collegial.assemblies.models.voting import Candidacy, ElectedGroup
from collegial.assemblies.permissions import PREPARE
from collegial.assemblies.queries.amending import amendment
from collegial.assemblies.queries.boards import college_of, is_board
from collegial.assemblies.queries.meetings import rules_for, statutes_rules_for
from collegial.assemblies.queries.voting import actors_called
from collegial.assemblies.rules.voting import Wish, check_board, check_voting
from collegial.assemblies.services.agenda import hold_draft
from collegial.groups.models import Group
from collegial.hooks.voting import TieRule
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.statutes.models import College

PLAIN = "core.for_against"
ONLY_OPEN = t(
    "This way of voting is counted from whole papers, so it can only be voted openly. Choose another way of voting, or "
    "leave the vote open."
)


@dataclass(frozen=True, kw_only=True)
class NewOption:
    """A candidate or a proposal to put on the list, in words; `actor_id` says who of the directory it is.

    Without it, it is whoever bears the name, if just one does.
    """

    name: str
    statement: str = ""
    is_backed: bool = False
    actor_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class NewVoting:
    """A way of voting to choose; `is_to_board` says that it fills seats on the board, whatever group is named."""

    method: str
    options: Sequence[NewOption] = field(default=())
    seats: int = 1
    electorate: Electorate = Electorate.TOGETHER
    college: College | None = None
    ties: TieRule = TieRule.REPORT
    least: int = 1
    most: int | None = None
    takes_blank: bool = True
    group: Group | None = None
    is_secret: bool = False
    is_to_board: bool = False


def choose_voting(context: Context, resolution: Resolution, new: NewVoting) -> Voting | None:
    """Choose how a resolution is voted; None for plainly for or against.

    Raises Refused once the assembly is convened, or for a method that is not available; Invalid, at its field,
    for what could not be counted under the statutes.
    """
    require(context.by, PREPARE)
    hold_draft(context.session, resolution.assembly)
    return set_voting(context, resolution, new)


def set_voting(context: Context, resolution: Resolution, new: NewVoting) -> Voting | None:
    """Write how a resolution is voted that the caller holds; raises what choosing raises, but for the convening."""
    session = context.session
    options = _written(new)
    _check(
        context, resolution.assembly, new, wish_of(session, resolution, new, [one.name for one in options])
    )
    known = _known(session, options)
    resolution.is_secret = new.is_secret
    if resolution.voting is not None:
        session.delete(resolution.voting)
        session.flush()  # the new one takes its place
        session.expire(resolution, ["voting"])
    if new.method == PLAIN:
        return None
    resolution.voting = _made(new, options, known)
    session.flush()
    return resolution.voting


def check_election(context: Context, meeting: Assembly, new: NewVoting) -> None:
    """Raise what setting it would raise, for an election that is not written down yet."""
    options = _written(new)
    _check(context, meeting, new, _wish(new, [one.name for one in options]))
    _known(context.session, options)


def _written(new: NewVoting) -> list[NewOption]:
    """Return the options that are filled in; raises Invalid for a statement of nobody."""
    told = [
        replace(one, name=one.name.strip(), statement=one.statement.strip())
        for one in new.options
        if one.name.strip() or one.statement.strip()
    ]
    if not all(one.name for one in told):
        raise Invalid(
            "voting.no_name", t("A statement has no name above it. Write the name."), field="options"
        )
    return told


def _made(new: NewVoting, options: Sequence[NewOption], known: Mapping[NewOption, int]) -> Voting:
    return Voting(
        method=new.method, seats=new.seats, electorate=new.electorate, college=new.college, ties=new.ties,
        least=new.least, most=new.most, takes_blank=new.takes_blank,
        group=ElectedGroup(group=new.group) if new.group and options else None,
        options=[
            VotingOption(
                number=number, name=one.name, statement=one.statement, is_backed=one.is_backed,
                candidacy=_candidacy(known.get(one)),
            )
            for number, one in enumerate(options, start=1)
        ],
    )  # fmt: skip


def _known(session: Session, options: Sequence[NewOption]) -> dict[NewOption, int]:
    """Return who of the directory the candidates are; raises Invalid for one chosen twice, or not there."""
    chosen = {one: one.actor_id for one in options if one.actor_id}
    if len(set(chosen.values())) < len(chosen):
        raise Invalid(
            "voting.actor_twice",
            t("Two candidates cannot be the same person of the directory."),
            field="options",
        )
    there = set(session.scalars(select(Actor.id).where(Actor.id.in_(chosen.values()), is_live())))
    if there != set(chosen.values()):
        raise Invalid("voting.no_actor", t("A candidate is no longer in the directory."), field="options")
    called = actors_called(session, [one.name for one in options if one not in chosen])
    by_name = {one: called[one.name] for one in options if one not in chosen and one.name in called}
    return by_name | chosen


def _candidacy(actor_id: int | None) -> Candidacy | None:
    return Candidacy(actor_id=actor_id) if actor_id else None


def _check(context: Context, meeting: Assembly, new: NewVoting, wish: Wish) -> None:
    if context.methods is None:
        raise Refused("votes.method_missing", t("This program offers no vote method."))
    if new.electorate is Electorate.COLLEGE and new.college is None:
        raise Invalid("voting.college", t("Choose the college that elects."), field="college")
    method = context.methods.vote_method(context.session, new.method)
    if new.is_secret and method.sealed is None:
        raise Invalid("voting.only_open", ONLY_OPEN, field="is_secret")
    check_voting(method, wish, rules_for(context.session, meeting, context.zone))
    if new.is_to_board or is_board(new.group):
        _check_board(context, meeting, new)


def wish_of(
    session: Session, resolution: Resolution, new: "NewVoting | Voting", names: Sequence[str]
) -> Wish:
    """Return a way of voting as the rules look at it."""
    return replace(_wish(new, names), changes_statutes=amendment(session, resolution.id) is not None)


def _wish(new: "NewVoting | Voting", names: Sequence[str]) -> Wish:
    is_one_college = new.electorate is Electorate.COLLEGE
    return Wish(
        names=names,
        seats=new.seats,
        least=new.least,
        most=new.most,
        is_weighted=new.electorate is Electorate.WEIGHTED,
        college=new.college.key if is_one_college and new.college else None,
    )


def _check_board(context: Context, meeting: Assembly, new: "NewVoting | Voting") -> None:
    """Keep an election to the board within the statutes; a special assembly elects for its college."""
    college = college_of(meeting, new.electorate, new.college)
    rules = statutes_rules_for(context.session, meeting, context.zone)
    check_board(new.seats, college.key if college else None, rules)


def recheck(context: Context, resolution: Resolution) -> None:
    """Ask once more, before the opening, whether what was chosen can be counted; raises what choosing raises."""
    voting = resolution.voting
    if voting is None or context.methods is None:
        return
    check_voting(
        context.methods.vote_method(context.session, voting.method),
        wish_of(context.session, resolution, voting, [one.name for one in voting.options]),
        rules_for(context.session, resolution.assembly, context.zone),
    )
    if is_board(voting.group.group if voting.group else None):
        _check_board(context, resolution.assembly, voting)


def carry_votings(context: Context, first: Assembly, second: Assembly) -> None:
    """Let a second convocation vote as the first would have (L31: the same agenda)."""
    left = list(second.resolutions)
    for old in first.resolutions:
        copy = next((one for one in left if (one.title, one.text) == (old.title, old.text)), None)
        if copy is None or old.voting is None:
            continue
        left.remove(copy)
        copy.voting = Voting(
            method=old.voting.method, seats=old.voting.seats, electorate=old.voting.electorate,
            college_id=old.voting.college_id, ties=old.voting.ties,
            least=old.voting.least, most=old.voting.most, takes_blank=old.voting.takes_blank,
            options=[
                VotingOption(
                    number=one.number, name=one.name, statement=one.statement, is_backed=one.is_backed,
                    candidacy=_candidacy(one.candidacy.actor_id if one.candidacy else None),
                )
                for one in old.voting.options
            ],
            group=ElectedGroup(group_id=old.voting.group.group_id) if old.voting.group else None,
        )  # fmt: skip
    context.session.flush()


def carries_weights(resolution: Resolution) -> bool:
    """Tell whether the count of a resolution uses the weights of colleges, as it does for every text."""
    voting = resolution.voting
    return voting is None or not voting.options or voting.electorate is Electorate.WEIGHTED
