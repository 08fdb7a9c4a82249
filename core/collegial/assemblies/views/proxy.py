"""The one page on which a proxy is given: by its giver, or at the desk from a signed paper."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from collegial.assemblies.forms import DeskProxyForm, ProxyForm
from collegial.assemblies.models import RollEntry
from collegial.assemblies.queries import attending, meetings
from collegial.assemblies.services import proxies
from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, t
from collegial.web.languages import say
from collegial.web.request import act, session


def proxy_page(
    giver: RollEntry, form: ProxyForm | DeskProxyForm, done: Text, back: str
) -> ResponseReturnValue:
    """Show the form, or record the proxy and go back; a refusal stands at the form."""
    status = form.attempt(
        lambda: proxies.give_proxy(act(), giver, _holder(giver.assembly_id, form.holder.data))
    )
    if status is None:
        flash(say(done), "success")
        return redirect(back)
    meeting = meetings.assembly(session(), giver.assembly_id)
    return render_template(
        "assemblies/proxy.html", assembly=meeting, giver=giver, form=form, back=back
    ), status


def _holder(assembly_id: int, wanted: str) -> RollEntry:
    found = attending.find_entry(session(), assembly_id, wanted)
    if found is None:
        raise Invalid(
            "proxy.unknown_holder",
            t("Nobody on the roll, or more than one, answers to that. Use the member's number."),
            field="holder",
        )
    return found
