"""Each code opens once, also at one moment; who must have a second factor keeps one; the journal tells."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from collegial.accounts.models import Account
from collegial.accounts.queries import viewer_for
from collegial.accounts.services import close_account, open_account
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Forbidden, Invalid, Missing, Refused
from collegial.kernel.permissions import ANONYMOUS
from collegial.kernel.permissions import program as program_viewer
from collegial.two_factors import queries, rules, services
from collegial.two_factors.models import RecoveryCode, SecondFactor
from collegial.two_factors.queries import State

KEY = "t" * 40
SECRET = b"12345678901234567890"


@pytest.fixture
def owner(context, session, program):
    """Give an account of the staff and a context in which it acts."""
    account = open_account(context, email="samuel@example.org", actor_id=None, roles=["staff"])
    session.flush()
    return account, program.context(session, viewer_for(session, account, program.registry))


def code(clock, later=0):
    return rules.code_at(SECRET, rules.step_of(clock.now()) + later)


def with_app(owner, clock):
    account, own = owner
    return account.id, services.set_up(own, SECRET, code(clock, -1), key=KEY)


def refused(kind, act, *given, **named):
    with pytest.raises(kind) as caught:
        act(*given, **named)
    return caught.value.code


def test_an_app_is_taken_once_it_shows_a_right_code(owner, clock, session):
    account, own = owner
    sessions = account.fs_uniquifier

    assert refused(Invalid, services.set_up, own, SECRET, "000000", key=KEY) == "two_factors.wrong"
    assert not queries.has_app(session, account.id)
    codes = services.set_up(own, SECRET, code(clock), key=KEY)

    assert (len(codes), queries.codes_left(session, account.id)) == (10, 10)
    assert account.fs_uniquifier != sessions
    kept = [*session.scalars(select(RecoveryCode.digest)), queries.second_factor(session, account.id).secret]
    assert not any(one in text for one in codes for text in kept)


def test_a_code_of_the_app_is_good_once_and_none_before_it(owner, clock, context):
    number, _ = with_app(owner, clock)
    stranger = context

    services.show(stranger, number, code(clock), key=KEY)
    for given in (code(clock), code(clock, -1)):
        assert refused(Invalid, services.show, stranger, number, given, key=KEY) == "two_factors.used"
    for given in ("000000", ""):
        assert refused(Invalid, services.show, stranger, number, given, key=KEY) == "two_factors.wrong"
    services.show(stranger, number, code(clock, 1), key=KEY)


def test_a_recovery_code_opens_once_and_the_journal_says_how_many_are_left(owner, clock, context, session):
    number, codes = with_app(owner, clock)

    services.show(context, number, codes[0].upper(), key=KEY)
    assert refused(Invalid, services.show, context, number, codes[0], key=KEY) == "two_factors.wrong"
    session.flush()
    told = session.scalars(select(JournalEntry).where(JournalEntry.event == "two_factors.code_used")).one()
    assert told.payload["left"] == 9
    assert codes[0] not in str(told.payload)

    renewed = services.renew_codes(owner[1], key=KEY)
    assert refused(Invalid, services.show, context, number, codes[1], key=KEY) == "two_factors.wrong"
    services.show(context, number, renewed[0], key=KEY)


@pytest.mark.both_databases
def test_two_at_one_moment_cannot_use_one_code(program, clock):
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        account = open_account(context, email="a@example.org", actor_id=None, roles=["staff"])
        own = program.context(session, viewer_for(session, account, program.registry))
        codes = services.set_up(own, SECRET, code(clock, -1), key=KEY)
        number = account.id
    taken, start = [], threading.Barrier(4)

    def show(given):
        start.wait()
        try:
            with program.database.unit_of_work() as session:
                services.show(program.context(session, ANONYMOUS), number, given, key=KEY)
        except Invalid:
            return
        taken.append(given)

    tries = [threading.Thread(target=show, args=(one,)) for one in (code(clock), codes[0]) * 2]
    for one in tries:
        one.start()
    for one in tries:
        one.join()

    assert sorted(taken) == sorted([code(clock), codes[0]])


def test_who_must_have_one_goes_through_a_time_of_grace(owner, clock, session):
    account, own = owner
    assert queries.standing(session, account.id, clock.now(), 14).state is State.GRACE

    services.ask(own, account.id)
    services.ask(own, account.id)
    last = queries.standing(session, account.id, clock.now() + timedelta(days=13), 14)
    assert (last.state, last.until) == (State.GRACE, clock.now() + timedelta(days=14))
    late = clock.now() + timedelta(days=14)
    assert queries.standing(session, account.id, late, 14).state is State.OVERDUE
    assert queries.without_second_factor(session, {"staff"}) == 1

    services.set_up(own, SECRET, code(clock), key=KEY)
    assert queries.standing(session, account.id, late, 14).state is State.SET
    assert queries.without_second_factor(session, {"staff"}) == 0


def test_one_that_is_needed_is_not_removed(owner, clock, session):
    number, _ = with_app(owner, clock)

    assert refused(Refused, services.remove, owner[1], must=True) == "two_factors.needed"
    services.remove(owner[1], must=False)

    assert not queries.has_app(session, number)
    assert queries.codes_left(session, number) == 0
    assert refused(Refused, services.renew_codes, owner[1], key=KEY) == "two_factors.none"


def test_only_administrators_let_somebody_start_anew(owner, clock, session, as_role):
    number, codes = with_app(owner, clock)
    sessions = owner[0].fs_uniquifier

    assert refused(Forbidden, services.reset, as_role("staff"), number) == "permission.missing"
    assert refused(Missing, services.reset, as_role("administrator"), 999) == "two_factors.no_account"
    services.reset(as_role("administrator"), number)

    assert not queries.has_app(session, number)
    assert owner[0].fs_uniquifier != sessions
    assert refused(Invalid, services.show, as_role(), number, codes[0], key=KEY) == "two_factors.wrong"


def test_nothing_is_kept_of_an_account_that_is_closed(owner, clock, context, session):
    number, _ = with_app(owner, clock)
    session.flush()

    close_account(context, session.get_one(Account, number))
    session.flush()

    assert session.scalars(select(SecondFactor)).all() == []
    assert session.scalars(select(RecoveryCode)).all() == []
