"""The one page on which a proxy is given: by its giver, or at the desk from a signed paper."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from collegial.actors.models import Actor
from collegial.assemblies.forms.mandates import ProxyForm
from collegial.assemblies.models import Assembly, Bond, RollEntry
from collegial.assemblies.queries import meetings
from collegial.assemblies.queries.attending.desk import has_namesakes
from collegial.assemblies.queries.pairing import pair_days, pair_of
from collegial.assemblies.services import giving
from collegial.assemblies.showing import refusal, unnamed_in_secret, voter_form_over
from collegial.kernel.errors import DomainError
from collegial.kernel.text import Text, t
from collegial.statutes.rules import blank_proxies_of, spouses_may_hold
from collegial.web.forms import row_number
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session


def proxy_page(giver: RollEntry, form: ProxyForm, done: Text, back: str) -> ResponseReturnValue:
    """Show the form, or record the proxy and go back; where none can be given, say why in its place."""
    if not form.is_submitted() and (why := refusal(lambda: giving.check_may_give(act(), giver))):
        return voter_form_over(giver, t("Give a proxy"), why, back=back)
    meeting, zone = meetings.assembly(session(), giver.assembly_id), current_program().settings.pays.zone
    rules, days = meetings.rules_for(session(), meeting, zone), pair_days(session(), meeting, zone)
    form.keep(
        blank=blank_proxies_of(rules) is not None, pair=days is not None,
        spouse=spouses_may_hold(rules) and giver.voter_id == giver.actor_id,
    )  # fmt: skip
    if "chair" in form and (warning := unnamed_in_secret(meeting)):
        form.chair.description = say(warning)
    if meant := _to_be_sure_of(giver, form):
        return _is_it_them(meeting, giver, meant, form)
    status = form.attempt(lambda: giving.give(act(), giver, _wanted(form)))
    if status is None:
        flash(say(done), "success")
        return redirect(back)
    return render_template(
        "assemblies/proxy.html", assembly=meeting, giver=giver, form=form, back=back,
        pair=pair_of(session(), meeting, zone), pair_days=days,
    ), status  # fmt: skip


def _to_be_sure_of(giver: RollEntry, form: ProxyForm) -> RollEntry | None:
    """Return whom a name or number found, until the giver says yes: a slip of one sign is another member.

    None where nobody can be given the proxy: `give` then says why.
    """
    if not form.validate_on_submit():
        return None
    try:
        meant = giving.holder_meant(act(), giver, _wanted(form))
    except DomainError:
        return None
    return meant if meant and row_number(form.sure.data) != meant.id else None


def _wanted(form: ProxyForm) -> giving.Wanted:
    return giving.Wanted(
        holder=form.holder.data or "", chair=form.says("chair"), for_pair=form.says("for_pair"),
        spouse=form.spouse.data if form.says("spouse") else None,
        bond=Bond(form.bond.data) if form.says("bond") else None,
    )  # fmt: skip


def _is_it_them(meeting: Assembly, giver: RollEntry, holder: RollEntry, form: ProxyForm) -> str:
    member, voter = (session().get_one(Actor, number) for number in (holder.actor_id, holder.voter_id))
    return render_template(
        "assemblies/proxy_sure.html", assembly=meeting, giver=giver, holder=holder, form=form,
        locality=member.locality, voter=voter.name if voter is not member else None,
        has_namesakes=has_namesakes(session(), holder),
    )  # fmt: skip
