"""Refer a project holder, take one on, say what came of it, and erase the name."""

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from collegial.plugin import (
    Context,
    Forbidden,
    Invalid,
    Missing,
    Refused,
    hold_row,
    promise,
    require,
    settings_of,
    t,
)
from collegial_partners import queries
from collegial_partners.events import HolderErased, ReferralMade, ReferralMoved, ReferralTaken
from collegial_partners.models import (
    PartnerLink,
    PartnerProtocol,
    ProtocolParty,
    ProtocolState,
    Referral,
    ReferralHolder,
    ReferralStep,
)
from collegial_partners.permissions import REFER
from collegial_partners.rules import (
    CODE_LENGTH,
    CODE_LETTERS,
    FINAL,
    ConsentManner,
    DeclineReason,
    Direction,
    ProjectKind,
    ReferralOutcome,
    ReferralState,
    Side,
    may_be_erased,
    why_not_move,
    written_code,
)
from collegial_partners.services.linking import held_link
from collegial_partners.services.protocols import held, party_of
from collegial_partners.settings import RULES

TELL, ERASE = "partners.tell", "partners.erase"
_TRIES = 5


@dataclass(frozen=True, kw_only=True)
class NewReferral:
    """Who is referred, with what, and how they agreed; the least that the other side needs."""

    name: str
    contact: str
    need: str
    project: ProjectKind
    consent: ConsentManner
    has_consented: bool
    origin: str | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of a referral, with the outcome or the reason that belongs to it."""

    state: ReferralState
    outcome: ReferralOutcome | None = None
    reason: DeclineReason | None = None


WITHDRAWAL = Step(state=ReferralState.WITHDRAWN)


def refer(context: Context, *, protocol_id: int, party_id: int, new: NewReferral) -> Referral:
    """Send a project holder to a partner; whoever does so is in charge of the referral."""
    require(context.by, REFER)
    protocol = held(context, protocol_id)
    party = party_of(protocol, party_id)
    if party.actor_id is None:
        raise Invalid(
            "partners.to_whom", t("Choose the partner to whom the person is sent."), field="party_id"
        )
    return _keep(context, protocol, party, new)


def refer_by_link(context: Context, *, link: PartnerLink, new: NewReferral) -> Referral:
    """Send a project holder to the pole, by a partner's personal link."""
    protocol = held(context, link.party.protocol_id)
    link = held_link(context, link)
    return _keep(context, protocol, link.party, new, direction=Direction.FROM_PARTNER, link=link)


def take_in(context: Context, *, party: ProtocolParty, new: NewReferral) -> Referral:
    """Keep a referral that came from another deployment; one that came by itself waits for someone to take charge."""
    protocol = held(context, party.protocol_id)
    return _keep(context, protocol, party, new, direction=Direction.FROM_PARTNER)


def take_charge(context: Context, *, code: str) -> Referral:
    """Take a referral over, and with it the right and the duty to know the name; the journal says so."""
    require(context.by, REFER)
    row = found(context, code)
    if context.by.account_id is None:
        raise Forbidden("partners.no_account", t("Someone with an account takes charge."))
    if row.in_charge_id != context.by.account_id:
        row.in_charge_id = context.by.account_id
        context.emit(ReferralTaken(code=row.code, account=context.by.account_id))
    return row


def move(context: Context, *, code: str, step: Step) -> Referral:
    """Take a step on the pole's side; raises Forbidden for whoever is not in charge."""
    require(context.by, REFER)
    row = found(context, code)
    if not is_in_charge(context, row):
        raise Forbidden(
            "partners.not_in_charge", t("Take charge of this referral first: then its steps are yours.")
        )
    return _step(context, row, step, Side.POLE, None)


def move_by_link(context: Context, *, link: PartnerLink, code: str, step: Step) -> Referral:
    """Take a step on the partner's side."""
    row = found(context, code)
    if row.party_id != link.party_id:
        raise _unknown()
    return _step(context, row, step, Side.PARTNER, held_link(context, link))


def holder_for(context: Context, row: Referral, *, link: PartnerLink | None = None) -> ReferralHolder | None:
    """Return who a referral is about: for whoever is in charge, and for the partner's side; None for all others."""
    is_theirs = link is not None and link.party_id == row.party_id
    if not is_theirs and not is_in_charge(context, row):
        return None
    return context.session.get(ReferralHolder, row.id)


def is_in_charge(context: Context, row: Referral) -> bool:
    """Tell whether whoever acts is in charge of a referral."""
    return context.by.is_program or (
        row.in_charge_id is not None and row.in_charge_id == context.by.account_id and context.by.may(REFER)
    )


def erase_if_due(context: Context, row: Referral) -> None:
    """Erase who a referral is about, once it has been kept for as long as it had to be."""
    if may_be_erased(row.erase_on, context.today, is_erased=row.erased_on is not None):
        erase_holder(context, row)


def erase_holder(context: Context, row: Referral) -> None:
    """Erase who a referral is about; its code, its steps and its outcome stay for the reports."""
    holder = context.session.get(ReferralHolder, row.id)
    if holder is not None:
        context.session.delete(holder)
    if row.erased_on is None:
        row.erased_on = context.today
        context.emit(HolderErased(code=row.code))
    context.session.flush()
    context.session.expire(row, ["holder"])


def found(context: Context, code: str) -> Referral:
    """Return a referral by its code, its row locked. Raises Missing."""
    row = queries.referral(context.session, code)
    if row is None:
        raise _unknown()
    hold_row(context.session, row)
    return row


def _keep(
    context: Context,
    protocol: PartnerProtocol,
    party: ProtocolParty,
    new: NewReferral,
    *,
    direction: Direction = Direction.TO_PARTNER,
    link: PartnerLink | None = None,
) -> Referral:
    _check(protocol, new)
    day = context.today
    row = Referral(
        protocol_id=protocol.id, party_id=party.id, code=_new_code(context, day), direction=direction,
        project=new.project, consent=new.consent, consent_on=day, sent_on=day, state=ReferralState.SENT,
        in_charge_id=context.by.account_id if context.by.may(REFER) else None,
        erase_on=day + timedelta(days=2 * settings_of(context.session, RULES).retention_days),
        origin=new.origin,
    )  # fmt: skip
    row.holder = ReferralHolder(name=new.name.strip(), contact=new.contact.strip(), need=new.need.strip())
    side = Side.POLE if direction is Direction.TO_PARTNER else Side.PARTNER
    row.steps.append(ReferralStep(state=row.state, side=side, taken_on=day))
    context.session.add(row)
    context.session.flush()
    _promise_erasure(context, row)
    promise(context.session, TELL, {"referral": row.id, "by": side.value}, at=context.clock.now())
    context.emit(
        ReferralMade(
            code=row.code, protocol=protocol.id, direction=direction.value, link=link.id if link else None
        )
    )
    return row


def _check(protocol: PartnerProtocol, new: NewReferral) -> None:
    if protocol.state is not ProtocolState.IN_FORCE:
        raise Refused("partners.not_in_force", t("Nobody is referred under a protocol that is not in force."))
    if not new.has_consented:
        raise Invalid(
            "partners.no_consent",
            t("Without the person’s consent nothing is sent, nor kept here."),
            field="has_consented",
        )
    for field in ("name", "contact", "need"):
        if not getattr(new, field).strip():
            raise Invalid("partners.empty", t("This answer is needed."), field=field)


def _step(context: Context, row: Referral, step: Step, side: Side, link: PartnerLink | None) -> Referral:
    if obstacle := why_not_move(row.state, step.state, direction=row.direction, side=side):
        raise Refused("partners.no_step", obstacle, field="state")
    if step.state is ReferralState.CLOSED and step.outcome is None:
        raise Invalid("partners.outcome", t("Say what came of it."), field="outcome")
    if step.state is ReferralState.DECLINED and step.reason is None:
        raise Invalid("partners.reason", t("Choose why."), field="reason")
    day = context.today
    row.outcome = step.outcome if step.state is ReferralState.CLOSED else None
    row.reason = step.reason if step.state is ReferralState.DECLINED else None
    row.ended_on = day if step.state in FINAL else None
    row.state = step.state
    row.steps.append(ReferralStep(state=row.state, side=side, taken_on=day))
    context.session.flush()
    context.emit(
        ReferralMoved(code=row.code, state=row.state.value, side=side.value, link=link.id if link else None)
    )
    _after_step(context, row, side)
    return row


def _after_step(context: Context, row: Referral, side: Side) -> None:
    """Tell the other side; let the name go at once when the consent is taken back, after the duty otherwise."""
    if row.state is ReferralState.WITHDRAWN:
        erase_holder(context, row)
    elif row.ended_on is not None:
        days = settings_of(context.session, RULES).retention_days
        row.erase_on = min(row.erase_on, row.ended_on + timedelta(days=days))
        _promise_erasure(context, row)
    promise(context.session, TELL, {"referral": row.id, "by": side.value}, at=context.clock.now())


def _promise_erasure(context: Context, row: Referral) -> None:
    at = datetime.combine(row.erase_on, time(3), tzinfo=UTC)
    promise(context.session, ERASE, {"referral": row.id}, at=at)


def _new_code(context: Context, day: date) -> str:
    for _ in range(_TRIES):
        letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        code = written_code(day.year, letters)
        if queries.referral(context.session, code) is None:
            return code
    raise Refused("partners.no_code", t("No free code was found. Try again."))


def _unknown() -> Missing:
    return Missing("partners.no_referral", t("There is no such referral."))
