"""Let the invented members come in and vote."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.queries import meetings
from collegial.demo import rehearsal
from collegial.demo.sealing import cast_sealed_votes
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import program as program_viewer
from collegial.kernel.text import Text, nt, t
from collegial.secret.credentials import Authority
from collegial.secret.queries import ceremony_of_vote
from collegial.votes.models import Secrecy, VoteSession
from collegial.votes.queries import open_session_of
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.published import published_fingerprint
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
    flash(say(_voted(opened)), "success")
    ceremony = ceremony_of_vote(session(), opened.id)
    if ceremony is not None:
        return redirect(url_for("secret.show", ceremony_id=ceremony.id))
    return redirect(url_for("assemblies.show", assembly_id=assembly_id))


def _voted(opened: VoteSession) -> Text:
    """Let them vote, and say who did: to seal secret ballots takes long, so it is said how many do."""
    if opened.secrecy is not Secrecy.SECRET:
        rehearsal.cast_their_votes(_as_program(), opened)
        return t("The invented members have voted. Vote yourself, then close the vote.")
    most = _written(request.form.get("number", "").strip())
    authority = Authority(key=current_program().settings.secrets.key, program=published_fingerprint())
    number = cast_sealed_votes(_as_program(), opened, authority, most=most)
    return nt(
        "%(count)d invented member has voted in secret. Vote yourself, then close the vote.",
        "%(count)d invented members have voted in secret. Vote yourself, then close the vote.",
        number,
    )


def _written(number: str) -> int | None:
    """Read how many of each college vote; None, for all, where nothing is written."""
    if number and not (number.isascii() and number.isdecimal() and int(number[:6]) > 0):
        raise Invalid("demo.voters", t("Write how many of each college vote, or leave it empty for all."))
    return int(number[:6]) if number else None


def _as_program() -> Context:
    return current_program().context(session(), program_viewer("rehearsal"))
