"""`collegial demo`: an embedded deployment of the Pays de Rennes, made once, kept afterwards."""

import secrets
import shutil
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import click
from flask import g
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from sqlalchemy import func, select

from collegial.app import build_host, create_app
from collegial.assemblies.models import Assembly
from collegial.config import Settings, load_settings
from collegial.demo.links import persona_links
from collegial.demo.loading import load_demo, work_in_its_time
from collegial.demo.rennes import part_text, read_part
from collegial.hosting.migrations import upgrade
from collegial.kernel.clock import FrozenClock, SystemClock
from collegial.kernel.text import t
from collegial.serving import require_free, serve_forever
from collegial.terminal.speech import Failure, say
from collegial.web.program import Program

_SETTINGS = """\
# A demonstration: anyone who can reach it can sign in as anyone. Never open it to a network.
demo = true
public_url = "http://127.0.0.1:{port}"

[pays]
name = "{name}"
short_name = "{short_name}"
tagline = "{tagline}"
locality = "{locality}"
address = "{address}"
legal_mention = "{legal_mention}"
contact_email = "contact@example.org"

# An account that exists in examples only.
[bank]
iban = "FR7630006000011234567890189"
bic = "AGRIFRPP"
creditor_id = "FR72ZZZ123456"

[site]
territory = "territory.toml"

[mail]
backend = "file"
folder = "mail"
sender = "pole@example.org"
"""


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), default=Path("demo-data"), show_default=True)
@click.option("--port", default=8000, show_default=True, envvar="PORT")
@click.option("--reset", is_flag=True, help="Throw the data of the demonstration away and start over.")
@click.option("--serve/--no-serve", default=True, help="Serve the pages once the data are there.")
def demo(*, folder: Path, port: int, reset: bool, serve: bool) -> None:
    """Try the program on the Pays de Rennes, on this machine only."""
    console = Console()
    if serve:
        taken = t(
            "Port %(port)d is taken: this program or another already listens there. Stop it, or give another one by "
            "--port.", port=port,
        )  # fmt: skip
        require_free("127.0.0.1", port, else_say=taken)
    if reset:
        _throw_away(folder)
    settings = _settings(folder, port)
    upgrade(settings.database_url, build_host(settings))
    _apart(_make, settings, console)
    if serve:
        serve_forever(
            settings, bind=f"127.0.0.1:{port}", workers=1, ready=lambda: _welcome(settings, console)
        )
    else:
        _welcome(settings, console)


def _throw_away(folder: Path) -> None:
    """Remove the folder, if it is one of ours."""
    if folder.exists() and not (folder / "pays.toml").exists():
        raise Failure(t("%(folder)s holds no demonstration: it is left as it is.", folder=folder))
    shutil.rmtree(folder, ignore_errors=True)


def _settings(folder: Path, port: int) -> Settings:
    """Write the settings and the secrets the first time, read them every time."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "pays.toml"
    if not path.exists():
        pole = read_part("pole")["pole"]
        path.write_text(
            _SETTINGS.format(port=port, **{k: v for k, v in pole.items() if isinstance(v, str)}),
            encoding="utf-8",
        )
        (folder / "territory.toml").write_text(part_text("territory"), encoding="utf-8")
        _write_secrets(folder / "secrets.toml")
    settings = replace(load_settings(path), public_url=f"http://127.0.0.1:{port}")
    if not settings.demo:
        raise Failure(t("%(file)s is not a demonstration: it is left as it is.", file=path))
    return settings


def _write_secrets(path: Path) -> None:
    path.touch(mode=0o600)
    names = ("key", "password_salt", "totp")
    path.write_text("".join(f'{name} = "{secrets.token_urlsafe(48)}"\n' for name in names), encoding="utf-8")


def _apart(act: Callable[..., None], *given: object) -> None:
    """Act in a process of its own: one that has drawn a document forks none that can, since its threads stay behind."""
    child = get_context("fork").Process(target=act, args=given)
    child.start()
    child.join()
    if child.exitcode:
        raise SystemExit(1)


def _make(settings: Settings, console: Console) -> None:
    """Load the data in an application of its own, whose clock goes back to the days of what is told."""
    clock = FrozenClock(SystemClock().now())
    app = create_app(settings, clock=clock)
    program: Program = app.extensions["collegial"]
    with app.test_request_context(base_url=settings.public_url):
        g.is_job = True  # what is said to nobody here goes out by mail
        _load(program, clock, console)
    program.database.close()


def _load(program: Program, clock: FrozenClock, console: Console) -> None:
    """Load the data, with a bar, unless they are there."""
    with program.database.reading() as session:
        if session.scalar(select(func.count()).select_from(Assembly)):
            return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("Pays de Rennes", total=None)
        for label, number, total in load_demo(program):
            progress.update(task, description=say(label), completed=number, total=total)
        progress.update(task, description=say(t("Mails of those days")))
        work_in_its_time(program, clock)


def _welcome(settings: Settings, console: Console) -> None:
    console.print(f"\n[bold]{settings.pays.name}[/bold]\n{settings.public_url}\n")
    for persona, link in persona_links(settings):
        console.print(f"  {persona:<14} {link}", soft_wrap=True, highlight=False)
    named = settings.public_url.replace("127.0.0.1", "localhost")
    mailbox = f"{settings.public_url}/demo/mailbox"
    console.print()
    console.print(say(t("Passkeys need a name, not a number: %(address)s", address=named)))
    console.print(say(t("Mails are kept in the folder and shown at %(address)s", address=mailbox)))
    console.print(say(t("Stop with Ctrl+C. Start over with RESET=1.")) + "\n", highlight=False)
