"""Carry proxies over: to a convocation of the same agenda, and between ordinary and extraordinary ones (L37)."""

from collegial.assemblies.models import Assembly, RollEntry
from collegial.assemblies.queries.attending import proxies_to_carry
from collegial.assemblies.queries.blanks import blanks_to_carry
from collegial.assemblies.queries.meetings import convened_before, rules_for
from collegial.assemblies.queries.pairing import pair_of
from collegial.assemblies.queries.spouses import spouses_to_carry
from collegial.assemblies.services.blanks import write_blank
from collegial.assemblies.services.proxies import carry_proxy, has_given
from collegial.assemblies.services.spouses import write_spouse
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.statutes.rules import spouses_may_hold


def carry_mandates(context: Context, meeting: Assembly) -> None:
    """Let the proxies that also hold for this assembly, now convened, stand in it, under its own cap."""
    before = convened_before(context.session, meeting)
    if before is not None:
        _carry(context, before.id, meeting, only_pairs=False)
    pair = pair_of(context.session, meeting, context.zone)
    if pair:
        _carry(context, pair.id, meeting, only_pairs=True)


def _carry(context: Context, from_id: int, meeting: Assembly, *, only_pairs: bool) -> None:
    for old, giver, holder in proxies_to_carry(context.session, from_id, meeting.id, only_pairs=only_pairs):
        try:
            carry_proxy(context, old, giver, holder)
        except Refused:
            continue  # above the cap of these statutes, or given otherwise: it does not hold here
    for left, giver in blanks_to_carry(context.session, from_id, meeting.id, only_pairs=only_pairs):
        if _is_free(context, giver):
            write_blank(context, giver, on_paper=left.on_paper, for_pair=left.for_pair)
    if not only_pairs:
        _carry_spouses(context, from_id, meeting)


def _carry_spouses(context: Context, from_id: int, meeting: Assembly) -> None:
    if not spouses_may_hold(rules_for(context.session, meeting, context.zone)):
        return
    for old, giver in spouses_to_carry(context.session, from_id, meeting.id):
        if _is_free(context, giver):
            write_spouse(context, giver, name=old.holder_name, bond=old.bond, on_paper=old.on_paper)


def _is_free(context: Context, giver: RollEntry) -> bool:
    return not has_given(context, giver)
