"""A vote in the open needs no script: cast in a browser whose scripts are off."""

import pytest
from sqlalchemy import func, select

from collegial.testing.factories import convened
from collegial.votes.models import SignOff
from collegial.votes.queries import resolutions_to_vote
from collegial.votes.services import open_vote


@pytest.mark.browser
def test_a_vote_is_cast_without_a_script(app, client, context, open_page, program, serve, session, sign_in):
    world = convened(context, {"A": 3})
    world.arrive(*world.entries["A"])
    world.open()
    open_vote(context, world.assembly, resolutions_to_vote(session, world.assembly.id))
    voter, meeting = world.entries["A"][0].voter_id, world.assembly.id
    session.commit()
    sign_in("member", actor_id=voter)
    app.config["WTF_CSRF_ENABLED"] = True
    address = serve(app)
    page = open_page(locale="en", java_script_enabled=False)
    cookies = {"collegial": client.get_cookie("collegial").value, "locale": "en"}
    page.context.add_cookies([{"name": one, "value": said, "url": address} for one, said in cookies.items()])
    page.goto(f"{address}/assemblies/{meeting}")
    page.get_by_role("link", name="Vote", exact=True).click()
    page.get_by_label("For", exact=True).check()
    for button in ("Continue", "Cast my vote"):
        page.get_by_role("button", name=button).click()
    page.locator(".receipt").wait_for()
    with program.database.reading() as reading:
        assert reading.scalar(select(func.count()).select_from(SignOff)) == 1
