"""Show the protocols: all of them, and each one."""

from datetime import timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from collegial.plugin import act, session, settings_of
from collegial_partners import queries, words
from collegial_partners.models import ProtocolForm
from collegial_partners.settings import RULES
from collegial_partners.showing import found, show_page


def board() -> ResponseReturnValue:
    """Show all protocols by state, and the reviews that are near."""
    soon = act().today + timedelta(days=settings_of(session(), RULES).reminder_days)
    return render_template(
        "partners/board.html", states=queries.board(session()), words=words, forms=ProtocolForm,
        due=queries.open_reviews(session(), soon), today=act().today,
    )  # fmt: skip


def show(protocol_id: int) -> ResponseReturnValue:
    """Show one protocol."""
    return show_page(found(protocol_id))
