"""A file is kept once, never changed, and erased only while nothing names it."""

import pytest
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import DatabaseError

from collegial.assemblies.permissions import PREPARE
from collegial.files.models import StoredFile
from collegial.files.rules import Upload
from collegial.files.services import erase_file, store_file
from collegial.kernel.errors import Forbidden, Invalid

pytestmark = pytest.mark.both_databases
PDF = Upload(name="bilan.pdf", content=b"%PDF-1.7\n...")


def test_a_file_is_kept_with_its_fingerprint_and_its_content_is_read_on_demand(context, session):
    kept = store_file(context, PDF, permission=PREPARE)
    session.commit()
    session.expunge_all()

    found = session.get_one(StoredFile, kept.id)
    assert (found.name, found.size, found.media_type) == ("bilan.pdf", 12, "application/pdf")
    assert "content" in inspect(found).unloaded
    assert found.content == PDF.content
    assert len(found.token) == 43


def test_the_owner_of_the_page_says_who_may_hand_in(as_role, session):
    with pytest.raises(Forbidden):
        store_file(as_role("member"), PDF, permission=PREPARE)
    assert session.scalar(select(func.count()).select_from(StoredFile)) == 0


def test_what_is_refused_is_not_kept(context, session):
    with pytest.raises(Invalid):
        store_file(context, Upload(name="a.exe", content=b"MZ"), permission=PREPARE)
    assert session.scalar(select(func.count()).select_from(StoredFile)) == 0


@pytest.mark.parametrize("change", ["content = 'x'", "name = 'autre.pdf'", "digest = 'x'"])
def test_the_database_refuses_to_change_a_file(context, session, change):
    store_file(context, PDF, permission=PREPARE)
    with pytest.raises(DatabaseError, match="never changes"), session.begin_nested():
        session.execute(text(f"UPDATE stored_file SET {change}"))


def test_a_file_that_nothing_names_can_be_erased(context, session, as_role):
    kept = store_file(context, PDF, permission=PREPARE)
    with pytest.raises(Forbidden):
        erase_file(as_role("member"), kept, permission=PREPARE)
    erase_file(context, kept, permission=PREPARE)
    assert session.scalar(select(func.count()).select_from(StoredFile)) == 0
