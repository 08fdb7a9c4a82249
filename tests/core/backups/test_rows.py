"""Of the script that an archive becomes rows and places are taken; any other statement is refused unread."""

import io

import pytest

from collegial.backups import rows
from collegial.backups.manifest import UnusableBackup
from collegial.backups.rows import Place, Rows, contents

HEAD = b"""--
-- PostgreSQL database dump
--

\\restrict 3hJ0abc
SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);

"""
HENS = b'COPY public.hen (id, "order") FROM stdin;\n'


def read(script):
    return [
        (one.table, one.columns, b"".join(one.pieces)) if isinstance(one, Rows) else one
        for one in contents(io.BytesIO(script))
    ]


def test_rows_and_places_are_taken_as_they_are(monkeypatch):
    monkeypatch.setattr(rows, "_PIECE", 64)  # a line may be longer than what is taken at once
    long = b"2\t" + b"a" * 62 + b"\\.\n"
    script = (
        HEAD + HENS + b"1\tDROP TABLE hen;\n" + long + b"\\.\n\n\n"
        b'COPY other."wor""d" (id) FROM stdin;\n\\.\n'
        b"SELECT pg_catalog.setval('public.hen_id_seq', 7, true);\n\\unrestrict 3hJ0abc\n"
    )

    assert read(script) == [
        ("hen", ("id", "order"), b"1\tDROP TABLE hen;\n" + long),
        ('wor"d', ("id",), b""),
        Place(sequence="hen_id_seq", value=7, is_called=True),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        b"DROP TABLE hen;\n",
        b"SET client_encoding = 'LATIN1';\n",
        b"SET role = postgres; DROP TABLE hen;\n",
        b"SELECT pg_catalog.set_config('search_path', 'mine', false);\n",
        b"SELECT pg_catalog.setval('public.hen_id_seq', (SELECT mine()), true);\n",
        b"SELECT pg_catalog.lo_create('1');\n",
        b"COPY public.hen (id) FROM PROGRAM 'id';\n",
        b"COPY public.hen (id) FROM stdin; DROP TABLE hen;\n",
        b"COPY public.hen (id) FROM stdin WHERE mine();\n",
        b"COPY (SELECT mine()) TO stdout;\n",
        b'COPY public."hen\n" (id) FROM stdin;\n',
        b"\\! id\n",
        b"-- a comment without an end",
    ],
)
def test_any_other_statement_is_refused(statement):
    for script in (HEAD + statement, HEAD + HENS + b"1\ta\n\\.\n" + statement):
        with pytest.raises(UnusableBackup, match="no backup has"):
            read(script)


def test_rows_that_are_cut_are_refused():
    with pytest.raises(UnusableBackup, match="cut within a table"):
        read(HEAD + HENS + b"1\ta\n")
