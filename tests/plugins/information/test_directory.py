"""The directory is searched alike on both databases, kept fresh by its keepers, and told to those who asked."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from collegial.plugin import Forbidden, Invalid, Money, Refused
from collegial.testing.conformance import check_plugin
from collegial_information import plugin, queries, services
from collegial_information.models import InformationSubscription
from collegial_information.personal import KEEPERS
from collegial_information.queries import Sought
from collegial_information.rules.facets import Audience, Moment, ResourceKind
from collegial_information.services import EntryFields
from collegial_information.services.subscribing import MOST_UNCONFIRMED


def found(context, words="", **more):
    return [one.title for one in queries.find(context.session, Sought(words=words, **more)).items]


def test_it_keeps_to_all_that_the_host_counts_on():
    assert check_plugin(plugin) == []


@pytest.mark.both_databases
def test_words_are_found_without_accents_by_their_beginnings_and_synonyms(context, publish):
    services.write_synonyms(context, ["prêt, emprunt, avance remboursable", ""])
    publish("Crédit d’urgence", summary="Un prêt rapide pour l’économie sociale", kind=ResourceKind.LOAN)
    publish("Prêt étudiant", summary="Des œuvres", kind=ResourceKind.LOAN)
    publish("Avance de trésorerie", summary="remboursable en un an", kind=ResourceKind.LOAN)
    publish("Aide", summary="100 % de réussite_")

    assert found(context, "EMPRUNTS") == ["Avance de trésorerie", "Prêt étudiant", "Crédit d’urgence"]
    assert found(context, "econom pret") == ["Crédit d’urgence"]
    assert found(context, "oeuvre") == ["Prêt étudiant"]
    assert found(context, "% _") == ["Aide", "Avance de trésorerie", "Crédit d’urgence", "Prêt étudiant"]
    assert found(context, "introuvable") == []
    publish("Financer ses locaux", summary="Nos financements")
    assert found(context, "financement local") == ["Financer ses locaux"]
    assert found(context, "FINANCÉE") == found(context, "financee") == ["Financer ses locaux"]


@pytest.mark.both_databases
def test_filters_keep_what_is_for_everyone(context, publish):
    today = context.today
    publish("Pour tous")
    publish("Coopératives", audiences=[Audience.COOPERATIVE], moments=[Moment.IDEA], kind=ResourceKind.ADVICE)
    publish("Passé", closes_on=today - timedelta(days=1))

    assert found(context, audience=Audience.ASSOCIATION) == ["Passé", "Pour tous"]
    assert found(context, audience=Audience.COOPERATIVE, moment=Moment.IDEA, open_on=today) == [
        "Coopératives", "Pour tous",
    ]  # fmt: skip
    assert found(context, group="other") == ["Coopératives"]
    assert found(context, group="funding", kind=ResourceKind.LOAN) == []


def test_a_search_takes_four_statements_whatever_it_finds(context, program, publish):
    for number in range(30):
        publish(f"Aide {number}", audiences=[Audience.ASSOCIATION])
    context.session.commit()
    asked = []
    event.listen(program.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    with program.database.reading() as session:
        page = queries.find(session, Sought(words="aide", audience=Audience.ASSOCIATION))
        assert [bool(one.audiences) for one in page.items] == [True] * 20

    words = [one.split()[0] for one in asked]
    assert (page.total, [one for one in words if one != "BEGIN"]) == (30, ["SELECT"] * 4)


def test_a_changed_resource_is_found_by_its_new_words_only(context, publish, people):
    number = publish("Aide au démarrage")
    services.write_entry(
        context,
        EntryFields(
            title="Caution", kind=ResourceKind.GUARANTEE, provider="Région", summary="…", keeper_id=people["keeper"],
            audiences=[Audience.HOLDER], least=Money(5), most=Money(5),
        ),
        entry_id=number,
    )  # fmt: skip

    assert (found(context, "demarrage"), found(context, "caution")) == ([], ["Caution"])


def test_a_keeper_checks_its_own_and_nobody_elses(context, publish, people, as_role):
    number = publish("Aide")
    keeper, reader = as_role("guest", actor_id=people["keeper"]), as_role("guest", actor_id=people["reader"])
    program = context.clock
    program.move(days=250)
    assert [one.id for one in queries.due(context.session, context.today)] == [number]

    with pytest.raises(Forbidden):
        services.check_entry(reader, entry_id=number)
    with pytest.raises(Forbidden):
        services.publish_entry(keeper, entry_id=number)
    services.check_entry(keeper, entry_id=number)

    assert queries.due(context.session, context.today) == []
    services.archive_entry(keeper, entry_id=number)
    with pytest.raises(Refused):
        services.archive_entry(keeper, entry_id=number)
    assert found(context) == []


WRONG = (
    ({"title": " "}, "title"),
    ({"least": Money(2), "most": Money(1)}, "most"),
    ({"opens_on": date(2026, 2, 1), "closes_on": date(2026, 1, 1)}, "closes_on"),
    ({"check_months": 25}, "check_months"),
    ({"website": "javascript:alert(1)"}, "website"),
    ({"keeper_id": 999}, "keeper_id"),
    ({"provider_id": 999}, "provider_id"),
)


def test_what_is_wrong_is_refused_at_its_field(context, publish):
    for facts, field in WRONG:
        with pytest.raises(Invalid) as refused:
            publish(**facts)
        assert refused.value.field == field


@pytest.fixture
def mails(app, program, context):
    """Give a function that does the promised work and returns what was mailed, by address."""

    def read():
        context.session.commit()
        app.extensions["mailman"].outbox = []
        with app.test_request_context():
            program.drain()
        return {one.to[0]: one for one in app.extensions["mailman"].outbox}

    return read


def test_the_keeper_is_reminded_until_it_looks(context, publish, mails):
    number = publish("Aide")
    mails()
    context.clock.move(days=185)
    assert "Aide" in mails()["maud@example.org"].body
    assert mails() == {}

    context.clock.move(days=15)
    assert set(mails()) == {"maud@example.org"}
    services.check_entry(context, entry_id=number)
    context.clock.move(days=15)
    assert mails() == {}


def test_news_go_to_those_who_asked_and_end_at_one_click(context, publish, people, as_role, mails, client):
    reader = as_role("guest", actor_id=people["reader"], account_id=1)
    one = services.subscribe(reader, kind=ResourceKind.GRANT, words="démarrage")
    assert services.subscribe(reader, kind=ResourceKind.GRANT, words=" démarrage ") is one
    publish("Aide au démarrage")
    publish("Autre aide")
    sent = mails()
    assert set(sent) == {"yann@example.org"}
    letter = sent["yann@example.org"]
    assert "Aide au démarrage" in letter.body
    path = letter.extra_headers["List-Unsubscribe"].strip("<>").split("localhost", 1)[1]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    path = path[path.index("/information") :]
    assert client.get(path).status_code == 200
    assert client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    publish("Aide au démarrage, suite")
    assert mails() == {}
    assert "It is ended" in client.get(path).text


def test_a_bare_address_confirms_is_told_and_is_erased_at_one_click(context, client, publish, mails):
    for _ in range(2):
        services.ask_to_subscribe(context, email=" Ana@Example.org ", locale="en", words="démarrage")
    (asked,) = mails().values()
    confirm = re.search(r"/information/confirm/\S+", asked.body)[0]
    publish("Aide au démarrage")
    assert mails() == {}, "nothing before it is confirmed"

    assert "Yes, tell me" in client.get(confirm).text
    assert context.session.query(InformationSubscription).one().confirmed_at is None, (
        "a read confirms nothing"
    )
    context.session.commit()
    assert client.post(confirm).status_code == 200
    publish("Aide au démarrage, suite")
    told = mails()["ana@example.org"]
    assert "suite" in told.body
    assert told.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = re.search(r"/information/stop/[^>]+", told.extra_headers["List-Unsubscribe"])[0]
    assert client.post(stop, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert context.session.query(InformationSubscription).count() == 0
    context.session.commit()
    assert client.get(confirm).status_code == 404
    assert client.post(confirm).status_code == 404


def test_an_address_is_not_pestered_and_forgotten_unless_it_confirms(context, program, people, mails):
    for words in ("un", "deux", "trois", "quatre"):
        services.ask_to_subscribe(context, email="ana@example.org", locale="fr", words=words)
    assert len(queries.subscriptions_at(context.session, "ana@example.org")) == MOST_UNCONFIRMED

    kept = queries.subscriptions_at(context.session, "ana@example.org")[0]
    services.confirm(context, kept.token)
    mails()
    context.clock.move(days=8)
    mails()

    context.session.expire_all()
    assert [one.words for one in queries.subscriptions_at(context.session, "ana@example.org")] == ["un"]


def test_a_promise_does_not_reach_whoever_got_the_number_of_an_ended_subscription(context, people):
    services.ask_to_subscribe(context, email="ana@example.org", locale="fr")
    (one,) = queries.subscriptions_at(context.session, "ana@example.org")
    promised = {"subscription": one.id, "since": one.subscribed_at.isoformat()}
    assert services.meant(context, promised) is one

    assert services.meant(context, promised | {"since": "2020-01-01T00:00:00+00:00"}) is None


def test_the_last_day_to_ask_is_recalled_once_to_the_keeper_and_to_who_asked(
    context, publish, people, as_role, mails
):
    services.subscribe(as_role("guest", actor_id=people["reader"], account_id=1), words="aide")
    today = context.today
    number = publish("Aide", closes_on=today + timedelta(days=30))
    publish("Aide passée", closes_on=today - timedelta(days=1))
    mails()

    context.clock.move(days=17)
    sent = mails()
    assert set(sent) == {"maud@example.org", "yann@example.org"}
    assert "can be applied for until" in sent["yann@example.org"].body
    entry = queries.entry(context.session, number)
    services.closing.promise_closing(context, entry)
    assert mails() == {}, "told once for one day"


def test_a_person_takes_its_data_and_is_forgotten(context, publish, people, as_role):
    publish("Aide", provider_id=people["region"])
    services.subscribe(as_role("guest", actor_id=people["reader"], account_id=1), words="aide")
    services.ask_to_subscribe(context, email="yann@example.org", locale="fr")

    told = {name: KEEPERS.export(context.session, number) for name, number in people.items()}
    assert [len(one) for one in told.values()] == [1, 2, 1]
    assert len(KEEPERS.answer(context.session, people["keeper"], date(2026, 1, 1)).kept) == 1
    for name in ("reader", "region"):
        KEEPERS.erase(context, people[name])
        assert KEEPERS.export(context.session, people[name]) == []
