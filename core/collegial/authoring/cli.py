"""The command `collegial new-plugin`."""

from pathlib import Path

import click

TEMPLATE = Path(__file__).parent / "template"


@click.command("new-plugin")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--name",
    prompt="Name (small letters and digits, such as “thanks”)",
    help="Prefix of its tables and keys.",
)
@click.option("--title", prompt="Title in English, as people read it", help="Its title on the site.")
@click.option("--author", prompt="Author", help="Who keeps it.")
@click.option(
    "--template", default=str(TEMPLATE), help="Another copier template: a folder, or an address of Git."
)
def new_plugin(folder: Path, name: str, title: str, author: str, template: str) -> None:
    """Write a new plugin into FOLDER: a table, a page, a form, rights, texts, migrations and tests.

    Made from a template in Git, it follows the template later with `copier update`.
    """
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty; name a new folder.")
    try:
        import copier  # noqa: PLC0415 (an optional library: only authors need it)
        from copier.errors import UserMessageError  # noqa: PLC0415
    except ImportError:
        raise click.ClickException(
            "This needs the library copier: pip install 'collegial[authors]'"
        ) from None
    answers = {"name": name, "title": title, "author": author}
    try:
        copier.run_copy(template, folder, data=answers, defaults=True, quiet=True)
    except (ValueError, UserMessageError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"The plugin is in {folder}. Its tests pass as it is:")
    click.echo(f"  pip install -e '{folder}[test]' && pytest {folder}")
    click.echo(f"Where your deployment is:  collegial db upgrade && collegial plugins enable {name}")


COMMANDS = (new_plugin,)
