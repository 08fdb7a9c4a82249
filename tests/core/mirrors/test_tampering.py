"""The chain names what was written by hand; what was noted elsewhere names a chain that was rewritten whole."""

import pytest
from sqlalchemy import delete, select, text, update

from collegial.accounts.events import SignedIn
from collegial.journal.models import JournalEntry, JournalHead
from collegial.journal.queries import content, head, verify
from collegial.kernel.chain import seal
from collegial.mirrors.queries import contradicted
from collegial.mirrors.rules import Noted

pytestmark = pytest.mark.both_databases


@pytest.fixture
def entries(context, session, lift_guards):
    """Write six entries, and give what an administrator of the database can do."""
    for account in range(6):
        context.emit(SignedIn(account=account))
    lift_guards()
    return session


def numbered(session, old, new):
    session.execute(update(JournalEntry).where(JournalEntry.sequence == old).values(sequence=new))


def change(session):
    session.execute(update(JournalEntry).where(JournalEntry.sequence == 3).values(payload={"account": 99}))


def change_who(session):
    session.execute(update(JournalEntry).where(JournalEntry.sequence == 3).values(by="somebody else"))


def remove(session):
    session.execute(delete(JournalEntry).where(JournalEntry.sequence == 3))


def remove_and_close_up(session):
    remove(session)
    for number in (4, 5, 6):
        numbered(session, number, number - 1)


def reorder(session):
    for old, new in ((3, 99), (4, 3), (99, 4)):
        numbered(session, old, new)


def insert(session):
    for number in (6, 5, 4, 3):
        numbered(session, number, number + 1)
    session.execute(
        text(
            "INSERT INTO journal_entry (sequence, at, event, by, payload, previous, digest) "
            "SELECT 3, at, event, by, payload, previous, 'f' || substr(digest, 2) FROM journal_entry WHERE sequence = 2"
        )
    )


def append(session):
    """Add a last entry with a right seal, and forget the head."""
    last = session.get(JournalEntry, 6)
    forged = JournalEntry(sequence=7, at=last.at, event=last.event, by="", payload={}, previous=last.digest)
    forged.digest = seal(7, last.digest, content(forged))
    session.add(forged)


def cut(session):
    session.execute(delete(JournalEntry).where(JournalEntry.sequence > 4))


NAMED = {
    change: 3, change_who: 3, remove: 3, remove_and_close_up: 3, reorder: 3, insert: 3, append: 7, cut: 4,
}  # fmt: skip


def test_what_was_written_by_hand_is_named(entries):
    assert verify(entries) is None
    found = {}
    for tamper in NAMED:
        undone = entries.begin_nested()
        tamper(entries)
        entries.flush()
        entries.expire_all()
        found[tamper] = verify(entries).sequence
        undone.rollback()
        entries.expire_all()
    assert found == NAMED
    assert verify(entries) is None


@pytest.fixture
def noted(entries):
    """Note the end of the journal elsewhere."""
    end = head(entries)
    return Noted(sequence=end.sequence, digest=end.digest, at="2026-11-23")


def reseal(session):
    """Do what the program does, over what stands there: every seal is right again."""
    previous = "0" * 64
    for entry in session.scalars(select(JournalEntry).order_by(JournalEntry.sequence)):
        entry.previous, entry.digest = previous, seal(entry.sequence, previous, content(entry))
        previous = entry.digest
        last = entry.sequence
    session.flush()
    session.execute(update(JournalHead).values(sequence=last, digest=previous))
    session.expire_all()


def test_a_journal_cut_with_its_head_contradicts_the_note(entries, noted):
    assert contradicted(entries, [noted]) == []
    cut(entries)
    reseal(entries)
    assert verify(entries) is None  # the chain alone does not know
    assert contradicted(entries, [noted]) == [noted]


def test_a_journal_rewritten_whole_contradicts_the_note(entries, noted):
    change(entries)
    reseal(entries)
    assert verify(entries) is None
    assert contradicted(entries, [noted]) == [noted]
