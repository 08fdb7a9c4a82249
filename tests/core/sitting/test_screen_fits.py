"""What the room looks at stands on its screen as a whole: nobody scrolls a projector."""

import pytest

from collegial.assemblies.services.agenda import add_resolution
from collegial.sitting.services import reach_item
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened
from collegial.votes.services import open_vote

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LONG = (
    (
        "Approbation des comptes de l’exercice clos le 31 décembre 2025, du rapport de gestion du conseil "
        "d’administration et des rapports du commissaire aux comptes, et quitus aux administrateurs"
    ),
    (
        "Affectation du résultat de l’exercice à la réserve légale et au fonds de développement, et constatation de "
        "l’absence d’intérêt aux parts sociales au titre des trois derniers exercices"
    ),
    (
        "Autorisation donnée au conseil d’administration d’acquérir les locaux de la rue de la Poterie et d’emprunter "
        "les sommes nécessaires dans la limite de quatre cent mille euros"
    ),
)
ROOMS = {"projector": {"width": 1280, "height": 720}, "wall": {"width": 1920, "height": 1080}}


@pytest.fixture
def long_titles(context, session):
    """Give an open assembly whose first item has three resolutions with long titles, all put to the vote."""

    def prepare(meeting):
        for title in LONG:
            add_resolution(
                context,
                meeting,
                title=title,
                text="Le texte.",
                kind=DecisionKind.ORDINARY,
                item=meeting.items[0],
            )
        add_resolution(
            context,
            meeting,
            title="Statuts",
            text="Le texte.",
            kind=DecisionKind.EXTRAORDINARY,
            item=meeting.items[0],
        )

    world = convened(context, {"A": 8, "B": 4}, prepare=prepare)
    world.arrive(*(one for entries in world.entries.values() for one in entries))
    world.open()
    reach_item(context, world.assembly, world.assembly.items[0])
    chosen = [one for one in world.assembly.resolutions if one.title in LONG]
    open_vote(context, world.assembly, chosen)
    session.commit()
    return world


@pytest.mark.parametrize("room", ROOMS)
def test_three_long_titles_and_the_quorum_stand_on_one_screen(
    long_titles, client, sign_in, serve, app, open_page, room
):
    number = long_titles.assembly.id
    sign_in("chair")
    page = open_page(locale="fr", viewport=ROOMS[room])
    address = serve(app)
    cookies = {"collegial": client.get_cookie("collegial").value, "locale": "fr"}
    page.context.add_cookies(
        [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
    )
    page.goto(f"{address}/assemblies/{number}/screen")

    page.screenshot(path=f"/tmp/secret-shots/screen-{room}.png")
    bottom = page.evaluate("document.documentElement.scrollHeight")
    assert bottom <= ROOMS[room]["height"], "nothing stands below the edge"
    titles = page.locator(".screen-now .screen-title")
    assert [LONG[0] in one for one in titles.all_inner_texts()] == [True, False, False], (
        "whole, for who listens"
    )
