"""What is written for the site is kept as a draft, which visitors do not see."""

import pytest

from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.publishing.queries import draft_at, last_revision
from collegial.publishing.rules.texts import LONGEST, Place
from collegial.publishing.rules.wordings import Writing
from collegial.publishing.services import drop_draft, keep_draft

ABOUT = "/site/texts/about/fr"


def test_a_draft_is_kept_gone_on_with_and_published(client, visitor, sign_in, session):
    sign_in("staff")
    sent = {"body": "Nous **voici**", "seen": 0, "draft": 0}
    assert client.post(ABOUT, data=sent | {"act": "draft"}).status_code == 302
    page = client.get(ABOUT).text
    assert "You are writing a draft" in page
    assert "Nous **voici**" in page
    assert "Nous <strong>voici" not in visitor.get("/about?lang=fr").text
    assert ">Draft<" in client.get("/site/texts").text

    behind = client.post(ABOUT, data=sent | {"body": "Autre", "act": "draft"})
    assert (behind.status_code, "Somebody kept another draft" in behind.text) == (409, True)
    assert "Autre" in behind.text

    assert client.post(ABOUT, data=sent | {"draft": 1, "act": "publish"}).status_code == 302
    assert "Nous <strong>voici" in visitor.get("/about?lang=fr").text
    session.rollback()
    assert draft_at(session, Place.ABOUT, "fr") is None


def test_a_draft_is_thrown_away_and_what_is_published_stays(client, sign_in, session):
    sign_in("staff")
    client.post(ABOUT, data={"body": "Avant", "seen": 0, "act": "publish"})
    client.post(ABOUT, data={"body": "Après", "seen": 1, "draft": 0, "act": "draft"})
    client.post(f"{ABOUT}/history/1")
    assert "Après" in client.get(ABOUT).text, "putting an old version back leaves the draft"

    assert client.post(ABOUT, data={"body": "Après", "seen": 1, "draft": 1, "act": "drop"}).status_code == 302
    assert "Après" not in client.get(ABOUT).text
    session.rollback()
    assert last_revision(session, Place.ABOUT, "fr").body == "Avant"


def test_a_draft_is_kept_by_whoever_may_write_and_never_over_another(context, as_role):
    given = {"place": Place.JOIN, "locale": "br", "writing": Writing(body="Deuit"), "seen": 0}
    with pytest.raises(Forbidden):
        keep_draft(as_role("member"), **given, number=0)
    with pytest.raises(Forbidden):
        drop_draft(as_role("member"), place=Place.JOIN, locale="br", number=0)
    with pytest.raises(Invalid):
        keep_draft(context, **given | {"writing": Writing(body="x" * (LONGEST + 1))}, number=0)
    assert keep_draft(context, **given, number=0).number == 1
    assert keep_draft(context, **given, number=1).number == 2
    with pytest.raises(Refused):
        keep_draft(context, **given, number=1)
    with pytest.raises(Refused):
        drop_draft(context, place=Place.JOIN, locale="br", number=1)


def test_what_somebody_kept_while_an_older_draft_was_published_stays(client, sign_in, session):
    sign_in("staff")
    for number in (0, 1):
        client.post(ABOUT, data={"body": f"Essai {number}", "seen": 0, "draft": number, "act": "draft"})
    client.post(ABOUT, data={"body": "Essai 0", "seen": 0, "draft": 1, "act": "publish"})
    session.rollback()
    assert draft_at(session, Place.ABOUT, "fr").body == "Essai 1"
    assert last_revision(session, Place.ABOUT, "fr").body == "Essai 0"
