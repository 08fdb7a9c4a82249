"""Establish and print minutes."""

from zoneinfo import ZoneInfo

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from collegial.assemblies.queries import meetings
from collegial.documents.voice import voice_in
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.minutes import queries, services
from collegial.minutes.facts import Cooperative
from collegial.minutes.printing import print_minutes
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session


def establish(assembly_id: int) -> ResponseReturnValue:
    """Enter the minutes in the register."""
    minutes = services.establish_minutes(act(), meetings.assembly(session(), assembly_id))
    flash(say(t("The minutes are established under number %(number)s.", number=minutes.number)), "success")
    return redirect(url_for("assemblies.show", assembly_id=assembly_id))


def pdf(assembly_id: int) -> ResponseReturnValue:
    """Print the minutes as an accessible PDF, in the reader's language."""
    minutes = queries.minutes_of(session(), assembly_id)
    if minutes is None:
        raise Missing("minutes.none", t("The minutes of this assembly are not established yet."))
    pays = current_program().settings.pays
    cooperative = Cooperative(name=pays.name, legal_mention=pays.legal_mention)
    facts = queries.facts_of(session(), minutes, cooperative, pays.zone, say(queries.MANNER))
    locale = str(get_locale())
    printed = print_minutes(facts, voice_in(locale, say=say, zone=ZoneInfo(pays.zone)), locale=locale)
    name = f"minutes-{minutes.number}-{locale}.pdf"
    return Response(
        printed, mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
