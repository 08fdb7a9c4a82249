"""Members ask for themselves or for whom they represent; the staff answers once, and the answer is mailed once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from flask_mailman import EmailMessage
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from collegial.actors.models import ActorKind, GuardianKind
from collegial.actors.services import (
    add_actor,
    end_representative,
    name_guardian,
    name_representative,
    record_birth,
)
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.outbox import OutboxMessage
from collegial.kernel.permissions import program as program_viewer
from collegial.membership.jobs import tell_answer
from collegial.membership.models import MemberRequest, RequestKind, RequestState
from collegial.membership.services import (
    admit_member,
    answer_request,
    ask_data_change,
    ask_more_shares,
    ask_to_leave,
    leave,
    withdraw_request,
)
from collegial.membership.services.requesting import TELL
from collegial.statutes.rules.origins import Override
from collegial.statutes.services import record_statutes

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("statutes")]

SPRING, TODAY, WINTER = date(2026, 3, 1), date(2026, 11, 23), date(2026, 12, 31)


@pytest.fixture
def member(context):
    person = add_actor(context, kind=ActorKind.PERSON, name="Nolwenn Kerbrazan", email="nolwenn@example.org")
    admit_member(
        context, add_actor(context, kind=ActorKind.PERSON, name="Samuel"), category_key="employees",
        admitted_on=SPRING,
    )  # fmt: skip
    return admit_member(context, person, category_key="employees", admitted_on=SPRING)


@pytest.fixture
def own(as_role, member):
    return as_role("member", actor_id=member.actor_id)


ASKING = {
    "more shares": lambda context, member: ask_more_shares(context, member, shares=5, message="Bientôt"),
    "leave": lambda context, member: ask_to_leave(context, member, wished_on=WINTER),
    "data": lambda context, member: ask_data_change(context, member, message="Nouvelle adresse"),
}


@pytest.fixture(params=ASKING)
def ask(request):
    return ASKING[request.param]


def number_of_requests(session):
    return session.scalar(select(func.count()).select_from(MemberRequest))


def promised(session):
    told = select(OutboxMessage).where(OutboxMessage.task == TELL)
    return [one.payload["request"] for one in session.scalars(told)]


def test_a_member_asks_for_itself(own, session, member, ask):
    asked = ask(own, member)

    assert (asked.member_id, asked.state, asked.on_paper) == (member.id, RequestState.WAITING, False)
    assert number_of_requests(session) == 1


def test_the_same_request_twice_is_one_request(own, session, member, ask):
    ask(own, member)

    with pytest.raises(Refused, match=r"members\.request_waiting"):
        ask(own, member)

    assert number_of_requests(session) == 1


def test_nobody_asks_for_another_member(as_role, session, member, new_actor, ask):
    stranger = as_role("member", actor_id=new_actor("Autre").id)

    with pytest.raises(Forbidden) as refusal:
        ask(stranger, member)

    assert refusal.value.code == "members.not_yours"
    assert number_of_requests(session) == 0


def test_an_account_without_a_person_asks_for_nobody(as_role, session, member, ask):
    with pytest.raises(Forbidden, match=r"members\.not_yours"):
        ask(as_role("member"), member)

    assert number_of_requests(session) == 0


def test_a_right_is_needed_even_for_oneself(as_role, session, member, ask):
    with pytest.raises(Forbidden, match=r"permission\.missing"):
        ask(as_role("pilot", actor_id=member.actor_id), member)

    assert number_of_requests(session) == 0


def test_the_staff_writes_a_request_down_for_a_member(as_role, member, ask):
    assert ask(as_role("staff"), member).on_paper


def test_who_represents_an_organisation_asks_for_it(context, as_role, new_actor, ask):
    club = add_actor(context, kind=ActorKind.ORGANISATION, name="Kan ar Mor")
    person = new_actor("Awena")
    member = admit_member(context, club, category_key="beneficiaries", admitted_on=SPRING)
    name_representative(context, club, person, SPRING)
    speaker = as_role("member", actor_id=person.id)

    asked = ask(speaker, member)
    withdraw_request(speaker, asked)
    end_representative(context, club, TODAY)

    with pytest.raises(Forbidden, match=r"members\.not_yours"):
        ask(speaker, member)


def test_the_guardian_asks_for_a_minor(context, as_role, new_actor, ask):
    minor, parent = new_actor("Maël"), new_actor("Awena")
    record_birth(context, minor, date(2012, 5, 1))
    record_birth(context, parent, date(1980, 5, 1))
    name_guardian(context, minor, parent, kind=GuardianKind.PARENT, starts_on=SPRING)
    member = admit_member(context, minor, category_key="beneficiaries", admitted_on=SPRING)

    with pytest.raises(Forbidden, match=r"members\.not_yours"):
        ask(as_role("member", actor_id=minor.id), member)

    assert not ask(as_role("member", actor_id=parent.id), member).on_paper


@pytest.mark.parametrize("shares", [0, -3, 1_000_001])
def test_a_number_of_shares_that_cannot_be_is_refused(own, session, member, shares):
    with pytest.raises(Invalid) as refusal:
        ask_more_shares(own, member, shares=shares)

    assert (refusal.value.code, refusal.value.field) == ("members.bad_shares", "shares")
    assert number_of_requests(session) == 0


def test_where_the_statutes_know_no_shares_there_are_none_to_ask_for(context, own, session, member, document):
    association = document | {"legal_form": "association"}
    del association["capital"]
    record_statutes(
        context, association, effective_from=date(2026, 6, 1), reason="Association",
        origin=Override(reason="Jugement du tribunal"),
    )  # fmt: skip

    with pytest.raises(Refused, match=r"members\.no_shares"):
        ask_more_shares(own, member, shares=1)

    assert number_of_requests(session) == 0


def test_one_does_not_wish_to_have_left_already(own, session, member):
    with pytest.raises(Invalid) as refusal:
        ask_to_leave(own, member, wished_on=date(2026, 11, 22))

    assert (refusal.value.code, refusal.value.field) == ("members.wish_past", "wished_on")
    assert number_of_requests(session) == 0


@pytest.mark.parametrize("message", ["", "  \n"])
def test_a_change_of_data_says_what_changes(own, session, member, message):
    with pytest.raises(Invalid) as refusal:
        ask_data_change(own, member, message=message)

    assert (refusal.value.code, refusal.value.field) == ("members.no_message", "message")
    assert number_of_requests(session) == 0


def test_words_are_kept_within_measure(own, session, member):
    with pytest.raises(Invalid) as refusal:
        ask_data_change(own, member, message="x" * 5001)

    assert (refusal.value.code, refusal.value.field) == ("members.message_too_long", "message")


@pytest.mark.parametrize("ask_again", [ASKING["more shares"], ASKING["leave"]])
def test_who_has_left_asks_for_no_shares_and_does_not_leave_again(context, own, session, member, ask_again):
    leave(context, member, left_on=TODAY)

    with pytest.raises(Refused, match=r"members\.has_left"):
        ask_again(own, member)

    assert number_of_requests(session) == 0


def test_the_journal_holds_no_word_of_a_request(own, session, member):
    ask_data_change(own, member, message="Ma nouvelle adresse est secrète")
    ask_more_shares(own, member, shares=7, message="Merci")

    payloads = [
        one.payload
        for one in session.scalars(select(JournalEntry).order_by(JournalEntry.sequence.desc()).limit(2))
    ]
    assert [set(one) for one in payloads] == [
        {"member", "number", "request", "shares"}, {"member", "number", "request"},
    ]  # fmt: skip


def test_a_request_is_taken_back_and_asked_anew(own, session, member, ask):
    first = ask(own, member)

    withdraw_request(own, first)
    second = ask(own, member)

    assert (first.state, second.state) == (RequestState.WITHDRAWN, RequestState.WAITING)
    assert promised(session) == []


def test_nobody_takes_back_the_request_of_another(as_role, own, member, new_actor, ask):
    asked = ask(own, member)

    with pytest.raises(Forbidden, match=r"members\.not_yours"):
        withdraw_request(as_role("member", actor_id=new_actor("Autre").id), asked)

    assert asked.state is RequestState.WAITING


def test_the_staff_grants_with_or_without_a_word(context, own, session, member):
    asked = ask_more_shares(own, member, shares=5)

    answer_request(context, asked, granted=True)

    assert (asked.state, asked.answer, asked.answered_at) == (RequestState.GRANTED, None, context.clock.now())
    assert promised(session) == [asked.id]


def test_a_refusal_gives_its_reason(context, own, session, member, ask):
    asked = ask(own, member)

    with pytest.raises(Invalid) as refusal:
        answer_request(context, asked, granted=False, answer=" ")
    assert (refusal.value.code, refusal.value.field) == ("members.no_reason", "answer")
    assert asked.state is RequestState.WAITING

    answer_request(context, asked, granted=False, answer="Le conseil a dit non.")
    assert (asked.state, asked.answer) == (RequestState.REFUSED, "Le conseil a dit non.")


def test_a_settled_request_is_not_answered_again(context, own, session, member, ask):
    asked = ask(own, member)
    answer_request(context, asked, granted=False, answer="Non.")

    with pytest.raises(Refused, match=r"members\.request_answered"):
        answer_request(context, asked, granted=False, answer="Oui.")
    with pytest.raises(Refused, match=r"members\.request_answered"):
        withdraw_request(own, asked)

    assert asked.answer == "Non."


@pytest.mark.parametrize("role", ["member", "chair", "pilot"])
def test_only_those_who_keep_the_register_answer(as_role, own, member, role, ask):
    asked = ask(own, member)

    with pytest.raises(Forbidden, match=r"permission\.missing"):
        answer_request(as_role(role, actor_id=member.actor_id), asked, granted=False, answer="Non.")

    assert asked.state is RequestState.WAITING


def test_a_leaving_is_granted_by_recording_it(context, own, session, member):
    asked = ask_to_leave(own, member, wished_on=WINTER)

    with pytest.raises(Refused) as refusal:
        answer_request(context, asked, granted=True)
    assert (refusal.value.code, refusal.value.field) == ("members.record_leaving", "granted")

    leave(context, member, left_on=WINTER)
    assert asked.state is RequestState.GRANTED
    assert promised(session) == [asked.id]


def test_two_clerks_at_once_give_one_answer(program, own, session, member):
    asked = ask_more_shares(own, member, shares=5).id
    session.commit()
    together = Barrier(2)

    def answer(words):
        together.wait(timeout=10)
        try:
            with program.database.unit_of_work() as mine:
                acting = program.context(mine, program_viewer("test"))
                answer_request(acting, mine.get_one(MemberRequest, asked), granted=False, answer=words)
        except Refused as refusal:
            return refusal.code
        return "answered"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(answer, ["Non.", "Pas encore."]))

    assert outcomes == ["answered", "members.request_answered"]
    assert len(promised(session)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE member_request SET state = 'waiting', answered_at = NULL",
        "UPDATE member_request SET state = 'granted'",
        "UPDATE member_request SET kind = 'change_data', shares = NULL",
    ],
)
def test_the_database_keeps_an_answer(context, own, session, member, statement):
    asked = ask_more_shares(own, member, shares=5, message="Merci")
    answer_request(context, asked, granted=False, answer="Non.")
    session.flush()

    with pytest.raises(DatabaseError, match="stays answered"), session.begin_nested():
        session.execute(text(statement))


def test_words_can_be_erased_from_a_settled_request(context, own, session, member):
    asked = ask_data_change(own, member, message="Rue de la Paix")
    answer_request(context, asked, granted=True)
    session.flush()

    session.execute(text("UPDATE member_request SET message = ''"))

    session.refresh(asked)
    assert asked.message == ""


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": RequestKind.MORE_SHARES},
        {"kind": RequestKind.MORE_SHARES, "shares": 0},
        {"kind": RequestKind.LEAVE},
        {"kind": RequestKind.CHANGE_DATA},
        {"kind": RequestKind.CHANGE_DATA, "message": "…", "state": RequestState.GRANTED},
        {"kind": RequestKind.LEAVE, "wished_on": WINTER, "shares": 1},
    ],
)
def test_the_database_takes_no_half_request(context, session, member, facts):
    session.add(MemberRequest(member_id=member.id, asked_at=context.clock.now(), **facts))

    with pytest.raises(IntegrityError):
        session.flush()


@pytest.fixture
def outbox(app, monkeypatch):
    """Give the mails that were sent."""
    sent = []
    monkeypatch.setattr(EmailMessage, "send", lambda self, *_, **__: sent.append(self))
    with app.test_request_context():
        yield sent


@pytest.mark.parametrize(
    ("kind", "granted", "sentence"),
    [
        ("more shares", True, "Your request for 5 more shares is accepted."),
        ("more shares", False, "Your request for 5 more shares is not accepted."),
        ("leave", False, "Your request to leave is not accepted: you are still a member."),
        ("data", True, "Your contact data are changed as you asked."),
        ("data", False, "Your contact data are not changed."),
    ],
)
def test_the_answer_is_mailed_once(context, own, member, outbox, kind, granted, sentence):
    member.actor.locale = "en"
    asked = ASKING[kind](own, member)
    answer_request(context, asked, granted=granted, answer="Words of the staff")

    tell_answer(context, {"request": asked.id})
    tell_answer(context, {"request": asked.id})

    (mail,) = outbox
    assert mail.to == ["nolwenn@example.org"]
    assert mail.subject == "Test: the answer to your request"
    assert sentence in mail.body
    assert "Words of the staff" in mail.body
    assert f"http://localhost/mine/{member.id}" in mail.body
    assert asked.told_at == context.clock.now()


def test_a_recorded_leaving_is_told_with_its_day(context, own, member, outbox):
    member.actor.locale = "en"
    asked = ask_to_leave(own, member, wished_on=WINTER)
    leave(context, member, left_on=WINTER)

    tell_answer(context, {"request": asked.id})

    assert "From 31 December 2026 on, you are no longer a member." in outbox[0].body


def test_the_answer_goes_to_whoever_represents_the_member(context, as_role, outbox):
    club = add_actor(context, kind=ActorKind.ORGANISATION, name="Kan ar Mor", email="club@example.org")
    person = add_actor(context, kind=ActorKind.PERSON, name="Awena", email="awena@example.org")
    member = admit_member(context, club, category_key="beneficiaries", admitted_on=SPRING)
    name_representative(context, club, person, SPRING)
    asked = ask_data_change(as_role("member", actor_id=person.id), member, message="Téléphone")
    answer_request(context, asked, granted=True)

    tell_answer(context, {"request": asked.id})

    assert [mail.to for mail in outbox] == [["awena@example.org"]]


def test_without_an_address_nothing_is_mailed(context, own, member, outbox):
    member.actor.email = None
    asked = ask_data_change(own, member, message="Téléphone")
    answer_request(context, asked, granted=True)

    tell_answer(context, {"request": asked.id})
    tell_answer(context, {"request": 999})

    assert (outbox, asked.told_at) == ([], None)
