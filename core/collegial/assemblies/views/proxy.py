"""The one page on which a proxy is given: by its giver, or at the desk from a signed paper."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from collegial.assemblies.forms import DeskProxyForm, ProxyForm
from collegial.assemblies.models import Bond, RollEntry
from collegial.assemblies.queries import attending, meetings
from collegial.assemblies.queries.pairing import pair_days, pair_of
from collegial.assemblies.services import blanks, proxies, spouses
from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, t
from collegial.statutes.rules import blank_proxies_of, spouses_may_hold
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session


def proxy_page(
    giver: RollEntry, form: ProxyForm | DeskProxyForm, done: Text, back: str
) -> ResponseReturnValue:
    """Show the form, or record the proxy and go back; a refusal stands at the form."""
    meeting, zone = meetings.assembly(session(), giver.assembly_id), current_program().settings.pays.zone
    rules, days = meetings.rules_for(session(), meeting, zone), pair_days(session(), meeting, zone)
    form.keep(
        blank=blank_proxies_of(rules) is not None, pair=days is not None,
        spouse=spouses_may_hold(rules) and giver.voter_id == giver.actor_id,
    )  # fmt: skip
    status = form.attempt(lambda: _give(giver, form))
    if status is None:
        flash(say(done), "success")
        return redirect(back)
    return render_template(
        "assemblies/proxy.html", assembly=meeting, giver=giver, form=form, back=back,
        pair=pair_of(session(), meeting, zone), pair_days=days,
    ), status  # fmt: skip


def _give(giver: RollEntry, form: ProxyForm | DeskProxyForm) -> None:
    wanted, for_pair = (form.holder.data or "").strip(), form.says("for_pair")
    if bool(wanted) + form.says("chair") + form.says("spouse") > 1:
        raise Invalid(
            "proxy.two_holders", t("Name one holder: a member, the chair, or a spouse or partner."),
            field="holder",
        )  # fmt: skip
    if form.says("spouse"):
        if not form.bond.data:
            raise Invalid("proxy.no_bond", t("This answer is needed."), field="bond")
        spouses.give_spouse(act(), giver, name=form.spouse.data, bond=Bond(form.bond.data))
    elif form.says("chair"):
        blanks.give_blank(act(), giver, for_pair=for_pair)
    else:
        proxies.give_proxy(act(), giver, _holder(giver.assembly_id, wanted), for_pair=for_pair)


def _holder(assembly_id: int, wanted: str) -> RollEntry:
    if not wanted:
        raise Invalid("proxy.no_holder", t("This answer is needed."), field="holder")
    found = attending.find_entry(session(), assembly_id, wanted)
    if found is None:
        raise Invalid(
            "proxy.unknown_holder",
            t("Nobody on the roll, or more than one, answers to that. Use the member's number."),
            field="holder",
        )
    return found
