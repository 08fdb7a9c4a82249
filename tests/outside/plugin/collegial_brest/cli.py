"""`collegial brest open`: a round from the command line."""

import click
from flask.cli import with_appcontext

from collegial.plugin import acting_program
from collegial_brest import services


@click.command("open")
@click.argument("title")
@click.argument("goal", type=click.IntRange(min=1))
@click.argument("slug")
@with_appcontext
def open_by_command(title: str, goal: int, slug: str) -> None:
    """Open a round of GOAL euros for the proposal with the address SLUG."""
    with acting_program("collegial brest open") as context:
        row = services.open_round(context, title=title, goal=goal, slug=slug)
    click.echo(f"Round {row.id} is open.")
