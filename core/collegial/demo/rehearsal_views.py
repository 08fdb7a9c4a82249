"""Let the invented members come in and vote."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.queries import meetings
from collegial.demo import rehearsal
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import program as program_viewer
from collegial.kernel.text import t
from collegial.votes.queries import open_session_of
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import session


def arrive(assembly_id: int) -> ResponseReturnValue:
    """Fill the room."""
    rehearsal.fill_the_room(_as_program(), meetings.assembly(session(), assembly_id))
    flash(say(t("The invented members have come in, as the rehearsal plans it.")), "success")
    return redirect(url_for("assemblies.show", assembly_id=assembly_id))


def vote(assembly_id: int) -> ResponseReturnValue:
    """Let those who attend vote."""
    opened = open_session_of(session(), assembly_id)
    if opened is None:
        raise Refused("demo.no_vote", t("Open a vote first: then the invented members can vote."))
    rehearsal.cast_their_votes(_as_program(), opened)
    flash(say(t("The invented members have voted. Vote yourself, then close the vote.")), "success")
    return redirect(url_for("assemblies.show", assembly_id=assembly_id))


def _as_program() -> Context:
    return current_program().context(session(), program_viewer("rehearsal"))
