"""Missions and priorities are written on pages, looked at, published, compared, and put back."""

import pytest

from collegial.kernel.errors import Forbidden, Invalid
from collegial.proposals.queries import missions, priorities
from collegial.proposals.services import Aim, set_missions
from collegial.publishing.rules.texts import Place
from collegial.publishing.rules.wordings import Wording, Writing
from collegial.publishing.services import publish_list

FRENCH, ENGLISH = "/site/texts/missions/fr", "/site/texts/missions/en"


def entry(number, **fields):
    return {f"entries-{number}-{name}": value for name, value in fields.items()}


def sent(*entries, body="", seen=0, act="publish"):
    data = {"body": body, "seen": seen, "act": act}
    for number, fields in enumerate(entries):
        data |= entry(number, **fields)
    return data


@pytest.fixture
def listed(context, session):
    """Have two missions, as the first questions of a Pays made them."""
    set_missions(
        context,
        [
            Aim(key="feed", short="Nourrir", label="Nourrir tout le monde", text="Chaque **jour**."),
            Aim(key="house", short="Loger", label="Loger tout le monde"),
        ],
    )
    session.commit()


def test_the_staff_changes_the_list_after_a_look_and_puts_it_back(client, visitor, sign_in, session, listed):
    sign_in("staff")
    assert "Nourrir tout le monde</textarea>" in client.get(FRENCH).text
    feed = {"key": "feed", "place": 2, "short": "Nourrir", "label": "Bien nourrir", "text": "Chaque jour."}
    house = {"key": "house", "place": 1, "short": "Loger", "label": "Loger tout le monde"}
    new = {"key": "", "place": "", "short": "Relier", "label": ""}
    look = client.post(FRENCH, data=sent(feed, house, new, body="Trois", act="preview")).text
    assert look.index("Loger") < look.index("Bien nourrir") < look.index("Relier")
    assert "Bien nourrir" not in visitor.get("/about").text
    session.rollback()

    assert client.post(FRENCH, data=sent(feed, house, new, body="Trois")).status_code == 302
    assert [(one.key, one.label) for one in missions(session)] == [
        ("house", "Loger tout le monde"), ("feed", "Bien nourrir"), ("relier", "Relier"),
    ]  # fmt: skip
    assert "Bien nourrir" in visitor.get("/about").text
    session.rollback()

    client.post(FRENCH, data=sent(house, body="Une", seen=1))
    marked = client.get(f"{FRENCH}/compare?before=1&after=2").text
    assert "<del>" in marked
    assert "Relier" in marked
    client.post(f"{FRENCH}/history/1")
    session.rollback()
    assert [one.key for one in missions(session)] == ["house", "feed", "relier"]


def test_an_entry_is_worded_in_another_language_and_the_rest_is_said_in_the_first(
    client, visitor, sign_in, listed, session
):
    sign_in("staff")
    assert "Translation missing" in client.get("/site/texts").text
    fed = {"key": "feed", "short": "Feed", "label": "Feed everyone"}
    client.post(ENGLISH, data=sent(fed, {"key": "house"}, {"key": "other", "short": "X"}))
    page = visitor.get("/about").text
    assert "<strong>Feed everyone</strong>" in page
    assert '<li lang="fr">' in page
    session.rollback()
    fed, housed = missions(session)
    assert (fed.short, fed.in_language("en").short, housed.in_language("en").label) == (
        "Nourrir",
        "Feed",
        "Loger tout le monde",
    )
    assert (fed.in_language("en").text, fed.in_language("fr").text) == ("", "Chaque **jour**.")

    session.rollback()
    client.post(ENGLISH, data=sent({"key": "feed"}, {"key": "house"}, seen=1))
    session.rollback()
    assert missions(session)[0].in_language("en").short == "Nourrir"


def test_words_without_a_name_are_refused_at_their_field(client, sign_in, listed):
    sign_in("staff")
    answer = client.post(FRENCH, data=sent({"key": "feed", "label": "Sans nom"}))
    assert answer.status_code == 422
    assert "Give it a short name" in answer.text
    assert "Sans nom</textarea>" in answer.text


def test_a_list_is_published_by_whoever_may_and_only_where_one_stands(context, as_role, session):
    writing = Writing(wordings=(Wording(key="soil", short="Soil", label="Soil"),))
    given = {"locale": "fr", "writing": writing, "seen": 0, "leads": True}
    with pytest.raises(Forbidden):
        publish_list(as_role("member"), place=Place.PRIORITIES, **given)
    with pytest.raises(Invalid):
        publish_list(context, place=Place.ABOUT, **given)
    assert publish_list(context, place=Place.PRIORITIES, **given).revision == 1
    assert [one.key for one in priorities(session)] == ["soil"]
    assert publish_list(context, place=Place.PRIORITIES, **given | {"seen": 1}) is None
