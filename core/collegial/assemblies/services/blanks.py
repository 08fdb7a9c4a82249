"""Leave one's vote to the chair by a proxy without a holder, and take it back (L37)."""

from collegial.assemblies.events import BlankGiven, BlankRevoked
from collegial.assemblies.models import BlankProxy, RollEntry
from collegial.assemblies.queries.attending import hold_entries
from collegial.assemblies.queries.blanks import live_blank_of
from collegial.assemblies.queries.meetings import rules_for
from collegial.assemblies.queries.pairing import entry_of_member, pair_days, pair_of
from collegial.assemblies.services.proxies import (
    check_is_free,
    check_may_speak_for,
    check_time,
    nothing_to_revoke,
    write_down,
)
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.statutes.rules import blank_proxies_of


def give_blank(context: Context, giver: RollEntry, *, for_pair: bool = False) -> BlankProxy:
    """Leave a vote to the chair: for what the board backs, against everything else.

    It counts under no cap. Raises Refused where the statutes know none, for a second proxy, for a giver who
    holds one, while the giver is present, or once the assembly is over.
    """
    check_may_speak_for(context, giver)
    if for_pair and pair_days(context.session, giver.assembly, context.zone) is None:
        raise Refused(
            "proxy.no_pair", t("One proxy for two assemblies is not provided for. Give one for each.")
        )
    given = _give(context, giver, for_pair=for_pair)
    other = pair_of(context.session, giver.assembly, context.zone) if for_pair else None
    there = entry_of_member(context.session, other.id, giver.member_id) if other else None
    if there:
        _give(context, there, for_pair=True)
    return given


def _give(context: Context, giver: RollEntry, *, for_pair: bool) -> BlankProxy:
    hold_entries(context.session, giver)
    check_time(context, giver)
    if blank_proxies_of(rules_for(context.session, giver.assembly, context.zone)) is None:
        raise Refused(
            "proxy.no_blank",
            t("The statutes do not say how a proxy without a holder is used. Name a holder."),
            field="holder",
        )
    check_is_free(context, giver)
    return write_blank(context, giver, on_paper=giver.voter_id != context.by.actor_id, for_pair=for_pair)


def write_blank(context: Context, giver: RollEntry, *, on_paper: bool, for_pair: bool) -> BlankProxy:
    """Write a proxy without a holder down; raises Refused when another was written at the same moment."""
    given = BlankProxy(entry_id=giver.id, given_at=context.clock.now(), on_paper=on_paper, for_pair=for_pair)
    write_down(context, given)
    context.emit(BlankGiven(assembly=giver.assembly_id, giver=giver.id, on_paper=on_paper))
    return given


def revoke_blank(context: Context, giver: RollEntry) -> None:
    """Take it back; raises Refused when none is given."""
    check_may_speak_for(context, giver)
    hold_entries(context.session, giver)
    given = live_blank_of(context.session, giver.id)
    if given is None:
        raise nothing_to_revoke()
    end_blank(context, given)


def end_blank(context: Context, given: BlankProxy) -> None:
    """End a proxy without a holder now."""
    given.revoked_at = context.clock.now()
    context.session.flush()  # the giver's next proxy must see the place free
    context.emit(BlankRevoked(assembly=given.entry.assembly_id, giver=given.entry_id))
