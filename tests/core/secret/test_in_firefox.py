"""A vote in the open and a vote in secret, cast in Firefox: another engine shows, sends and seals."""

import sys

import pytest
from sqlalchemy import func, select

from collegial.secret.credentials import Authority
from collegial.testing.factories import convened
from collegial.votes.models import SignOff
from collegial.votes.queries import resolutions_to_vote
from collegial.votes.services import open_vote

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("firefox")]
RECEIPT = "return document.querySelector('.receipt, [data-part=receipt]')?.textContent.trim() || null"
SAYS = "return document.querySelector('main').textContent.includes(arguments[0])"


@pytest.fixture
def attending(app, firefox, client, serve, session, sign_in):
    """Give a function that opens the page of an assembly in Firefox, a member of it signed in."""

    def start(world):
        voter, meeting = world.entries["A"][0].voter_id, world.assembly.id
        session.commit()
        sign_in("member", actor_id=voter)
        app.config["WTF_CSRF_ENABLED"] = True
        address = serve(app)
        firefox.give(f"{address}/legal", collegial=client.get_cookie("collegial").value, locale="en")
        firefox.open(f"{address}/assemblies/{meeting}")
        return firefox

    return start


@pytest.fixture
def led_here(led, leading, program, monkeypatch):
    """Give a function that leads a secret vote whose codes this program makes again."""
    here = Authority(key=program.settings.secrets.key)
    monkeypatch.setattr(sys.modules[leading.__module__], "AUTHORITY", here)
    return led


def cast(program):
    with program.database.reading() as session:
        return session.scalar(select(func.count()).select_from(SignOff))


def test_a_vote_is_cast_in_the_open(context, program, attending):
    world = convened(context, {"A": 3})
    world.arrive(*world.entries["A"])
    world.open()
    open_vote(context, world.assembly, resolutions_to_vote(context.session, world.assembly.id))
    page = attending(world)
    for words in ("Vote", "For", "Continue", "Cast my vote"):
        page.click(words)
    assert page.wait(RECEIPT)
    assert cast(program) == 1


def test_a_ballot_is_sealed_and_found_on_the_board(led_here, program, attending):
    page = attending(led_here().make_keys().rehearse().open().world)
    for words in ("Vote secretly", "For", "Continue", "Seal my ballot", "Cast my vote"):
        page.click(words)
    tracker = page.wait(RECEIPT)
    page.click("See the board")
    assert page.wait(SAYS, tracker)
    assert cast(program) == 1
