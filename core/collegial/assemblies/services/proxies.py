"""Give a proxy, answer it, take it back; the cap, the chain and the single proxy hold in the database too."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import update

from collegial.assemblies.events import ProxyAccepted, ProxyDeclined, ProxyGiven, ProxyRevoked
from collegial.assemblies.models import AssemblyState, Mandate, MandateKind, RollEntry
from collegial.assemblies.permissions import ATTEND, DESK
from collegial.assemblies.queries.attending import (
    current_stay,
    hold_entries,
    live_proxies_held,
    live_proxy_of,
)
from collegial.assemblies.queries.blanks import live_blank_of
from collegial.assemblies.queries.meetings import rules_for
from collegial.assemblies.queries.pairing import entry_of_member, pair_days, pair_of
from collegial.assemblies.queries.spouses import live_spouse_of
from collegial.assemblies.rules import check_proxy
from collegial.assemblies.services.staying import check_is_member
from collegial.kernel.base import Base
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.events import Act, Context
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import Viewer, require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t

SEND_DECLINED = "assemblies.send_declined_proxy"


def give_proxy(context: Context, giver: RollEntry, holder: RollEntry, *, for_pair: bool = False) -> Mandate:
    """Let a holder cast the giver's vote in this assembly (L37).

    The giver does it, or the desk from a signed paper. It holds at once: whoever uses it accepts it, and the
    holder may decline it. With `for_pair` it holds too in the assembly of the other kind that is convened
    within the days that the law or the statutes allow, now or later.
    Raises Refused: to oneself, a second one, a chain, above the statutes' cap, while the giver is present, or
    once the assembly is over.
    """
    check_may_speak_for(context, giver)
    if for_pair and pair_days(context.session, giver.assembly, context.zone) is None:
        raise Refused(
            "proxy.no_pair", t("One proxy for two assemblies is not provided for. Give one for each.")
        )
    mandate = _give(context, giver, holder, for_pair=for_pair)
    other = pair_of(context.session, giver.assembly, context.zone) if for_pair else None
    if other:
        there = [entry_of_member(context.session, other.id, one.member_id) for one in (giver, holder)]
        if there[0] and there[1]:
            _give(context, there[0], there[1], for_pair=True)
    return mandate


def check_giving(context: Context, giver: RollEntry, holder: RollEntry) -> Sequence[Mandate]:
    """Raise what keeps a giver from giving a holder a proxy now; return the proxies that the holder has."""
    _same_assembly(giver, holder)
    check_time(context, giver)
    check_is_member(context, holder)
    held = live_proxies_held(context.session, holder.id)
    check_proxy(
        giver=giver.id,
        holder=holder.id,
        held_by_holder=len(held),
        cap=_cap(context, giver),
        giver_holds=len(live_proxies_held(context.session, giver.id)),
        holder_has_given=has_given(context, holder),
        already_given=has_given(context, giver),
    )
    return held


def _give(context: Context, giver: RollEntry, holder: RollEntry, *, for_pair: bool) -> Mandate:
    hold_entries(context.session, giver, holder)
    held = check_giving(context, giver, holder)
    mandate = _write(context, giver, holder, slot=_free_slot(held), cap=_cap(context, giver))
    mandate.for_pair = for_pair
    context.emit(
        ProxyGiven(assembly=giver.assembly_id, giver=giver.id, holder=holder.id, on_paper=mandate.on_paper)
    )
    return mandate


def carry_proxy(context: Context, old: Mandate, giver: RollEntry, holder: RollEntry) -> None:
    """Let a proxy that was given for another assembly hold in this one; raises Refused where it cannot."""
    mandate = _give(context, giver, holder, for_pair=old.for_pair)
    mandate.given_at, mandate.on_paper, mandate.accepted_at = old.given_at, old.on_paper, old.accepted_at


def accept_proxy(context: Context, mandate: Mandate) -> None:
    """Accept a proxy as its holder; raises Refused when it has ended, or is accepted already."""
    _answer(context, mandate)
    mandate.accepted_at = context.clock.now()
    context.emit(
        ProxyAccepted(assembly=mandate.assembly_id, giver=mandate.giver_id, holder=mandate.holder_id)
    )


def accept_by_use(context: Context, used: Iterable[tuple[Viewer, Any]]) -> None:
    """Take the first use of a proxy as its acceptance (Code civil, art. 1985).

    What is used comes with who uses it: a mandate, or a row with its columns.
    """
    first = [(by, one) for by, one in used if one.kind is MandateKind.PROXY and one.accepted_at is None]
    if not first:
        return
    accepted = update(Mandate).where(Mandate.id.in_([one.id for _, one in first]))
    session = context.session
    session.execute(accepted.values(accepted_at=context.clock.now()))
    for _, one in first:
        known = session.identity_map.get(session.identity_key(Mandate, one.id))
        if known is not None:  # one that was made in this session does not follow an update by itself
            session.expire(known, ["accepted_at"])
    context.emit_all(
        [
            Act(
                by=by, event=ProxyAccepted(assembly=one.assembly_id, giver=one.giver_id, holder=one.holder_id)
            )
            for by, one in first
        ]
    )


def decline_proxy(context: Context, mandate: Mandate) -> None:
    """Decline a proxy as its holder: it ends, and its giver is told in time to find another.

    Raises Refused when it has ended, or was accepted.
    """
    _answer(context, mandate)
    mandate.declined_at = context.clock.now()
    context.emit(
        ProxyDeclined(assembly=mandate.assembly_id, giver=mandate.giver_id, holder=mandate.holder_id)
    )
    end_proxy(context, mandate)
    promise(context.session, SEND_DECLINED, {"mandate": mandate.id}, at=context.clock.now())


def revoke_proxy(context: Context, giver: RollEntry) -> None:
    """Take a proxy back; votes already cast with it stay. Raises Refused when none is given."""
    check_may_speak_for(context, giver)
    hold_entries(context.session, giver)  # a cast by it is over before, or finds it gone
    mandate = live_proxy_of(context.session, giver.id)
    if mandate is None:
        raise nothing_to_revoke()
    end_proxy(context, mandate)


def nothing_to_revoke() -> Refused:
    """Return the refusal to take back a proxy, of whatever kind, that was not given."""
    return Refused("proxy.none", t("No proxy is given, so there is none to take back."))


def end_proxy(context: Context, mandate: Mandate) -> None:
    """End a live proxy now."""
    mandate.revoked_at = context.clock.now()
    context.session.flush()  # the giver's next proxy, or its own vote, must see the place free
    context.emit(ProxyRevoked(assembly=mandate.assembly_id, giver=mandate.giver_id, holder=mandate.holder_id))


def has_given(context: Context, entry: RollEntry) -> bool:
    """Tell whether an entry has given a proxy: to a holder, to the chair, or to a spouse."""
    session = context.session
    given = (live_proxy_of, live_blank_of, live_spouse_of)
    return any(read(session, entry.id) is not None for read in given)


def check_is_free(context: Context, giver: RollEntry) -> None:
    """Refuse a second proxy of a giver, and one of a giver who holds some."""
    if has_given(context, giver):
        raise Refused(
            "proxy.already_given",
            t("A proxy is already given for this meeting. Take it back before giving a new one."),
        )
    if live_proxies_held(context.session, giver.id):
        raise Refused(
            "proxy.chain",
            t("The giver holds a proxy, and a proxy cannot be passed on. It must be revoked first."),
        )


def write_down(context: Context, given: Base) -> None:
    """Write a proxy of any kind down; raises Refused when another was written at the same moment."""
    with or_refuse(
        context.session,
        Refused(
            "proxy.taken_meanwhile",
            t("Another proxy was recorded at the same moment. Look at the list again, then choose."),
        ),
    ):
        context.session.add(given)


def check_may_speak_for(context: Context, giver: RollEntry) -> None:
    """Let the desk act on a signed paper, and a voter for the entries that are theirs."""
    if context.by.may(DESK):
        return
    require(context.by, ATTEND)
    if giver.voter_id != context.by.actor_id:
        raise Forbidden("proxy.not_yours", t("You can only give or take back your own proxy."))


def check_time(context: Context, giver: RollEntry) -> None:
    """Refuse a proxy outside its time, or of someone who is present."""
    if giver.assembly.state not in (AssemblyState.CONVENED, AssemblyState.OPEN):
        raise Refused(
            "proxy.not_held", t("Proxies are given between the convocation and the end of the assembly.")
        )
    check_is_member(context, giver)
    if current_stay(context.session, giver.id):
        raise Refused(
            "proxy.giver_present",
            t("You are checked in, and vote in person. Leave the assembly before you give a proxy.")
            if giver.voter_id == context.by.actor_id
            else t("A member who is present votes in person: check out before giving a proxy."),
        )


def _answer(context: Context, mandate: Mandate) -> None:
    require(context.by, ATTEND)
    if mandate.holder.voter_id != context.by.actor_id:
        raise Forbidden("proxy.not_your_answer", t("Only the holder answers a proxy."))
    hold_entries(context.session, mandate.giver, mandate.holder)
    context.session.refresh(mandate, ["revoked_at", "accepted_at"])
    if mandate.kind is not MandateKind.PROXY or mandate.revoked_at is not None:
        raise Refused("proxy.ended", t("This proxy has ended: its giver came in or took it back."))
    if mandate.accepted_at is not None:
        raise Refused("proxy.accepted", t("This proxy is already accepted. Ask its giver to take it back."))


def _write(context: Context, giver: RollEntry, holder: RollEntry, *, slot: int, cap: int) -> Mandate:
    mandate = Mandate(
        assembly_id=giver.assembly_id, kind=MandateKind.PROXY, giver_id=giver.id, holder_id=holder.id,
        slot=slot, cap=cap, given_at=context.clock.now(), on_paper=giver.voter_id != context.by.actor_id,
    )  # fmt: skip
    write_down(context, mandate)
    return mandate


def _cap(context: Context, giver: RollEntry) -> int:
    return rules_for(context.session, giver.assembly, context.zone).proxies_per_holder


def _free_slot(held: Sequence[Mandate]) -> int:
    taken = {one.slot for one in held}
    return next(slot for slot in range(1, len(held) + 2) if slot not in taken)


def _same_assembly(giver: RollEntry, holder: RollEntry) -> None:
    if giver.assembly_id != holder.assembly_id:
        raise Invalid(
            "proxy.other_assembly", t("The holder is not on the roll of this assembly."), field="holder"
        )
