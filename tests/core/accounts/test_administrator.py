"""`collegial administrator`: a way in, by a new account or by the one that is there."""

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo
from sqlalchemy import select

from collegial.accounts.cli import administrator
from collegial.accounts.models import Account
from collegial.accounts.services import give_roles, open_account
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Forbidden, Refused

ADA = "ada@example.org"


@pytest.fixture
def run(app):
    def do(address):
        done = CliRunner().invoke(administrator, [address], obj=ScriptInfo(create_app=lambda: app))
        return done.exit_code, done.output

    return do


def roles(session):
    session.expire_all()
    account = session.scalars(select(Account).where(Account.email == ADA)).one()
    return sorted(role.name for role in account.roles)


def test_an_address_without_account_gets_one(run, session):
    code, said = run(ADA)

    assert (code, "A new account was opened." in said) == (0, True), said
    assert roles(session) == ["administrator", "staff"]


def test_an_account_that_is_there_keeps_what_it_had(run, context, session):
    open_account(context, email=ADA, actor_id=None, roles=["member"])
    session.commit()

    code, said = run("Ada@example.org")

    assert (code, "keeps all it had" in said) == (0, True), said
    assert roles(session) == ["administrator", "member", "staff"]
    kept = session.scalars(select(JournalEntry).order_by(JournalEntry.sequence)).all()
    assert kept[-1].event == "accounts.roles_given"
    session.rollback()
    assert "Nothing was changed" in run(ADA)[1]


def test_what_is_no_address_is_refused(run):
    assert run("ada")[0] == 1


def test_only_an_administrator_gives_roles_and_none_to_a_closed_account(context, as_role):
    account = open_account(context, email=ADA, actor_id=None, roles=[])
    with pytest.raises(Forbidden):
        give_roles(as_role("staff"), account, ["administrator"])
    account.active = False
    with pytest.raises(Refused, match=r"accounts\.closed"):
        give_roles(context, account, ["administrator"])
