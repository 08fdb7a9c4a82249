"""Give a proxy and take it back; the cap, the chain and the single proxy hold in the database too."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from collegial.assemblies.events import ProxyGiven, ProxyRevoked
from collegial.assemblies.models import AssemblyState, Mandate, MandateKind, RollEntry
from collegial.assemblies.permissions import ATTEND, DESK
from collegial.assemblies.queries.attending import current_stay, hold, live_proxies_held, live_proxy_of
from collegial.assemblies.queries.meetings import rules_for
from collegial.assemblies.rules import check_proxy
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t


def give_proxy(context: Context, giver: RollEntry, holder: RollEntry) -> Mandate:
    """Let a holder cast the giver's vote in this assembly (L37).

    The giver does it, or the desk from a signed paper. Raises Refused: to oneself, a second one, a chain,
    above the statutes' cap, while the giver is present, or once the assembly is over.
    """
    _may_speak_for(context, giver)
    _same_assembly(giver, holder)
    hold(context.session, giver.id, holder.id)
    _check_time(context, giver)
    held = live_proxies_held(context.session, holder.id)
    cap = rules_for(context.session, giver.assembly, context.zone).proxies_per_holder
    check_proxy(
        giver=giver.id,
        holder=holder.id,
        held_by_holder=len(held),
        cap=cap,
        giver_holds=len(live_proxies_held(context.session, giver.id)),
        holder_has_given=live_proxy_of(context.session, holder.id) is not None,
        already_given=live_proxy_of(context.session, giver.id) is not None,
    )
    mandate = _write(context, giver, holder, slot=_free_slot(held), cap=cap)
    context.emit(
        ProxyGiven(assembly=giver.assembly_id, giver=giver.id, holder=holder.id, on_paper=mandate.on_paper)
    )
    return mandate


def revoke_proxy(context: Context, giver: RollEntry) -> None:
    """Take a proxy back; votes already cast with it stay. Raises Refused when none is given."""
    _may_speak_for(context, giver)
    mandate = live_proxy_of(context.session, giver.id)
    if mandate is None:
        raise Refused("proxy.none", t("No proxy is given, so there is none to take back."))
    end_proxy(context, mandate)


def end_proxy(context: Context, mandate: Mandate) -> None:
    """End a live proxy now."""
    mandate.revoked_at = context.clock.now()
    context.session.flush()  # the giver's next proxy, or its own vote, must see the place free
    context.emit(ProxyRevoked(assembly=mandate.assembly_id, giver=mandate.giver_id, holder=mandate.holder_id))


def _write(context: Context, giver: RollEntry, holder: RollEntry, *, slot: int, cap: int) -> Mandate:
    mandate = Mandate(
        assembly_id=giver.assembly_id, kind=MandateKind.PROXY, giver_id=giver.id, holder_id=holder.id,
        slot=slot, cap=cap, given_at=context.clock.now(), on_paper=giver.voter_id != context.by.actor_id,
    )  # fmt: skip
    try:
        with context.session.begin_nested():
            context.session.add(mandate)
    except IntegrityError:
        raise Refused(
            "proxy.taken_meanwhile",
            t("Another proxy was recorded at the same moment. Look at the list again, then choose."),
        ) from None
    return mandate


def _free_slot(held: Sequence[Mandate]) -> int:
    taken = {one.slot for one in held}
    return next(slot for slot in range(1, len(held) + 2) if slot not in taken)


def _may_speak_for(context: Context, giver: RollEntry) -> None:
    if context.by.may(DESK):
        return
    require(context.by, ATTEND)
    if giver.voter_id != context.by.actor_id:
        raise Forbidden("proxy.not_yours", t("You can only give or take back your own proxy."))


def _same_assembly(giver: RollEntry, holder: RollEntry) -> None:
    if giver.assembly_id != holder.assembly_id:
        raise Invalid(
            "proxy.other_assembly", t("The holder is not on the roll of this assembly."), field="holder"
        )


def _check_time(context: Context, giver: RollEntry) -> None:
    if giver.assembly.state not in (AssemblyState.CONVENED, AssemblyState.OPEN):
        raise Refused(
            "proxy.not_held", t("Proxies are given between the convocation and the end of the assembly.")
        )
    if current_stay(context.session, giver.id):
        raise Refused(
            "proxy.giver_present",
            t("A member who is present votes in person: check out before giving a proxy."),
        )
