"""Give a proxy of whatever kind by one act, and take it back: what pages and other programs both do."""

from dataclasses import dataclass

from collegial.assemblies.models import BlankProxy, Bond, Mandate, RollEntry, SpouseProxy
from collegial.assemblies.queries.blanks import live_blank_of
from collegial.assemblies.queries.spouses import live_spouse_of
from collegial.assemblies.services.blanks import give_blank, revoke_blank
from collegial.assemblies.services.naming import named_entry
from collegial.assemblies.services.proxies import (
    check_giving,
    check_is_free,
    check_may_speak_for,
    check_time,
    give_proxy,
    revoke_proxy,
)
from collegial.assemblies.services.spouses import give_spouse, revoke_spouse
from collegial.kernel.errors import Invalid
from collegial.kernel.events import Context
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """To whom a proxy is to go, as it was asked: a member by number or name, the chair, or a spouse by name."""

    holder: str = ""
    chair: bool = False
    spouse: str | None = None
    bond: Bond | None = None
    for_pair: bool = False


def give(context: Context, giver: RollEntry, wanted: Wanted) -> Mandate | BlankProxy | SpouseProxy:
    """Give a proxy to the one holder that is named; raises Invalid at the field where that is not told."""
    holder = wanted.holder.strip()
    if bool(holder) + wanted.chair + (wanted.spouse is not None) > 1:
        raise Invalid(
            "proxy.two_holders",
            t("More than one holder is named. Keep one alone: a member, the chair, or a spouse or partner."),
            field="holder",
        )  # fmt: skip
    if wanted.spouse is not None:
        if wanted.bond is None:
            raise Invalid("proxy.no_bond", t("This answer is needed."), field="bond")
        return give_spouse(context, giver, name=wanted.spouse, bond=wanted.bond)
    if wanted.chair:
        return give_blank(context, giver, for_pair=wanted.for_pair)
    return give_proxy(context, giver, _holder(context, giver, holder), for_pair=wanted.for_pair)


def holder_meant(context: Context, giver: RollEntry, wanted: Wanted) -> RollEntry | None:
    """Return the member whom a giver means, for the giver to look at; None for the chair, or a spouse.

    Raises what `give` would raise for this holder.
    """
    check_may_speak_for(context, giver)
    if not wanted.holder.strip() or wanted.chair or wanted.spouse is not None:
        return None
    holder = _holder(context, giver, wanted.holder.strip())
    check_giving(context, giver, holder)
    return holder


def check_may_give(context: Context, giver: RollEntry) -> None:
    """Raise what keeps a voting right from giving any proxy now, whoever the holder would be."""
    check_may_speak_for(context, giver)
    check_time(context, giver)
    check_is_free(context, giver)


def take_back(context: Context, giver: RollEntry) -> None:
    """Take back whatever proxy a voting right has given; raises Refused when none is."""
    if live_blank_of(context.session, giver.id):
        revoke_blank(context, giver)
    elif live_spouse_of(context.session, giver.id):
        revoke_spouse(context, giver)
    else:
        revoke_proxy(context, giver)


def _holder(context: Context, giver: RollEntry, wanted: str) -> RollEntry:
    if not wanted:
        raise Invalid(
            "proxy.no_holder",
            t("Name one holder: a member, the chair, or a spouse or partner."),
            field="holder",
        )
    return named_entry(context, giver.assembly_id, wanted, code="proxy.unknown_holder", field="holder")
