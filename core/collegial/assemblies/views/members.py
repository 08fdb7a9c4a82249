"""What a member does: open the personal link, check in from a distance, give a proxy and take it back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.actors.models import Actor
from collegial.assemblies.forms.mandates import ProxyForm
from collegial.assemblies.links import desk_at, invitation_of
from collegial.assemblies.models import AttendanceMode, Mandate, RollEntry
from collegial.assemblies.permissions import DESK
from collegial.assemblies.queries import attending
from collegial.assemblies.services import attending as acts
from collegial.assemblies.services import giving, proxies
from collegial.assemblies.views.proxy import proxy_page
from collegial.kernel.errors import Forbidden, Missing
from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.request import act, session, viewer

_STAYS = t("Your proxy is taken back. Votes already cast with it stay; in the others, you vote yourself.")


def follow_link(token: str) -> ResponseReturnValue:
    """Open a personal link: it names the person and signs nobody in; the sign-in page does that."""
    invitation = invitation_of(token)
    target = url_for("assemblies.show", assembly_id=invitation.entry.assembly_id)
    if viewer().actor_id == invitation.entry.voter_id:
        return redirect(target)
    if viewer().may(DESK):  # a convocation that is shown at the desk, scanned with a phone
        return redirect(desk_at(invitation.entry))
    person = session().get_one(Actor, invitation.entry.voter_id)
    return render_template("assemblies/invitation.html", invitation=invitation, person=person, target=target)


def join(assembly_id: int, entry_id: int) -> ResponseReturnValue:
    """Check in from a distance."""
    entry = _mine(assembly_id, entry_id)
    acts.check_in(act(), entry, mode=AttendanceMode.REMOTE)
    flash(
        say(
            t(
                "You are checked in, and count for the quorum."
                " Each vote appears on this page as soon as it is open."
            )
        ),
        "success",
    )
    return redirect(url_for("assemblies.show", assembly_id=assembly_id))


def leave(assembly_id: int, entry_id: int) -> ResponseReturnValue:
    """Leave the assembly."""
    acts.check_out(act(), _mine(assembly_id, entry_id))
    flash(say(t("You have left the assembly. Votes you have cast stay.")), "info")
    return redirect(url_for("assemblies.show", assembly_id=assembly_id))


def give_proxy(assembly_id: int, entry_id: int) -> ResponseReturnValue:
    """Give one's proxy."""
    giver = _mine(assembly_id, entry_id)
    done = t("Your proxy is given. You can take it back; votes already cast with it stay.")
    return proxy_page(giver, ProxyForm(), done, url_for("assemblies.show", assembly_id=assembly_id))


def take_proxy_back(assembly_id: int, entry_id: int) -> ResponseReturnValue:
    """Take one's proxy back, from its holder or from the chair; one that may have served is asked about first."""
    giver = _mine(assembly_id, entry_id)
    may_have_served = attending.may_have_served(giver.assembly, attending.live_proxy_of(session(), giver.id))
    is_given, is_sure = proxies.has_given(act(), giver), request.form.get("sure") == "y"
    if request.method != "POST" or (is_given and may_have_served and not is_sure):
        return render_template("assemblies/proxy_back.html", giver=giver, is_given=is_given)
    giving.take_back(act(), giver)
    flash(say(_STAYS if may_have_served else t("Your proxy is taken back: you vote yourself.")), "success")
    return redirect(url_for("assemblies.show", assembly_id=assembly_id))


def answer_proxy(assembly_id: int, mandate_id: int) -> ResponseReturnValue:
    """Accept or decline a proxy that one holds."""
    mandate = session().get(Mandate, mandate_id)
    if mandate is None or mandate.assembly_id != assembly_id:
        raise Missing("proxy.unknown", t("There is no such proxy."))
    if request.form.get("answer") == "decline":
        proxies.decline_proxy(act(), mandate)
        flash(
            say(t("The proxy of %(name)s is declined; the giver is told.", name=mandate.giver.name)), "info"
        )
    else:
        proxies.accept_proxy(act(), mandate)
        flash(say(t("The proxy of %(name)s is accepted.", name=mandate.giver.name)), "success")
    return redirect(url_for("assemblies.show", assembly_id=assembly_id, _anchor="mine"))


def _mine(assembly_id: int, entry_id: int) -> RollEntry:
    entry = attending.entry(session(), assembly_id, entry_id)
    if entry.voter_id != viewer().actor_id:
        raise Forbidden("assemblies.not_yours", t("This voting right is not yours."))
    return entry
