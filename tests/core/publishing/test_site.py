"""What everyone reads: the texts as they were published, the dates, what was decided; and nothing else."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from icalendar import Calendar
from sqlalchemy import select

from collegial.decisions.models import DecisionSource
from collegial.decisions.services import HandEntry, enter_by_hand
from collegial.hooks.contracts import PluginMeta
from collegial.hooks.hookspecs import hookimpl
from collegial.hooks.publishing import PublicItem, PublicKind, PublicSource
from collegial.hosting.discovery import Candidate
from collegial.hosting.services import enable_plugin
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Forbidden
from collegial.kernel.text import t
from collegial.proposals.models import Mission, Priority
from collegial.publishing.models import SiteText
from collegial.publishing.rules.texts import Place
from collegial.publishing.services import publish_text
from collegial.testing.factories import convened

WELCOME = "/site/texts/welcome/en"


def decided(context, title="A place of our own", **more):
    given = {"body": "Board", "text": "We rent **it**.", "decided_on": context.clock.now().date()} | more
    return enter_by_hand(context, HandEntry(source=DecisionSource.BOARD, title=title, **given))


def test_a_text_is_looked_at_then_published_and_its_past_is_kept(client, visitor, sign_in, session):
    sign_in("staff")
    seen = client.post(
        WELCOME, data={"body": "Come **in** <script>x</script>", "seen": "0", "act": "preview"}
    ).text
    assert "Come <strong>in</strong>" in seen
    assert "<script>x" not in seen
    assert session.scalars(select(SiteText)).all() == []
    session.rollback()

    assert (
        client.post(WELCOME, data={"body": "Come **in**", "seen": "0", "act": "publish"}).status_code == 302
    )
    late = client.post(WELCOME, data={"body": "Mine", "seen": "0", "act": "publish"})
    assert (late.status_code, "another version meanwhile" in late.text, "Mine</textarea>" in late.text) == (
        409,
        True,
        True,
    )
    client.post(WELCOME, data={"body": "Second", "seen": "1", "act": "publish"})
    client.post(f"{WELCOME}/history/1")
    assert [one.body for one in session.scalars(select(SiteText).order_by(SiteText.revision))] == [
        "Come **in**", "Second", "Come **in**",
    ]  # fmt: skip
    assert (
        session.scalar(select(JournalEntry).where(JournalEntry.event == "publishing.text_published"))
        is not None
    )
    assert "Come <strong>in</strong>" in visitor.get("/").text


def test_a_text_is_shown_in_the_first_language_where_it_is_not_written_in_the_readers(
    client, context, session
):
    publish_text(context, place=Place.ABOUT, locale="fr", body="Un pôle", seen=0)
    session.commit()
    assert '<div class="prose" lang="fr"><p>Un pôle' in client.get("/about").text
    publish_text(context, place=Place.ABOUT, locale="en", body="A pole", seen=0)
    session.commit()
    assert "<p>A pole" in client.get("/about").text


@pytest.mark.parametrize("path", ["/site/texts/welcome/de", "/site/texts/other/fr", "/published?kind=other"])
def test_what_there_is_not_is_not_found(client, sign_in, path):
    sign_in("staff")
    assert client.get(path).status_code == 404


def test_an_empty_text_is_refused_and_one_that_was_published_is_said_to_be_taken_back(client, sign_in):
    client.set_cookie("locale", "en")
    sign_in("staff")
    address, act = "/site/texts/legal/fr", {"act": "publish"}

    refused = client.post(address, data={**act, "body": "", "seen": "0"})
    client.post(address, data={**act, "body": "Hébergé à Rennes.", "seen": "0"}, follow_redirects=True)
    back = client.post(address, data={**act, "body": " ", "seen": "1"}, follow_redirects=True)

    assert refused.status_code == 422
    assert "there is nothing to publish" in refused.text
    assert "The text is published." not in back.text
    assert "The text is taken back." in back.text


def test_members_write_no_text(client, sign_in, as_role):
    sign_in("member")
    assert client.get("/site/texts").status_code == 403
    with pytest.raises(Forbidden):
        publish_text(as_role("member"), place=Place.ABOUT, locale="fr", body="x", seen=0)


@pytest.mark.both_databases
def test_a_version_is_written_once(context, session, let_through):
    publish_text(context, place=Place.ABOUT, locale="fr", body="Un pôle", seen=0)
    session.commit()
    assert (
        let_through(
            [("UPDATE site_text SET body = 'x'", "written once"), ("DELETE FROM site_text", "written once")]
        )
        == []
    )


def test_a_decision_is_read_by_everyone_from_when_it_is_made_known_until_it_is_taken_back(
    client, visitor, sign_in, context, session
):
    decided(context)
    session.commit()
    assert visitor.get("/decisions/published/1").status_code == 404
    assert "A place of our own" not in visitor.get("/published").text
    sign_in("staff")
    client.post("/decisions/1/make-known")
    client.post("/decisions/1/make-known")
    assert "We rent <strong>it</strong>" in visitor.get("/decisions/published/1").text
    assert "A place of our own" in visitor.get("/").text
    assert "A place of our own" not in visitor.get("/published?kind=works").text
    client.post("/decisions/1/take-back")
    assert visitor.get("/decisions/published/1").status_code == 404
    assert "A place of our own" not in visitor.get("/").text


def test_a_convened_assembly_is_announced_without_its_agenda(client, context, session):
    world = convened(context, {"A": 1})
    day = world.assembly.starts_at
    session.commit()
    page = client.get(f"/calendar?month={day:%Y-%m}").text
    assert world.assembly.title in page
    assert "dates-past" not in page
    assert world.assembly.resolutions[0].title not in page
    (event,) = Calendar.from_ical(client.get("/calendar.ics").data).walk("VEVENT")
    assert event["SUMMARY"] == world.assembly.title
    assert event["DTSTART"].dt == day


def test_a_convened_assembly_leads_to_its_page_whoever_may_read_it(
    client, visitor, sign_in, context, session
):
    meeting = convened(context, {"A": 1}).assembly
    session.commit()
    sign_in("member")
    month, place = f"/calendar?month={meeting.starts_at:%Y-%m}", f"/assemblies/{meeting.id}"
    assert [f'href="{place}"' in one.get(month).text for one in (client, visitor)] == [True, False]
    for path in ("/calendar.ics", "/open-data/dates.json", "/sitemap.xml"):
        told = client.get(path)
        assert (path, told.status_code, place in told.text) == (path, 200, False)


def test_what_is_over_stands_back_in_its_month(client, context, session, clock):
    day = convened(context, {"A": 1}).assembly.starts_at
    session.commit()
    clock.at = day + timedelta(days=1)
    assert "dates-past" in client.get(f"/calendar?month={day:%Y-%m}").text


def _module():
    def items(_session, span):
        yield PublicItem(
            number=7, title="A brochure", on=span.last, label=t("Brochure"), endpoint="nowhere.at_all"
        )
        yield PublicItem(number=8, title="Too early", on=span.last + timedelta(days=1), label=t("Brochure"))

    def fails(_session, _span):
        raise RuntimeError

    def public_sources():
        yield PublicSource(key="fake.works", label=t("Works"), kind=PublicKind.WORK, items=items)
        yield PublicSource(key="fake.broken", label=t("Broken"), kind=PublicKind.WORK, items=fails)

    meta = PluginMeta(name="fake", title=t("Fake"), summary=t("Fake."), version="1", api=">=1.4,<2")
    return SimpleNamespace(META=meta, public_sources=hookimpl(public_sources), __name__="fake")


@pytest.mark.plugins(Candidate(name="fake", load=_module))
def test_modules_show_what_they_published_and_a_failing_one_is_left_out(client, context, session, program):
    assert "A brochure" not in client.get("/published").text
    enable_plugin(context, program.host, "fake")
    session.commit()
    page = client.get("/published").text
    assert "A brochure" in page
    assert "Too early" not in page


@pytest.mark.parametrize("page", ["history", "compare"])
def test_the_page_of_a_text_in_another_language_stays_in_its_readers(client, sign_in, page):
    sign_in("administrator")
    client.set_cookie("locale", "en")
    client.post("/site/texts/about/br", data={"body": "Piv omp-ni", "seen": "0", "act": "publish"})

    shown = client.get(f"/site/texts/about/br/{page}")

    assert (shown.status_code, '<html lang="en"' in shown.text) == (200, True)


def test_a_visitor_finds_the_missions_the_priorities_and_the_way_to_the_statutes(
    visitor, client, sign_in, session
):
    session.add(
        Mission(key="m1", position=1, short="Help", label="Better management", text="Growing projects")
    )
    session.add(Priority(key="p1", position=1, short="Money", label="Find lasting money"))
    session.commit()

    for words, place in (("growing", "missions"), ("lasting", "priorities")):
        assert f'href="/about#{place}"' in visitor.get(f"/search/?q={words}").text
    way = '<a href="/statutes/"'
    assert way in visitor.get("/").text.partition('class="foot"')[2]
    sign_in("member")
    assert way not in client.get("/").text.partition('class="foot"')[2], "the menu has it"
