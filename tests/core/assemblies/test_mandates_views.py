"""The pages of mandates: give, answer, leave to the chair, bring a list in; what was wrong is said at its place."""

import re
from io import BytesIO

import pytest
from sqlalchemy import func, select

from collegial.accounts.models import Account
from collegial.assemblies.models import BlankProxy, Mandate, MandateKind
from collegial.assemblies.queries.attending import live_proxy_of
from collegial.assemblies.services.proxies import accept_by_use, decline_proxy, give_proxy, revoke_proxy
from collegial.assemblies.views import desk
from collegial.notices.models import Notice
from collegial.serving import work_forever
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened
from collegial.votes.services import cast_vote, close_vote, open_vote


@pytest.fixture
def world(context, session, client, clock):
    client.set_cookie("locale", "en")
    world = convened(context, {"A": 4, "B": 3, "C": 3})
    clock.move(days=-2)
    session.commit()
    return world


def counts(program):
    with program.database.reading() as session:
        live = select(func.count()).where(Mandate.kind == MandateKind.PROXY, Mandate.revoked_at.is_(None))
        blanks = select(func.count()).select_from(BlankProxy).where(BlankProxy.revoked_at.is_(None))
        return session.scalar(live), session.scalar(blanks)


def test_a_member_leaves_the_vote_to_the_chair_and_takes_it_back(world, client, sign_in, program):
    entry = world.entries["A"][0]
    sign_in("member", actor_id=entry.voter_id)
    home = f"/assemblies/{world.assembly.id}"
    address = f"{home}/entries/{entry.id}/proxy"

    assert "Name nobody: the chair votes" in client.get(address).text
    nobody = client.post(address, data={"holder": " "})
    assert (nobody.status_code, "Name one holder" in nobody.text) == (422, True)
    both = client.post(address, data={"holder": str(world.entries["A"][1].member_number), "chair": "y"})
    assert (both.status_code, "More than one holder is named" in both.text) == (422, True)
    assert client.post(address, data={"holder": "", "chair": "y"}).status_code == 302
    assert "The chair votes for you" in client.get(home).text
    assert client.post(f"{address}/end").status_code == 302
    assert counts(program) == (0, 0)


def test_who_names_nobody_is_warned_that_a_secret_vote_stays_shut(world, client, sign_in, session):
    entry, home, said = (
        world.entries["A"][0],
        f"/assemblies/{world.assembly.id}",
        "while a proxy names nobody",
    )
    address = f"{home}/entries/{entry.id}/proxy"
    sign_in("member", actor_id=entry.voter_id)
    assert said not in client.get(address).text
    world.assembly.resolutions[0].is_secret = True
    session.commit()

    assert re.search(rf'id="chair-hint">[^<]*{said}', client.get(address).text)
    assert said not in client.get(home).text
    client.post(address, data={"holder": "", "chair": "y"})
    assert said in client.get(home).text
    sign_in("staff")
    page = client.get(f"{home}/proxies").text
    assert ("A secret vote cannot be opened" in page, said in page) == (True, True)


def test_a_holder_declines_and_the_giver_sees_it(world, client, sign_in, program, session):
    giver, holder = world.entries["A"][:2]
    mandate = give_proxy(world.context, giver, holder)
    session.commit()
    home = f"/assemblies/{world.assembly.id}"
    answer = f"{home}/mandates/{mandate.id}/answer"

    sign_in("member", actor_id=world.entries["B"][0].voter_id)
    assert client.post(answer, data={"answer": "accept"}).status_code == 403
    sign_in("member", actor_id=holder.voter_id)
    assert answer in client.get(home).text
    assert client.post(f"{home}/mandates/99999/answer").status_code == 404
    assert client.post(answer, data={"answer": "decline"}).status_code == 302
    assert client.post(answer, data={"answer": "accept"}).status_code == 409
    assert counts(program) == (0, 0)
    sign_in("member", actor_id=giver.voter_id)
    assert "declined your proxy" in client.get(home).text


def test_a_proxy_that_cannot_be_given_has_no_form_and_no_link(world, client, sign_in, session, clock):
    clock.move(days=2)
    giver, holder, present = world.entries["A"][:3]
    give_proxy(world.context, giver, holder)
    world.arrive(present)
    session.commit()
    home = f"/assemblies/{world.assembly.id}"
    for entry, why in (
        (giver, "A proxy is already given"), (holder, "a proxy cannot be passed on"), (present, "vote in person"),
    ):  # fmt: skip
        sign_in("member", actor_id=entry.voter_id)
        address = f"{home}/entries/{entry.id}/proxy"
        page = client.get(address).text
        assert (why in page, 'name="holder"' in page, f'href="{home}#mine"' in page) == (True, False, True), (
            why
        )
        assert f'href="{address}"' not in client.get(home).text
    free = world.entries["A"][3]
    sign_in("member", actor_id=free.voter_id)
    assert f'href="{home}/entries/{free.id}/proxy"' in client.get(home).text


@pytest.fixture
def told(app, session):
    """Give a function that commits, lets the work be done, and returns who was told what."""

    def do():
        session.commit()
        work_forever(app, once=True)
        found = session.execute(
            select(Notice.id, Notice.kind, Account.actor_id).join(Account).order_by(Notice.id)
        )
        notices = [(kind, actor) for _, kind, actor in found if kind.startswith("assemblies.proxy")]
        session.commit()  # pages write: no lock may stay here
        return notices

    return do


def test_a_holder_hears_at_once_of_a_proxy_and_of_its_end(world, client, sign_in, app, told):
    giver, holder = world.entries["A"][:2]
    given, ended = (("assemblies.proxy_" + what, holder.voter_id) for what in ("given", "ended"))
    sign_in("member", actor_id=giver.voter_id)
    sign_in("member", actor_id=holder.voter_id, email="holder@example.org")

    give_proxy(world.member(giver), giver, holder)
    assert told() == [given]
    revoke_proxy(world.member(giver), giver)
    assert told() == [given, ended]
    mandate = give_proxy(world.member(giver), giver, holder)
    decline_proxy(world.member(holder), mandate)
    assert told() == [given, ended, given]  # who declines knows that it ended

    mails = [one for one in app.extensions["mailman"].outbox if one.to == ["holder@example.org"]]
    assert len(mails) == 3
    page = client.get("/notices/").text
    assert page.count(f"{giver.name} gave you a proxy") == 2
    assert page.count(f"{giver.name} no longer leaves you their vote") == 1
    assert [giver.name in one.subject for one in mails] == [True] * 3


def test_a_proxy_that_served_is_asked_about_before_it_is_taken_back(world, client, sign_in, session, clock):
    clock.move(days=2)
    giver, holder = world.entries["A"][:2]
    mandate, voter = give_proxy(world.member(giver), giver, holder), giver.voter_id
    home = f"/assemblies/{world.assembly.id}"
    end = f"{home}/entries/{giver.id}/proxy/end"
    world.open()
    session.commit()
    sign_in("member", actor_id=voter)
    stays = "Votes already cast with it stay, and you cannot cast them again."

    assert stays not in client.get(home).text  # nobody has used it
    accept_by_use(world.context, [(world.context.by, mandate)])
    session.commit()
    assert f'href="{end}"' in client.get(home).text
    assert stays in client.get(end).text
    asked = client.post(end).text
    assert stays in asked, "whoever sends the form without the page is asked too"
    assert "No vote was cast with it so far." in asked
    assert live_proxy_of(session, giver.id) is not None
    session.commit()
    told = client.post(end, data={"sure": "y"}, follow_redirects=True).text
    assert "Votes already cast with it stay; in the others, you vote yourself." in told


def test_where_a_proxy_served_is_told_vote_by_vote(context, session, client, sign_in):
    world = convened(context, {"A": 4}, kinds=(DecisionKind.ORDINARY,) * 3)
    giver, holder = world.entries["A"][:2]
    given = give_proxy(world.member(giver), giver, holder)
    world.arrive(holder)
    world.open()
    first, second, _third = world.assembly.resolutions
    vote = open_vote(context, world.assembly, [first])
    cast_vote(world.member(holder), vote.id, given, {vote.questions[0].id: "for"})
    close_vote(context, vote.id)
    open_vote(context, world.assembly, [second])
    page, voter = f"/assemblies/{world.assembly.id}/entries/{giver.id}/proxy/end", giver.voter_id
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("member", actor_id=voter)

    asked = client.get(page).text
    stay, can_vote = asked.index("these votes stay"), asked.index("you can vote yourself")
    assert stay < asked.index("Résolution 1") < can_vote < asked.index("Résolution 2")
    assert "Résolution 3" not in asked


def bring(client, page, content, name="list.csv"):
    return client.post(
        page, data={"file": (BytesIO(content.encode()), name)}, content_type="multipart/form-data"
    )


def test_the_desk_brings_a_list_of_paper_proxies_in(world, client, sign_in, program):
    a = [entry.member_number for entry in world.entries["A"]]
    page = f"/assemblies/{world.assembly.id}/proxies"
    sign_in("staff")
    assert "No proxy yet" in client.get(page).text
    assert bring(client, page, "nom;prenom\n1;2\n").status_code == 422
    assert client.post(page).status_code == 422

    wrong = bring(client, page, f"giver;holder\n{a[0]};{a[3]}\n{a[0]};{a[2]}\n77777;{a[3]}\n")
    assert (wrong.status_code, "2 rows cannot be recorded" in wrong.text, "77777" in wrong.text) == (
        422,
        True,
        True,
    )
    assert counts(program) == (0, 0)
    assert bring(client, page, f"mandant;mandataire\n{a[0]};{a[3]}\n{a[1]};\n").status_code == 302
    assert counts(program) == (1, 1)
    assert world.entries["A"][3].name in client.get(page).text
    assert client.get(f"{page}/export.csv").status_code == 200
    desk = client.get(f"/assemblies/{world.assembly.id}/desk?q={a[1]}")
    assert "Proxy to the chair" in desk.text
    assert (
        client.post(
            f"/assemblies/{world.assembly.id}/entries/{world.entries['A'][1].id}/paper/end"
        ).status_code
        == 302
    )
    assert counts(program) == (1, 0)
    sign_in("member", actor_id=world.entries["A"][0].voter_id)
    assert client.get(page).status_code == 403


def test_the_desk_says_where_more_are_found_than_it_shows(client, sign_in, world, monkeypatch):
    sign_in("staff")
    search = f"/assemblies/{world.assembly.id}/desk?q=e"
    told = "Only the first ones are shown"
    rows = {"HX-Request": "true"}  # alone: the page has the sentence for its own script too
    assert told not in client.get(search, headers=rows).text

    monkeypatch.setattr(desk, "MOST", 1)

    assert told in client.get(search, headers=rows).text
