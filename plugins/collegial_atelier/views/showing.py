"""Show the ateliers: the board, what they published, and each one."""

from flask import render_template
from flask.typing import ResponseReturnValue

from collegial.plugin import session
from collegial_atelier import queries
from collegial_atelier.rules import season_of
from collegial_atelier.showing import found, show_page


def board() -> ResponseReturnValue:
    """Show all ateliers in their three phases."""
    return render_template("atelier/board.html", phases=queries.board(session()), season_of=season_of)


def published() -> ResponseReturnValue:
    """Show what the ateliers published."""
    return render_template("atelier/published.html", productions=queries.published(session()))


def show(atelier_id: int) -> ResponseReturnValue:
    """Show one atelier."""
    return show_page(found(atelier_id))
