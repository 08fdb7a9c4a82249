"""Proxies to the chair in the record: whatever is touched is named."""

import json

import pytest

from collegial.assemblies.services.blanks import give_blank
from collegial.assemblies.services.conducting import close_assembly
from collegial.assemblies.services.proxies import give_proxy
from collegial.records import verifier
from collegial.records.rules import write_record
from collegial.records.services import record_of
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened
from collegial.votes.services import close_vote, open_vote


@pytest.fixture
def record(context):
    """Give the record of an assembly with a proxy to the chair and one to a member."""
    world = convened(context, {"A": 4, "B": 4, "C": 4}, kinds=(DecisionKind.ORDINARY,))
    a = world.entries["A"]
    give_blank(context, a[0])
    give_proxy(context, a[2], a[1])
    world.arrive(a[1], *world.entries["B"])
    world.open()
    close_vote(context, open_vote(context, world.assembly, world.assembly.resolutions).id)
    close_assembly(context, world.assembly)
    return record_of(context, world.assembly)


def unback(sections):
    sections["agenda"]["resolutions"][0]["backed"] = False


def forget(sections):
    sections["blanks"].clear()


def take_back(sections):
    sections["blanks"][0]["revoked_at"] = "2099-01-01T00:00:00+00:00"


def give_to_the_holder(sections):
    one = next(one for one in sections["mandates"] if one["kind"] == "proxy")
    sections["blanks"][0]["giver"] = one["holder"]


def know_none(sections):
    document = sections["statutes"]["document"]
    document["legal_form"], document["proxies"]["blank"] = "SAS", None
    sections["statutes"]["digest"] = verifier.digest(document)


FORGERIES = [
    (unback, "board line 1: it does not say what the form says, or what the board backs"),
    (forget, "blanks"),
    (take_back, "blanks"),
    (give_to_the_holder, "blanks"),
    (know_none, "proxy to the chair 1: the statutes know none"),
]


def test_a_forged_proxy_to_the_chair_is_named_even_under_new_seals(record):
    list(verifier.verify(record))
    for change, place in FORGERIES:
        sections = json.loads(record)["sections"]
        change(sections)
        with pytest.raises(verifier.Broken, match=place):
            list(verifier.verify(write_record(verifier.FORMAT, sections)))
