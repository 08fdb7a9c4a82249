"""Show the chantiers: the board of the three phases, and each one."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from collegial.plugin import session
from collegial_chantier import queries
from collegial_chantier.showing import found, show_page


def board() -> ResponseReturnValue:
    """Show all chantiers in their three phases."""
    return render_template(
        "chantier/board.html",
        phases=queries.board(session()),
        proposal_id=request.args.get("proposal_id", type=int),
    )


def show(chantier_id: int) -> ResponseReturnValue:
    """Show one chantier."""
    return show_page(found(chantier_id))
