"""Open a secret vote: one election for each set of colleges, with a credential for each right on the roll."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from sqlalchemy import func, select

from collegial.assemblies.models import RollEntry
from collegial.assemblies.queries.attending import attendance_by_college, left_to_chair
from collegial.assemblies.queries.corresponding import live_forms
from collegial.assemblies.queries.meetings import hold_meeting, rules_for
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.fractions import show_fraction
from collegial.kernel.permissions import require
from collegial.kernel.text import nt, t
from collegial.secret.asking import (
    Speak,
    check_merge,
    electing,
    own_college,
    parts_of,
    questions_of,
)
from collegial.secret.belenios import chain, threshold, trustees
from collegial.secret.belenios.credentials import new_uuid, public_credential, write_credentials
from collegial.secret.belenios.election import Election
from collegial.secret.belenios.text import fingerprint, write
from collegial.secret.credentials import Authority
from collegial.secret.events import BoardOpened
from collegial.secret.models import Ceremony, SecretElection, Stage
from collegial.secret.queries import ceremony, entries_of, locked_ceremony, steps_of
from collegial.secret.rules import College, Group, check_alone, groups
from collegial.secret.sealing import Words, description
from collegial.secret.services.boards import protocol, record
from collegial.secret.services.guarding import check_program, send_heads
from collegial.secret.services.keys import end_rehearsal
from collegial.secret.services.registering import codes_for
from collegial.statutes.models import College as CollegeRow
from collegial.votes.asking import Asked, asked
from collegial.votes.models import Secrecy
from collegial.votes.permissions import PRESIDE
from collegial.votes.services import open_vote

# How each college is kept beside its election; weights as fractions.
Kept = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The words of the ballot, in the language of the deployment: every voter's device hashes the same text."""

    speak: Speak = str
    sealed: Words = field(default_factory=Words)
    authority: str = "Server"


@dataclass(frozen=True, kw_only=True)
class _Means:
    """What every election of a vote is made with: the resolutions, the maker of codes, the words."""

    asks: Sequence[Asked]
    authority: Authority
    wording: Wording


def open_secret_vote(context: Context, ceremony_id: int, authority: Authority, wording: Wording) -> Ceremony:
    """Open the vote.

    Raises Refused until enough scrutineers passed the rehearsal, for a set of colleges that is too small to hide
    a vote, and for whatever keeps an open vote from being opened.
    """
    require(context.by, PRESIDE)
    # The assembly is locked before its ceremony, as by whoever prepares.
    hold_meeting(context.session, ceremony(context.session, ceremony_id).assembly)
    found = locked_ceremony(context.session, ceremony_id)
    _check_confirmed(found)
    check_program(found, authority)
    _check_rehearsed(context, found)
    _check_forms(context, found)
    rules = rules_for(context.session, found.assembly, context.zone)
    attendance = attendance_by_college(context.session, found.assembly, rules)
    colleges = [
        College(key=one.key, name=one.name, weight=one.weight, members=one.members, attending=one.attending)
        for one in attendance
    ]
    # who is on no roll has nothing to decrypt
    together = [one for one in _together(colleges, found) if any(each.members for each in one.colleges)]
    _check_codes(context, found, together)
    vote = open_vote(
        context, found.assembly, [one.resolution for one in found.questions], secrecy=Secrecy.SECRET
    )
    asks = asked(context.session, context.methods, vote.questions)
    end_rehearsal(context, found)
    found.vote_id, found.stage = vote.id, Stage.OPEN
    found.roll_fingerprint = _roll_fingerprint(context, found)
    for group in together:
        _open_election(context, found, group, _Means(asks=asks, authority=authority, wording=wording))
    send_heads(context, found)
    return found


def _together(colleges: Sequence[College], found: Ceremony) -> list[Group]:
    """Put the colleges that are asked anything together, as the bureau chose."""
    resolutions = [one.resolution for one in found.questions]
    for one in found.merges:
        check_merge(resolutions, one.source, one.target)
    alone = electing(resolutions)
    for college in (one for one in colleges if one.key in alone):
        check_alone(college, found.floor)
    if any(own_college(one) is None for one in resolutions):
        return groups(colleges, {one.source: one.target for one in found.merges}, found.floor)
    return groups([one for one in colleges if one.key in alone], {}, found.floor)


def _check_codes(context: Context, found: Ceremony, together: Sequence[Group]) -> None:
    """Refuse to open while codes that are made apart are missing, before anything is changed."""
    if found.profile.codes_apart:
        for group in together:
            codes_for(context, found, [one.key for one in group.colleges])


def _check_confirmed(found: Ceremony) -> None:
    if found.stage not in (Stage.KEYS, Stage.REHEARSAL):
        raise Refused("secret.opened_already", t("This secret vote has already been opened, or given up."))
    confirmed = sum(one.confirmed_at is not None for one in found.scrutineers)
    if found.stage is Stage.KEYS or confirmed < found.needed:
        raise Refused(
            "secret.not_confirmed",
            t(
                "%(confirmed)d of the %(needed)d scrutineers needed have passed the rehearsal. Until then nobody could "
                "be sure to count this vote: it cannot be opened.",
                confirmed=confirmed,
                needed=found.needed,
            ),
        )


def _check_rehearsed(context: Context, found: Ceremony) -> None:
    """Refuse another key than that which the scrutineers tried: somebody else could open what it closes."""
    (rehearsal,) = (one for one in found.elections if one.is_rehearsal)
    (setup,) = steps_of(context.session, rehearsal, chain.Kind.SETUP)
    if setup.data[1] != found.trustees:
        raise Refused(
            "secret.other_trustees",
            t(
                "The keys of this vote are no longer those of the rehearsal: it cannot be opened. Tell whoever "
                "runs this site, give the vote up and prepare it again."
            ),
        )


def _check_forms(context: Context, found: Ceremony) -> None:
    """Refuse while someone voted by correspondence on these resolutions: that vote names who cast it."""
    asked = {str(one.resolution_id) for one in found.questions}
    forms = context.session.scalars(live_forms(found.assembly_id)).all()
    number = sum(bool(asked & {str(key) for key in one.answers}) for one in forms)
    if number:
        raise Refused(
            "secret.correspondence",
            nt(
                "%(number)d member voted on these resolutions by correspondence. Such a vote names who cast it, "
                "and cannot be counted in a secret vote: vote openly, or have the form withdrawn and a proxy "
                "given.",
                "%(number)d members voted on these resolutions by correspondence. Such a vote names who cast it, "
                "and cannot be counted in a secret vote: vote openly, or have them withdraw their form and give "
                "a proxy.",
                number,
                number=number,
            ),
        )
    blank = left_to_chair().where(RollEntry.assembly_id == found.assembly_id)
    left = context.session.scalar(select(func.count()).select_from(blank.subquery())) or 0
    if left:
        raise Refused(
            "secret.chair_proxies",
            nt(
                "%(number)d proxy names no holder: the chair votes for it as the law says, which is no secret. "
                "Have a holder named, or vote openly.",
                "%(number)d proxies name no holder: the chair votes for them as the law says, which is no "
                "secret. Have holders named, or vote openly.",
                left,
                number=left,
            ),
        )


def _roll_fingerprint(context: Context, found: Ceremony) -> str:
    rows = context.session.execute(
        select(RollEntry.id, RollEntry.member_number, CollegeRow.key)
        .outerjoin(CollegeRow, RollEntry.college_id == CollegeRow.id)
        .where(RollEntry.assembly_id == found.assembly_id)
        .order_by(RollEntry.id)
    )
    return fingerprint(write([list(row) for row in rows]))


def _open_election(context: Context, found: Ceremony, group: Group, means: _Means) -> None:
    keys = [one.key for one in group.colleges]
    apart = codes_for(context, found, keys) if found.profile.codes_apart else None
    uuid = apart.uuid if apart else new_uuid()
    entries = entries_of(context.session, found, keys)
    row = SecretElection(
        ceremony=found, uuid=uuid, is_rehearsal=False, name=group.name,
        colleges=[_kept(one) for one in group.colleges],
        started_at=context.clock.now(),
    )  # fmt: skip
    context.session.add(row)
    context.session.flush()  # its events point to it
    with protocol():
        codes = (apart.publics or "") if apart else _codes(means.authority, uuid, entries)
        election = _election(found, row, group, means)
        head = record(context, row, chain.setup(election.text, found.trustees or "", codes))
    context.emit(BoardOpened(ceremony=found.id, uuid=uuid, rights=len(entries), head=head))


def _codes(authority: Authority, uuid: str, entries: Sequence[int]) -> str:
    return write_credentials([public_credential(uuid, authority.credential(uuid, one)) for one in entries])


def _election(found: Ceremony, row: SecretElection, group: Group, means: _Means) -> Election:
    parts, wording = parts_of(means.asks, [one.key for one in group.colleges]), means.wording
    people = trustees.read_trustees(found.trustees or "")
    title = f"{found.assembly.title} – {row.name}" if row.name else found.assembly.title
    return Election(
        uuid=row.uuid, name=title,
        description=description(found, wording.sealed),
        public_key=threshold.public_key_of(people), questions=questions_of(parts, wording.speak),
        credential_authority=found.registrar.name if found.registrar else wording.authority,
    )  # fmt: skip


def _kept(college: College) -> Kept:
    return {**asdict(college), "weight": show_fraction(college.weight)}
