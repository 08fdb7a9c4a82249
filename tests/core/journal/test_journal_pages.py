import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import ClassVar

import pytest
from sqlalchemy import delete, select, update

import collegial.app  # noqa: F401 (all tables of the core)
from collegial.accounts.services import open_account
from collegial.actors.models import ActorKind
from collegial.actors.services import add_actor
from collegial.groups.events import GroupCreated
from collegial.hosting.services import PluginEnabled
from collegial.journal.models import JournalEntry
from collegial.journal.services import record
from collegial.journal.views import sentence_of
from collegial.kernel.events import Event
from collegial.kernel.money import Money
from collegial.kernel.permissions import Viewer
from collegial.kernel.permissions import program as program_viewer
from collegial.kernel.text import nt_by, t

EVENTS = {"modules.enabled": PluginEnabled}


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


@pytest.fixture
def write(program):
    """Give a function that writes events into the journal, committed."""

    def do(*events):
        with program.database.unit_of_work() as session:
            for event in events:
                record(program.context(session, program_viewer("night job")), event)

    return do


@dataclass(frozen=True, kw_only=True)
class Gone(Event):
    """An event of a module that is no longer installed."""

    key = "gone.event"
    sentence = t("Gone.")


@pytest.fixture
def tamper(session, lift_guards):
    """Give a function that changes the journal as only the owner of the machine can: without its triggers."""

    def do(statement):
        lift_guards()
        session.execute(statement)
        session.commit()

    return do


def entry(key, **payload):
    return JournalEntry(sequence=1, event=key, payload=payload)


def test_an_entry_reads_as_the_sentence_of_its_event():
    assert (
        str(sentence_of(entry("modules.enabled", plugin="fund"), EVENTS))
        == "The module fund was switched on."
    )


@dataclass(frozen=True, kw_only=True)
class Bought(Event):
    """An event with a number of things, an amount and a day."""

    key = "shop.bought"
    sentence = nt_by(
        "pears", "%(pears)s pear for %(cents)s.", "%(pears)s pears for %(amount)s on %(bought_on)s."
    )
    pears: int


def test_a_group_is_called_by_its_name_of_today():
    created, events = entry("groups.created", group="board", kind="board"), {"groups.created": GroupCreated}
    assert str(sentence_of(created, events, {"board": "Conseil"})) == "The group “Conseil” was created."
    assert str(sentence_of(created, events)) == "The group “board” was created."


def test_an_entry_counts_and_holds_amounts_and_days_for_its_reader():
    one, two = (
        sentence_of(
            entry("shop.bought", pears=number, cents=150, amount="20.00 EUR", bought_on="2026-11-28"),
            {"shop.bought": Bought},
        )
        for number in (1, 2)
    )

    assert str(one) == "1 pear for 1.50 EUR."
    assert (two.plural, two.count) == (Bought.sentence.plural, 2)
    assert (two.params["amount"], two.params["bought_on"]) == (Money(2000), date(2026, 11, 28))


@dataclass(frozen=True, kw_only=True)
class Ripened(Event):
    """An event that says how something stands."""

    key = "shop.ripened"
    sentence = t("The pear is now “%(state)s”.")
    words: ClassVar = {"state": {"ripe": t("Good to eat")}}
    state: str


def test_an_entry_says_a_state_by_its_name_and_one_that_has_none_as_it_is():
    said = [
        str(sentence_of(entry("shop.ripened", state=state), {"shop.ripened": Ripened}))
        for state in ("ripe", "raw")
    ]

    assert said == ["The pear is now “Good to eat”.", "The pear is now “raw”."]


@pytest.mark.parametrize(
    ("key", "payload"),
    [("gone.event", {}), ("modules.enabled", {"name": "older field"}), ("shop.bought", {})],
)
def test_an_entry_that_nobody_can_say_is_shown_by_its_key(key, payload):
    assert f"“{key}”" in str(sentence_of(entry(key, **payload), EVENTS | {"shop.bought": Bought}))


def test_the_newest_entry_is_first_with_who_did_it(client, sign_in, write):
    sign_in("administrator")
    write(PluginEnabled(plugin="first"), PluginEnabled(plugin="second <b>"))

    page = client.get("/journal/").text

    assert page.index("second &lt;b&gt; was switched on") < page.index("first was switched on")
    assert "The program (night job)" in page


def test_an_entry_names_who_stands_behind_its_account(client, sign_in, program, context, session):
    person = add_actor(context, kind=ActorKind.PERSON, name="Zoé Kermeur")
    account = open_account(context, email="zoe@example.org", actor_id=person.id, roles=["member"])
    session.commit()
    with program.database.unit_of_work() as writing:
        for number in (account.id, 4711):
            record(program.context(writing, Viewer(account_id=number)), PluginEnabled(plugin="first"))
    sign_in("administrator")

    page = client.get("/journal/").text

    assert f'Zoé Kermeur <span class="quiet unbroken">(account {account.id})</span>' in page
    assert "An account without a name (4711)" in page


def test_entries_come_in_pages(client, sign_in, write):
    sign_in("administrator")
    write(*(PluginEnabled(plugin=f"n{number:03}") for number in range(60)))

    first, second = client.get("/journal/").text, client.get("/journal/?page=2").text

    assert "n059 was" in first
    assert "n000 was" not in first
    assert "n000 was" in second
    assert 'href="/journal/?page=2#found"' in first
    assert 'href="/journal/?page=1#found"' in second


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("since=2026-11-24", ["late"]),
        ("until=2026-11-23", ["early"]),
        ("since=2026-11-23&until=2026-11-24", ["early", "late"]),
        ("since=2026-11-25", []),
        ("account=77", []),
        ("since=yesterday&until=0001-01-01&account=99999999999", ["early", "late"]),
    ],
)
def test_days_and_an_account_narrow_the_journal_and_its_file(client, sign_in, write, clock, asked, found):
    sign_in("administrator")
    clock.at = datetime(2026, 11, 23, 22, 59, tzinfo=UTC)
    write(PluginEnabled(plugin="early"))
    clock.move(minutes=1)  # midnight in France
    write(PluginEnabled(plugin="late"))

    for path in ("/journal/", "/journal/export.csv"):
        page = client.get(f"{path}?{asked}").text
        assert [one for one in ("early", "late") if f"{one} was switched on" in page] == found


def test_the_entries_of_an_account_come_in_pages(client, sign_in, as_role, session):
    theirs = as_role("administrator", account_id=77)
    for number in range(51):
        record(theirs, PluginEnabled(plugin=f"n{number:02}"))
    session.commit()
    sign_in("administrator")

    page = client.get("/journal/?account=77&page=2").text

    assert "n00 was switched on" in page
    assert "51 entries found" in page
    assert 'href="/journal/?page=1&amp;account=77#found"' in page


def test_an_event_of_a_module_that_is_gone_does_not_hide_the_others(client, sign_in, write):
    write(Gone(), PluginEnabled(plugin="fund"))
    sign_in("administrator")

    page = client.get("/journal/").text

    assert "“gone.event”" in page
    assert "fund was switched on" in page


def test_an_untouched_journal_is_whole_and_shows_its_seal(client, sign_in, write, program):
    write(PluginEnabled(plugin="fund"))
    sign_in("chair")

    page = client.get("/journal/verify").text

    assert "The journal is whole" in page
    with program.database.reading() as session:
        assert (
            session.scalars(select(JournalEntry.digest).order_by(JournalEntry.sequence.desc())).first()
            in page
        )


def test_an_altered_journal_says_where(client, sign_in, write, tamper):
    write(PluginEnabled(plugin="fund"), PluginEnabled(plugin="other"))
    tamper(update(JournalEntry).where(JournalEntry.sequence == 2).values(payload={"plugin": "forged"}))
    sign_in("administrator")

    page = client.get("/journal/verify").text

    assert "The journal was altered" in page
    assert re.search(r"at entry 2\.", page)


def test_an_empty_journal_is_said_to_be_empty(client, sign_in, tamper):
    sign_in("administrator")
    tamper(delete(JournalEntry))

    assert "Nothing has happened yet" in client.get("/journal/").text


def test_members_and_visitors_do_not_read_the_journal(client, sign_in):
    assert client.get("/journal/").status_code == 302
    sign_in("member")
    assert {client.get(path).status_code for path in ("/journal/", "/journal/verify")} == {403}


@dataclass(frozen=True, kw_only=True)
class Weighed(Event):
    """A pear was weighed."""

    key = "shop.weighed"
    sentence = t("Sold: %(is_sold)s, at %(rate)s of its price; row %(row)s.")
    is_sold: bool
    rate: str
    row: str


def test_an_entry_says_yes_or_no_and_writes_a_share_as_its_reader_does():
    told = [
        str(
            sentence_of(
                entry("shop.weighed", is_sold=sold, rate="21/50", row="1/2"), {"shop.weighed": Weighed}
            )
        )
        for sold in (True, False)
    ]

    assert told == ["Sold: yes, at 42% of its price; row 1/2.", "Sold: no, at 42% of its price; row 1/2."]
