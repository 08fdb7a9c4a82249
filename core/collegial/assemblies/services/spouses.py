"""Let one's spouse or civil partner come in one's place, where the law or the statutes allow it (L37)."""

from collegial.assemblies.events import SpouseGiven, SpouseRevoked
from collegial.assemblies.models import RollEntry
from collegial.assemblies.models.spouses import Bond, SpouseProxy
from collegial.assemblies.queries.attending import hold_entries
from collegial.assemblies.queries.meetings import rules_for
from collegial.assemblies.queries.spouses import live_spouse_of
from collegial.assemblies.services.proxies import (
    check_is_free,
    check_may_speak_for,
    check_time,
    nothing_to_revoke,
    write_down,
)
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.statutes.rules import spouses_may_hold


def give_spouse(context: Context, giver: RollEntry, *, name: str, bond: Bond) -> SpouseProxy:
    """Name the spouse or partner who comes in for a voting right; it counts under no cap.

    Raises Refused where neither the law nor the statutes allow it, for an organisation, for a second proxy,
    for a giver who holds one, while the giver is present, or once the assembly is over; Invalid without a name.
    """
    check_may_speak_for(context, giver)
    if not name.strip():
        raise Invalid("proxy.no_holder", t("This answer is needed."), field="spouse")
    hold_entries(context.session, giver)
    check_time(context, giver)
    _check(context, giver)
    return write_spouse(
        context, giver, name=name.strip(), bond=bond, on_paper=giver.voter_id != context.by.actor_id
    )


def write_spouse(context: Context, giver: RollEntry, *, name: str, bond: Bond, on_paper: bool) -> SpouseProxy:
    """Write it down; raises Refused when another was written at the same moment."""
    given = SpouseProxy(
        entry_id=giver.id, holder_name=name, bond=bond, given_at=context.clock.now(), on_paper=on_paper
    )
    write_down(context, given)
    context.emit(SpouseGiven(assembly=giver.assembly_id, giver=giver.id, on_paper=on_paper))
    return given


def revoke_spouse(context: Context, giver: RollEntry) -> None:
    """Take it back; raises Refused when none is given."""
    check_may_speak_for(context, giver)
    hold_entries(context.session, giver)
    given = live_spouse_of(context.session, giver.id)
    if given is None:
        raise nothing_to_revoke()
    end_spouse(context, given)


def end_spouse(context: Context, given: SpouseProxy) -> None:
    """End it now; the stay of who came by it, if any, stands."""
    given.revoked_at = context.clock.now()
    context.session.flush()  # the giver's next proxy must see the place free
    context.emit(SpouseRevoked(assembly=given.entry.assembly_id, giver=given.entry_id))


def _check(context: Context, giver: RollEntry) -> None:
    if not spouses_may_hold(rules_for(context.session, giver.assembly, context.zone)):
        raise Refused(
            "proxy.no_spouse",
            t("Neither the law of this form nor the statutes let a spouse who is no member hold a proxy."),
            field="spouse",
        )
    if giver.voter_id != giver.actor_id:
        raise Refused(
            "proxy.no_spouse_of_organisation",
            t("An organisation has no spouse. Name a member, or another representative."),
            field="spouse",
        )
    check_is_free(context, giver)
