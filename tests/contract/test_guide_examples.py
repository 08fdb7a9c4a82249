"""What the guide tells to type is understood: commands and their options, addresses of the API, its example."""

import io
import re
import shlex
import urllib.request
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta

import click
import pytest

from collegial.actors.models import ActorShowing
from collegial.cli import collegial
from collegial.plugin import Actor, ActorKind
from collegial.webhooks.kinds import KINDS
from collegial.webhooks.rules import TRIAL, headers_of, new_secret, shown

_FENCED = re.compile(r"```(?:sh|console)\n(.*?)```", re.DOTALL)
_SPAN = re.compile(r"`((?:[\w./]*/)?collegial [^`]+)`")
_CALL = re.compile(r"(?:^|&& |; |-- |\$ )(?:[\w./]*/)?collegial(?: (?P<rest>[^#&|;>]*))?$")
_EVERYWHERE = {"--help", "--version"}
# The plugin of docs/plugin-authors.md is installed nowhere; its own test calls its command.
_INVENTED = "thanks"
_ADDRESS = re.compile(r"`(/[a-z.-]+(?:/12|/7)?(?:/[a-z-]+)?)`")


def _commands(text):
    """Return what is typed after `collegial`, from the examples and from the sentences."""
    lines = [line for block in _FENCED.findall(text) for line in block.replace("\\\n", " ").splitlines()]
    for line in [*lines, *(" ".join(one.split()) for one in _SPAN.findall(text))]:
        for part in re.split(r" && |; ", line.partition(" #")[0]):
            if found := _CALL.search(part.partition(" > ")[0].strip()):
                yield shlex.split(found["rest"] or "")


def _fault(words):
    """Say what of a command is unknown to the program; None where all of it is understood."""
    command = collegial
    while words and isinstance(command, click.Group) and not words[0].startswith("-"):
        command = command.get_command(click.Context(command), words[0])
        if command is None:
            return words[0]
        words = words[1:]
    known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)} | _EVERYWHERE
    return next((word for word in words if word.startswith("--") and word not in known), None)


@pytest.fixture(scope="module")
def pages(root):
    places = (root / "README.md", *(root / "docs").glob("*.md"), *(root / "docs").glob("[fgb][ru]*/*.md"))
    return {
        one.relative_to(root).as_posix(): one.read_text(encoding="utf-8")
        for one in places
        if one.name != "plugin-api.md"
    }


def test_every_command_of_the_guide_is_there_with_its_options(pages):
    told = [
        (name, words) for name, text in pages.items() for words in _commands(text) if _INVENTED not in words
    ]

    assert len(told) > 60
    assert [
        f"{name}: collegial {' '.join(words)}: {fault}" for name, words in told if (fault := _fault(words))
    ] == []


def test_a_command_that_is_not_there_would_be_found():
    text = "Try `collegial plugins enalbe x`.\n```sh\ncd site && ../env/bin/collegial serve --prot 1  # fast\n```"

    assert [_fault(words) for words in _commands(text)] == ["--prot", "enalbe"]


def test_the_addresses_of_the_api_guide_are_those_it_describes(pages, app, client):
    described = set(client.get("/api/v1/openapi.json").json["paths"])
    modules = {f"/{one.key}" for _, one in app.extensions["collegial"].host.declared("api_resources")}

    for name in ("docs/guide/api.md", "docs/fr/api.md"):
        told = {
            re.sub(r"/(12|7)", "/{number}", one)
            for one in _ADDRESS.findall(pages[name].replace("`/api/v1/", "`/"))
        }
        assert len(told) > 12
        assert told - described - modules - {"/openapi.json"} == set()


@pytest.mark.parametrize("name", ["docs/guide/api.md", "docs/fr/api.md"])
def test_the_example_in_python_prints_what_everyone_may_read(
    pages, name, client, session, program, monkeypatch
):
    now = program.clock.now()
    garden, silent = (
        Actor(kind=ActorKind.ORGANISATION, name=name, created_at=now) for name in ("Le Jardin", "Le Silence")
    )
    session.add_all([garden, silent])
    session.add(ActorShowing(actor=garden, agreed_at=now, how="asked", recorded_by="staff"))
    session.commit()
    (example,) = re.findall(r"```python\n(.*?)```", pages[name], re.DOTALL)
    asked = []

    def urlopen(question):
        asked.append(question.get_header("Authorization"))
        return io.BytesIO(client.get(question.selector).data)

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    said = io.StringIO()
    with redirect_stdout(said):
        exec(compile(example, name, "exec"), {})

    assert asked == ["Bearer clg_…"]
    assert said.getvalue() == "1 Le Jardin\n"


@pytest.mark.parametrize("name", ["docs/guide/webhooks.md", "docs/fr/webhooks.md"])
def test_the_example_of_webhooks_knows_what_we_sign_and_nothing_else(pages, name):
    (example,) = re.findall(r"```python\n(.*?)```", pages[name], re.DOTALL)
    known = {}
    exec(compile(example, name, "exec"), known)
    secret, now, body = new_secret(), datetime.now(UTC), '{"type":"webhook.trial","à":"é"}'
    known["SECRET"] = shown(secret)
    headers, is_ours = headers_of(secret, "msg_1", now, body), known["is_from_the_site"]

    assert is_ours(headers, body.encode())
    assert is_ours(
        {**headers, "webhook-signature": f"v1,other {headers['webhook-signature']}"}, body.encode()
    )
    assert not is_ours(headers, body.encode() + b" ")
    assert not is_ours({**headers, "webhook-id": "msg_2"}, body.encode())
    assert not is_ours(headers_of(new_secret(), "msg_1", now, body), body.encode())
    assert not is_ours(headers_of(secret, "msg_1", now - timedelta(minutes=6), body), body.encode())


@pytest.mark.parametrize("name", ["docs/guide/webhooks.md", "docs/fr/webhooks.md"])
def test_the_guide_lists_each_kind_of_thing_that_is_told(pages, name):
    told = set(re.findall(r"`((?:assembly|minutes|decision|proposal|webhook)\.[a-z_]+)`", pages[name]))

    assert told == {one.key for one in KINDS} | {TRIAL}
