"""Words are found whatever their capitals and accents, by those who may read what says them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, literal, select

from collegial.handbook.finding import Piece
from collegial.kernel.folding import folded_text, says
from collegial.kernel.permissions import Permission
from collegial.plugin import Actor, ActorKind, SearchSource, t
from collegial.search import places
from collegial.search.queries import find
from collegial.search.rules import corrected
from collegial.testing.fakes import fake_plugin

TITLES = ["L’assemblée générale", "Règlement du marché", "Marchés"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("assamblee", "assemblée"),
        ("reglemant marché", "règlement marché"),
        ("marche", None),
        ("zzzz", None),
        ("", None),
    ],
)
def test_a_slip_is_put_right_as_the_titles_spell_it(words, expected):
    assert corrected(words, TITLES, folded_text) == expected


def test_no_more_words_are_looked_for_than_somebody_types(client):
    words = [f"mot{number}" for number in range(50)]

    page = client.get("/search/", query_string={"q": " ".join(words)}).text
    assert f'value="{" ".join(words[:12])}"' in page
    assert str(says(" ".join(words), literal("x"))).count("LIKE") == 12


LETTERS = st.text(alphabet="abcéèÀÉÎçœŒæ’' -ZÿÜ", max_size=12)


@pytest.mark.both_databases
def test_both_databases_fold_as_python_does(session):
    for word in ("Économie", "L’Œuvre à ÇA", "ÀÉÎÔÜŸ", "100 %_", "plain"):
        assert session.scalar(select(func.folded(literal(word)))) == folded_text(word)


@given(LETTERS)
def test_folding_twice_changes_nothing(text):
    assert folded_text(folded_text(text)) == folded_text(text)


@pytest.fixture
def people(program):
    with program.database.unit_of_work() as session:
        for kind, name in (
            (ActorKind.ORGANISATION, "L’Économie du Pays"),
            (ActorKind.ORGANISATION, "100 % local"),
            (ActorKind.PERSON, "Économe Personne"),
        ):
            session.add(Actor(kind=kind, name=name, created_at=program.clock.now()))


@pytest.mark.both_databases
@pytest.mark.usefixtures("people")
def test_every_word_is_looked_for_and_signs_stand_for_themselves(program, session, as_role):
    def names(words, *roles):
        reader = as_role(*roles, account_id=1 if roles else None).by
        found = find(program.host, session, reader, words)
        return [hit.title for one in found for hit in one.hits]

    assert names("ECONOMIE pays", "member") == ["L’Économie du Pays"]
    assert names("ECONOMIE pays") == []  # nobody agreed to be shown to everyone
    assert names("economie montagne", "member") == []
    assert names("%", "member") == ["100 % local"]
    assert names("econom", "member") == ["L’Économie du Pays"]
    assert names("conomie", "member") == [], "words are found from their beginning"
    assert names("l'econ", "member") == ["L’Économie du Pays"]
    assert names("econom", "staff") == ["Économe Personne", "L’Économie du Pays"]


def raises(*_arguments):
    raise RuntimeError("boom")


def rows(*_arguments):
    return select(literal("x"), literal("Un secret"), literal("…"))


RIGHT = Permission(key="fake.right", label=t("A right"), roles=("staff",))


def source(key, rows, **more):
    return SearchSource(
        key=key, label=t("Fakes"), endpoint="proposals.show", argument="slug", rows=rows, **more
    )


@pytest.mark.plugins(
    fake_plugin(
        permissions=lambda: [RIGHT],
        search_sources=lambda: [source("fake.bad", raises), source("fake.good", rows, permission=RIGHT)],
    )
)
def test_a_failing_source_is_named_and_a_right_is_asked_for(client, sign_in, program):
    from collegial.hosting.services import enable_plugin
    from collegial.kernel.permissions import program as program_viewer

    client.set_cookie("locale", "en")
    assert "Un secret" not in client.get("/search/?q=secret").text
    with program.database.unit_of_work() as session:
        enable_plugin(program.context(session, program_viewer("test")), program.host, "fake")
    page = client.get("/search/?q=secret")
    assert page.status_code == 200
    assert "“fake” could not show its part" in page.text
    assert "Un secret" not in page.text

    sign_in("staff")
    assert 'href="/proposals/x"' in client.get("/search/?q=SECRÉT").text


def test_the_pages_of_the_site_are_found_by_what_people_call_them(client):
    client.set_cookie("locale", "en")
    for words, address in (("become member", "/join"), ("mission", "/about"), ("propos", "/proposals/")):
        page = client.get("/search/", query_string={"q": words}).text
        assert f'<li><a href="{address}">' in page, words
    assert 'id="pages"' not in client.get("/search/?q=ission").text


def test_the_guide_is_found_in_the_language_of_the_reader(client, monkeypatch):
    texts = [
        Piece(location=f"{folder}/shares/#pay", title=title, text="Words of the guide.")
        for folder, title in (("guide", "Lovely payments"), ("fr", "Lovely paiements"), ("guide", "Unlovely"))
    ]
    monkeypatch.setattr(places.site, "pieces", lambda: texts)
    client.set_cookie("locale", "en")
    page = client.get("/search/?q=lovely").text

    assert '<a href="/docs/guide/shares/#pay">Lovely payments</a>' in page
    assert "paiements" not in page
    assert "Unlovely" not in page


def test_strange_words_are_no_error(client):
    for words in ("'" * 300, "%25_%5C", "%20"):
        assert client.get(f"/search/?q={words}").status_code == 200
