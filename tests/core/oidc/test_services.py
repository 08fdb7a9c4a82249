"""Which account an identity signs in to: one, by issuer and subject, and none that somebody else tied."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from collegial.accounts.events import AccountClosed, AddressChangeStopped
from collegial.accounts.services import open_account
from collegial.kernel.errors import Missing, Refused
from collegial.kernel.permissions import program as program_viewer
from collegial.oidc import services
from collegial.oidc.models import Identity
from collegial.oidc.queries import account_of
from collegial.two_factors.services import reset

ISSUER = "https://issuer.example"


def tie(context, subject="one", issuer=ISSUER):
    return services.tie(context, issuer=issuer, subject=subject, provider="ProConnect")


def subjects(session):
    return sorted(session.scalars(select(Identity.subject)))


@pytest.fixture
def other(program):
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        return open_account(context, email="other@example.org", actor_id=None, roles=["member"]).id


def test_one_account_has_one_identity_of_a_provider(session, owner, account):
    assert tie(owner(session))
    assert not tie(owner(session))  # once more changes nothing
    assert account_of(session, ISSUER, "one").id == account
    assert account_of(session, "https://another.example", "one") is None
    with pytest.raises(Refused, match="unlink that one first"):
        tie(owner(session), subject="two")


def test_an_identity_signs_in_to_one_account(session, owner, other):
    tie(owner(session))

    with pytest.raises(Refused, match="opens another account"):
        tie(owner(session, other))


def test_of_two_accounts_at_one_moment_one_gets_the_identity(program, owner, account, other):
    meet, ended = threading.Barrier(2), []

    def try_to_tie(number):
        meet.wait(timeout=30)
        with program.database.unit_of_work() as session:
            tie(owner(session, number))
        ended.append(number)

    def run(number):
        try:
            try_to_tie(number)
        except Refused as refused:
            ended.append(refused.code)

    both = [threading.Thread(target=run, args=(number,)) for number in (account, other)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert ended.count("oidc.taken") == 1
    assert len(ended) == 2


def test_it_is_untied(session, owner):
    tie(owner(session))

    services.untie(owner(session), issuer=ISSUER, provider="ProConnect")

    assert not subjects(session)
    with pytest.raises(Missing):
        services.untie(owner(session), issuer=ISSUER, provider="ProConnect")


def test_it_goes_with_the_account(session, context, owner, account):
    tie(owner(session))

    context.emit(AccountClosed(account=account))

    assert not subjects(session)


def test_it_goes_when_all_other_ways_in_are_reset(session, context, owner, account):
    tie(owner(session))

    reset(context, account)

    assert not subjects(session)


def test_an_account_given_back_keeps_what_was_tied_before_it_was_taken(
    session, context, owner, account, clock
):
    tie(owner(session), subject="mine")
    clock.at += timedelta(hours=1)
    asked_at = clock.now().isoformat()
    clock.at += timedelta(hours=1)
    tie(owner(session), subject="theirs", issuer="https://another.example")

    context.emit(AddressChangeStopped(account=account, undone=True, asked_at=asked_at))

    assert subjects(session) == ["mine"]
