"""Everyone signed in reads the statutes and compares them; each version says who decided it."""

import re
from datetime import date

import pytest

from collegial.statutes.models import DraftState
from collegial.statutes.services.drafting import start_draft


@pytest.fixture
def recorded(record):
    record()


@pytest.fixture
def member(sign_in):
    sign_in("member")


def test_a_visitor_sees_where_a_version_stands(client, recorded):
    for address in ("/statutes/", "/statutes/1"):
        foot = client.get(address).text.partition('class="foot"')[2]
        assert 'href="/statutes/" aria-current="page"' in foot, address


def test_a_visitor_reads_them_and_signs_in_to_compare(client, recorded):
    assert client.get("/statutes/").status_code == 200
    assert client.get("/statutes/compare").status_code == 302


def test_a_member_reads_what_is_in_force(client, sign_in, recorded):
    sign_in("member")

    page = client.get("/statutes/").text

    for sentence in (
        "Statuts de la SCIC", "Bénéficiaires", "40%", "More than 1/2", "At least 2/3", "Ordinary decisions",
        "Extraordinary decisions", "1/5 of the voting rights", "In proportion", "15\u00a0days",
        "Chosen at the admission", "Required by law", "Its weight leaves the total",
    ):  # fmt: skip
        assert sentence in page
    assert "Prepare a change" not in page


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize(
    ("votes", "said", "unsaid"),
    [
        ({"carry": "majority", "on_tie": "against"}, "silent", "In proportion"),
        ({"carry": "heads"}, "counted together", "When nobody votes in a college"),
        ({"carry": "proportional", "on_empty": "share"}, "in equal parts", "two equal halves"),
    ],
)
def test_the_carry_rule_is_explained(client, record, votes, said, unsaid):
    record(votes=votes)

    page = client.get("/statutes/").text

    assert said in page
    assert unsaid not in page


@pytest.mark.usefixtures("member")
def test_statutes_without_colleges_say_so(client, record, document):
    categories = [one | {"college": None} for one in document["categories"]]
    record(colleges=[], votes={"carry": "heads"}, categories=categories)

    assert "Every member has one vote" in client.get("/statutes/").text


@pytest.mark.usefixtures("member")
def test_without_statutes_the_page_says_so(client):
    assert "No statutes are in force" in client.get("/statutes/").text


@pytest.mark.usefixtures("member", "recorded")
def test_a_version_to_come_is_marked(client, record):
    record(date(2030, 1, 1), label="Statuts futurs")

    assert "Statuts futurs" not in client.get("/statutes/").text
    assert "Not in force today" in client.get("/statutes/2").text
    assert client.get("/statutes/9").status_code == 404


@pytest.mark.usefixtures("member", "recorded")
def test_each_value_shows_where_it_comes_from_and_that_no_advice_is_given(client):
    page = re.sub(r"</?span[^>]*>", "", client.get("/statutes/").text)

    assert ">Code de commerce, art. R225-69<" in page
    assert ">Code de commerce, art. L225-98 (to be confirmed)<" in page
    assert page.count("by your counsel") == 1
    assert page.count("your statutes choose freely") == 1


@pytest.mark.usefixtures("member")
def test_where_the_statutes_choose_no_article_stands(client, record):
    record(assemblies={"questions_days": 5})

    page = client.get("/statutes/").text
    rows = page[page.index('id="asking"') : page.index('id="categories"')].split("<tr")

    (said,) = [one for one in rows if "5\u00a0days" in one]
    silent = [one for one in rows if "The statutes are silent." in one]
    assert len(silent) == 2
    assert [one for one in (said, *silent) if "<small" in one] == []


@pytest.mark.usefixtures("member")
def test_both_rounds_of_a_majority_are_shown_where_they_differ(client, record):
    on_members, on_cast = ({"threshold": "1/2", "strict": True, "base": base} for base in ("members", "cast"))
    extraordinary = {"threshold": "2/3", "strict": False, "base": "cast"}
    record(
        legal_form="SARL", notice={"days": 15, "second_days": 15},
        majority={"ordinary": {"first": on_members, "second": on_cast}, "extraordinary": extraordinary},
    )  # fmt: skip

    page = client.get("/statutes/").text

    section = page[page.index('id="majorities"') : page.index('id="quorums"')]
    assert section.count("Ordinary decisions") == 2
    assert section.count("Extraordinary decisions") == 1
    assert section.index("First convocation") < section.index("Second convocation")


@pytest.mark.usefixtures("member", "recorded")
def test_a_version_without_a_decision_of_the_members_says_so_for_good(client, record):
    record(date(2026, 6, 1), label="Statuts sans vote")
    record(date(2026, 7, 1), label="Statuts suivants")

    page = client.get("/statutes/2").text

    assert "Version 2 was recorded without a decision of the members" in page
    assert "Jugement du tribunal" in page
    assert "Version 2 was recorded without" not in client.get("/statutes/1").text


@pytest.mark.usefixtures("member", "recorded")
def test_two_versions_are_compared_clause_by_clause(client, record):
    record(date(2026, 6, 1), notice={"days": 21, "second_days": 10})

    page = client.get("/statutes/compare").text

    assert "1 clause changes." in page
    assert "<del>15\u00a0days</del>" in page
    assert "<ins>21\u00a0days</ins>" in page
    assert "Unchanged" in page
    assert "Unchanged" not in client.get("/statutes/compare?before=1&after=2&changed=1").text
    assert "No clause changes in words." in client.get("/statutes/compare?before=1&after=1").text


@pytest.mark.usefixtures("member")
def test_with_no_version_there_is_nothing_to_compare(client):
    assert "There is nothing to compare yet" in client.get("/statutes/compare").text


@pytest.mark.usefixtures("member", "recorded")
@pytest.mark.parametrize("choice", ["9", "x", "draft-9", "draft-", "-1", "9999999999999", "²"])
def test_an_unknown_choice_is_answered_in_words(client, choice):
    answer = client.get("/statutes/compare", query_string={"before": "1", "after": choice})

    assert answer.status_code == 422
    assert (
        "There is no such draft" in answer.text
        or "There is no version" in answer.text
        or "Choose two" in answer.text
    )


def test_members_read_the_drafts_that_are_before_them_and_no_others(
    client, sign_in, recorded, context, session, document
):
    hidden, shown = (start_draft(context, document | {"label": f"Projet {name}"}) for name in "XY")
    shown.state = DraftState.PROPOSED
    session.commit()
    sign_in("member")

    page = client.get("/statutes/compare").text
    assert "Projet Y" in page
    assert "Projet X" not in page
    assert client.get(f"/statutes/compare?before=1&after=draft-{hidden.id}").status_code == 422
    assert "Projet Y" in client.get(f"/statutes/compare?before=1&after=draft-{shown.id}").text
    assert client.get(f"/statutes/drafts/{shown.id}").status_code == 403


def test_pages_take_as_many_statements_for_more_versions(client, sign_in, record, statements_of):
    record()
    record(date(2026, 4, 1))
    sign_in("member")
    for path in ("/statutes/", "/statutes/compare"):
        statements_of(path)
    few = [statements_of(path) for path in ("/statutes/", "/statutes/compare")]

    for month in range(5, 11):
        record(date(2026, month, 1))

    assert [statements_of(path) for path in ("/statutes/", "/statutes/compare")] == few
