"""Write the minutes, enter them in the register under the next number, keep their print, record signatures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from collegial.assemblies.models import Assembly, AssemblyState
from collegial.assemblies.queries.meetings import hold_meeting
from collegial.assemblies.rules import named_apart
from collegial.files.rules import Upload
from collegial.files.services import store_file
from collegial.journal.queries import last_digest
from collegial.journal.services import hold_order
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Invalid, Missing, Refused
from collegial.kernel.events import Context
from collegial.kernel.listing import listed
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import Text, t
from collegial.minutes.events import MinutesEstablished, MinutesSigned, PassageWritten
from collegial.minutes.models import Minutes, Passage, Print, Signature, SignerRole, SigningWay
from collegial.minutes.permissions import ESTABLISH
from collegial.minutes.places import DEBATE, resolution_at
from collegial.minutes.queries import last_number, minutes_of, passages_of, print_of, signatures_of
from collegial.minutes.services.proving import keep_proof

ENDED = (AssemblyState.CLOSED, AssemblyState.INQUORATE)


def establish_minutes(context: Context, meeting: Assembly) -> Minutes:
    """Enter an ended assembly in the register of minutes (L40); one that missed its quorum has minutes too.

    Calling it again returns the same minutes. Raises Refused while the assembly is not over.
    """
    require(context.by, ESTABLISH)
    hold_meeting(context.session, meeting)
    _check_is_over(meeting)
    existing = minutes_of(context.session, meeting.id)
    if existing:
        return existing
    hold_order(context.session)
    number = last_number(context.session) + 1
    context.emit(MinutesEstablished(assembly=meeting.id, number=number))
    minutes = Minutes(
        number=number, assembly_id=meeting.id, established_at=context.clock.now(),
        journal_digest=last_digest(context.session),
    )  # fmt: skip
    context.session.add(minutes)
    context.session.flush()  # the number is taken, or refused, here
    return minutes


def write_passage(context: Context, meeting: Assembly, place: str, text: str, *, seen: int) -> Passage:
    """Write one place of the minutes anew; `seen` is the version that the writer started from, 0 for none.

    Raises Refused while the assembly is not over, once the minutes are established, or when someone else
    wrote there meanwhile: that text stands, and the writer's own is not lost. Missing for an unknown place.
    """
    require(context.by, ESTABLISH)
    hold_meeting(context.session, meeting)  # whoever establishes them comes before or after
    _check_may_be_written(context, meeting)
    _check_place(meeting, place)
    last = passages_of(context.session, meeting.id).get(place)
    if (last.version if last else 0) != seen:
        raise _written_meanwhile()
    passage = Passage(
        assembly_id=meeting.id, place=place, version=seen + 1, text=text.strip(),
        written_at=context.clock.now(), written_by=context.by.name,
    )  # fmt: skip
    with or_refuse(context.session, _written_meanwhile()):
        context.session.add(passage)
    context.emit(PassageWritten(assembly=meeting.id, place=place, version=passage.version))
    return passage


def keep_print(context: Context, minutes: Minutes, printed: bytes, *, locale: str) -> Print:
    """Keep the printed minutes, to be signed; the first print stays, calling it again returns it."""
    require(context.by, ESTABLISH)
    kept = print_of(context.session, minutes.id)
    if kept:
        return kept
    upload = Upload(name=f"minutes-{minutes.number}-{locale}.pdf", content=printed)
    file = store_file(context, upload, permission=ESTABLISH)
    kept = Print(minutes_id=minutes.id, file_id=file.id, locale=locale)
    context.session.add(kept)
    return kept


@dataclass(frozen=True, kw_only=True)
class Signing:
    """Who signed, each with a role and a name, how and when, and the one file that proves it."""

    signers: Sequence[tuple[SignerRole, str]]
    way: SigningWay
    signed_on: date
    proof: Upload
    copies: tuple[bytes, ...] = ()  # the prints in the other languages, which are read and never signed


def record_signatures(context: Context, minutes: Minutes, signing: Signing) -> list[Signature]:
    """Record that members of the bureau signed, all of them or none (L40, L41).

    Raises Invalid for a name that is not of the bureau, a day before the minutes or to come, or a file that
    is neither PDF nor picture, or bears no signature; Refused for a signature that is recorded already.
    """
    require(context.by, ESTABLISH)
    _check_signing(context, minutes, signing)
    file = keep_proof(context, minutes, signing.proof, signing.way, copies=signing.copies)
    signatures = [
        Signature(
            minutes_id=minutes.id, role=role, name=name, way=signing.way, file_id=file.id,
            signed_on=signing.signed_on, recorded_at=context.clock.now(), recorded_by=context.by.name,
        )
        for role, name in signing.signers
    ]  # fmt: skip
    with or_refuse(
        context.session,
        Refused("minutes.signed_already", t("This signature is already recorded."), field="signer"),
    ):
        context.session.add_all(signatures)
    for one in signatures:
        context.emit(MinutesSigned(number=minutes.number, role=one.role.value, digest=file.digest))
    return signatures


def signers(meeting: Assembly) -> list[tuple[SignerRole, str]]:
    """Return who has to sign: the bureau of the assembly."""
    scrutineers = named_apart(meeting.scrutineers or "")
    return [
        (SignerRole.CHAIR, meeting.chair_name or ""),
        (SignerRole.SECRETARY, meeting.secretary_name or ""),
        *((SignerRole.SCRUTINEER, name) for name in scrutineers),
    ]


def missing_signers(context: Context, minutes: Minutes) -> list[tuple[SignerRole, str]]:
    """Return who has not signed yet."""
    signed = {(one.role, one.name) for one in signatures_of(context.session, minutes.id)}
    return [one for one in signers(minutes.assembly) if one not in signed]


def named_once(missing: Sequence[tuple[SignerRole, str]]) -> list[Text]:
    """Name each who has not signed once, with all that they sign as."""
    roles: dict[str, list[Text]] = {}
    for role, name in missing:
        roles.setdefault(name, []).append(MinutesSigned.words["role"][role.value])
    return [t("%(name)s (%(roles)s)", name=name, roles=listed(found)) for name, found in roles.items()]


def _check_signing(context: Context, minutes: Minutes, signing: Signing) -> None:
    if not signing.signers or not set(signing.signers) <= set(signers(minutes.assembly)):
        raise Invalid(
            "minutes.no_signer", t("Only the bureau of the assembly signs its minutes."), field="signer"
        )
    established, today = (
        local_day(moment, context.zone) for moment in (minutes.established_at, context.clock.now())
    )
    if not established <= signing.signed_on <= today:
        raise Invalid(
            "minutes.signed_on", t("Minutes are signed once they are established, and not in the future."),
            field="signed_on",
        )  # fmt: skip


def _check_is_over(meeting: Assembly) -> None:
    if meeting.state not in ENDED:
        raise Refused("minutes.not_over", t("The minutes are established when the assembly is over."))


def _check_may_be_written(context: Context, meeting: Assembly) -> None:
    _check_is_over(meeting)
    if minutes_of(context.session, meeting.id):
        raise Refused(
            "minutes.established_already", t("The minutes are established: what they say no longer changes.")
        )


def _check_place(meeting: Assembly, place: str) -> None:
    number = resolution_at(place)
    if place != DEBATE and number not in {one.number for one in meeting.resolutions}:
        raise Missing("minutes.unknown_place", t("There is no such place in these minutes."))


def _written_meanwhile() -> Refused:
    return Refused(
        "minutes.written_meanwhile",
        t(
            "Someone else wrote here meanwhile. Their text stands below yours: bring both together, then save."
        ),
        field="text",
    )
