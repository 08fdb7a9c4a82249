"""Asking to join: what is received, what is refused, and the proof of the address."""

import pytest
from sqlalchemy import func, select

from collegial.joining.models import Application, Consent, ConsentText, LetterKind
from collegial.joining.rules import CONSENTS, ApplicationState
from collegial.joining.services import (
    apply,
    confirm_address,
    publish_text,
    send_confirmation,
    withdraw,
    withdraw_consent,
)
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.permissions import ANONYMOUS

pytestmark = pytest.mark.both_databases

WORDS = {rule.key: str(rule.words) for rule in CONSENTS}
NEEDED = ["statutes", "data"]


def count(session, table, *where):
    return session.scalar(select(func.count()).select_from(table).where(*where))


def test_an_application_is_received_with_what_was_agreed_to(session, statutes, send):
    application = send(
        agreed=["statutes", "data", "news"], organisation="La Passerelle", registration="732829320"
    )

    assert application.state is ApplicationState.RECEIVED
    assert application.name == "La Passerelle"
    assert (application.siren, application.siret) == ("732829320", None)
    assert application.given_name is None
    assert {one.text.key: one.text.version for one in application.consents} == dict.fromkeys(
        ["statutes", "data", "news"], 1
    )
    assert [letter.kind for letter in application.letters] == [LetterKind.CONFIRM]


def test_anyone_may_apply_without_an_account(program, session, statutes, new):
    visitor = program.context(session, ANONYMOUS)

    assert apply(visitor, new(), words=WORDS, agreed=NEEDED, confirmation_days=30).id


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"given_name": " "}, "given_name", "This answer is needed"),
        ({"family_name": ""}, "family_name", "This answer is needed"),
        ({"organisation": " "}, "organisation", "This answer is needed"),
        ({"organisation": "X", "representative_given_name": ""}, "representative_given_name", "needed"),
        ({"street": ""}, "street", "This answer is needed"),
        ({"own_value": "  "}, "own_value", "This answer is needed"),
        ({"collective_value": ""}, "collective_value", "This answer is needed"),
        ({"email": "nobody"}, "email", "is not an e-mail address"),
        ({"phone": "call me"}, "phone", "is not a telephone number"),
        ({"shares": 0}, "shares", "at least one share"),
        ({"shares": None}, "shares", "at least one share"),
        ({"category_key": "friends"}, "category", "categories of the statutes"),
        ({"organisation": "X", "registration": "732829321"}, "registration", "is not a SIREN"),
        ({"organisation": "X", "representative_email": ""}, "representative_email", "is not an e-mail"),
        ({"organisation": "X", "representative_family_name": ""}, "representative_family_name", "needed"),
    ],
)
def test_an_answer_that_cannot_be_right_changes_nothing(session, statutes, send, changes, field, message):
    with pytest.raises(Invalid, match=message) as refused:
        send(**changes)

    assert refused.value.field == field
    assert count(session, Application) == count(session, ConsentText) == count(session, JournalEntry) - 1 == 0


@pytest.mark.parametrize("missing", NEEDED)
def test_without_a_needed_agreement_nothing_is_received(session, statutes, send, missing):
    with pytest.raises(Invalid, match="Without your agreement") as refused:
        send(agreed=[one for one in NEEDED if one != missing])

    assert refused.value.field == f"consent_{missing}"
    assert count(session, Application) == 0


def test_nobody_can_join_before_there_are_statutes(session, send):
    with pytest.raises(Refused, match="no statutes are in force"):
        send()


def test_an_association_asks_for_no_share(association, send):
    assert send(shares=None).shares is None
    assert send(shares=3).shares is None


def test_the_address_is_confirmed_once(context, clock, statutes, send):
    application = send()
    confirm_address(context, application)
    first = application.confirmed_at
    clock.move(hours=1)
    confirm_address(context, application)

    assert application.confirmed_at == first


def test_an_application_that_is_over_cannot_be_confirmed(context, statutes, send):
    application = send()
    withdraw(context, application)

    with pytest.raises(Refused, match="nothing to confirm"):
        confirm_address(context, application)


def test_the_confirmation_is_sent_three_times_at_most(context, statutes, send):
    application = send()
    send_confirmation(context, application)
    send_confirmation(context, application)

    with pytest.raises(Refused, match="sent 3 times"):
        send_confirmation(context, application)


def test_the_confirmation_is_not_sent_to_a_confirmed_address(context, statutes, confirmed):
    with pytest.raises(Refused, match="confirmed"):
        send_confirmation(context, confirmed())


def test_the_journal_holds_no_personal_data(context, session, statutes, confirmed):
    confirmed(organisation="La Passerelle")

    kept = str(session.execute(select(JournalEntry.payload)).all())
    assert not any(word in kept for word in ("Passerelle", "Quéméner", "example.org", "Four"))


def test_words_that_change_get_a_new_version_and_those_given_keep_theirs(
    context, session, statutes, send, new
):
    before = send()
    publish_text(context, key="statutes", locale="fr", text="Je demande à adhérer.")
    after = apply(
        context,
        new(),
        words=WORDS | {"statutes": "Je demande à adhérer."},
        agreed=NEEDED,
        confirmation_days=30,
    )

    versions = [
        next(one.text for one in application.consents if one.text.key == "statutes")
        for application in (before, after)
    ]
    assert [(one.version, one.text) for one in versions] == [
        (1, WORDS["statutes"]),
        (2, "Je demande à adhérer."),
    ]


@pytest.mark.parametrize(
    ("key", "text", "message"),
    [
        ("statutes", " ", "Write the words"),
        ("other", "x", "no such consent"),
        ("statutes", "Déjà", "already in force"),
    ],
)
def test_words_that_say_nothing_new_are_not_published(context, session, key, text, message):
    publish_text(context, key="statutes", locale="fr", text="Déjà")

    with pytest.raises((Invalid, Refused), match=message):
        publish_text(context, key=key, locale="fr", text=text)

    assert count(session, ConsentText) == 1


@pytest.mark.parametrize("role", ["member", "chair"])
def test_only_staff_publish_words(as_role, role):
    with pytest.raises(Forbidden):
        publish_text(as_role(role), key="news", locale="fr", text="x")


def test_a_free_consent_is_taken_back_and_dated(context, clock, statutes, send):
    application = send(agreed=["statutes", "data", "news"])
    news = next(one for one in application.consents if one.text.key == "news")
    clock.move(days=2)
    withdraw_consent(context, application, news)

    assert news.withdrawn_at == clock.now()
    assert news.given_at < news.withdrawn_at


def test_a_needed_consent_stays_as_long_as_the_application(context, session, statutes, send):
    application = send()

    with pytest.raises(Refused, match="withdraw the application instead"):
        withdraw_consent(context, application, application.consents[0])

    assert count(session, Consent, Consent.withdrawn_at.is_not(None)) == 0


def test_a_consent_of_someone_else_cannot_be_taken_back(context, statutes, send):
    mine, other = send(agreed=["statutes", "data", "news"]), send(agreed=["statutes", "data", "news"])
    news = next(one for one in other.consents if one.text.key == "news")

    with pytest.raises(Refused):
        withdraw_consent(context, mine, news)

    assert news.withdrawn_at is None
