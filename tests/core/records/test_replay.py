"""A whole assembly of 871 members, missed, convened again, held: its record verifies, any changed byte is found."""

import json
import random
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collegial.assemblies.models import AttendanceMode
from collegial.assemblies.queries.attending import current_stay, live_proxies_held
from collegial.assemblies.services.attending import check_in, check_out
from collegial.assemblies.services.conducting import close_assembly, declare_inquorate
from collegial.assemblies.services.preparing import convene, convene_again
from collegial.assemblies.services.proxies import give_proxy, revoke_proxy
from collegial.desk.models import Move
from collegial.desk.services import Sent, take_entry
from collegial.journal.queries import verify as verify_journal
from collegial.records import verifier
from collegial.records.services import record_of
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import World, _entries, convened
from collegial.votes.models import Choice
from collegial.votes.services import cast_vote, close_vote, open_vote

SIZES = {"A": 16, "B": 457, "C": 146, "D": 252}
CHOICES = (Choice.FOR, Choice.FOR, Choice.FOR, Choice.AGAINST, Choice.ABSTAIN, Choice.BLANK)


class Day:
    """One convocation of the assembly, and the hand that plays it."""

    def __init__(self, world, clock):
        self.world, self.context, self.clock = world, world.context, clock
        self.chance = random.Random(871)

    def first(self, college, most):
        return self.world.entries[college][:most]

    def arrive(self, entries):
        for entry in entries:
            check_in(self.context, entry, mode=self.chance.choice(list(AttendanceMode)))

    def rights(self, entries):
        session = self.context.session
        for entry in entries:
            if current_stay(session, entry.id):
                yield self.world.own(entry)
                yield from live_proxies_held(session, entry.id)

    def vote(self, resolutions, entries):
        """Put resolutions to the vote; return how each college answered the first of them."""
        vote = open_vote(self.context, self.world.assembly, resolutions)
        said = Counter()
        for right in list(self.rights(entries)):
            choices = {one.id: self.chance.choice(CHOICES) for one in vote.questions}
            cast_vote(self.context, vote.id, right, choices)
            said[right.giver.college.key, choices[vote.questions[0].id]] += 1
        self.clock.move(minutes=4)
        close_vote(self.context, vote.id)
        return said


def missed(day):
    """Meet, with proxies, and miss the quorum of what changes the statutes."""
    a, b, c, d = (day.world.entries[key] for key in "ABCD")
    for giver, holder in ((b[1], b[0]), (b[2], b[0]), (c[1], c[0]), (d[1], d[0]), (d[2], a[0])):
        give_proxy(day.context, giver, holder)
    revoke_proxy(day.context, d[2])
    day.arrive([*a[:9], *b[:1], *b[3:110], *c[:1], *c[2:20], d[0]])
    day.world.open()
    day.clock.move(minutes=30)
    declare_inquorate(day.context, day.world.assembly)


def held(day):
    """Meet again: arrivals and departures, a desk cut off for a while, two votes, and the end."""
    a, b, c, d = (day.world.entries[key] for key in "ABCD")
    give_proxy(day.context, d[60], d[61])
    give_proxy(day.context, d[62], d[61])
    give_proxy(day.context, d[63], d[64])
    came = [*a[:11], b[0], *b[3:130], c[0], *c[2:40], d[0], *d[61:62], *d[64:100]]
    day.arrive(came)
    day.clock.move(minutes=9)
    day.world.open()
    late = b[140]  # the desk had no connection: the arrival of eight minutes ago is sent now
    take_entry(day.context, late, Sent(key="k" * 20, move=Move.IN, age=timedelta(minutes=8)))
    first, second = day.world.assembly.resolutions
    said = day.vote([first], [*came, late])
    for entry in (*b[10:30], c[5]):
        check_out(day.context, entry)
    check_in(day.context, b[1], mode=AttendanceMode.ROOM)  # whose proxy ends
    day.clock.move(minutes=20)
    day.vote([second], [*came, late, b[1]])
    close_assembly(day.context, day.world.assembly)
    return said


@pytest.fixture(scope="module")
def played():
    """Keep the records of one play for all tests of this file."""
    return {}


def played_once(context, clock, played):
    if not played:
        first = Day(
            convened(context, SIZES, kinds=(DecisionKind.EXTRAORDINARY, DecisionKind.ORDINARY)), clock
        )
        missed(first)
        again = convene_again(context, first.world.assembly, starts_at=clock.now() + timedelta(days=20))
        convene(context, again)
        clock.move(days=20)
        second = Day(World(context=context, assembly=again, entries=_entries(context, again)), clock)
        played["said"] = held(second)
        assert verify_journal(context.session) is None
        played["missed"] = record_of(context, first.world.assembly)
        played["held"] = record_of(context, again)
    return played


@pytest.mark.both_databases("sqlite")  # so many acts in one transaction, as no deployment has them
@pytest.mark.xdist_group("replay")
def test_the_whole_assembly_is_replayed_and_recounts_offline(context, clock, played):
    records = played_once(context, clock, played)

    missed_said = " ".join(verifier.verify(records["missed"]))
    said = list(verifier.verify(records["held"]))

    assert "871 rights" in missed_said
    assert [one for one in said if one.startswith("Resolution")][1:] != []
    sections = json.loads(records["held"])["sections"]
    assert sections["assembly"]["convocation"] == "second"
    assert Counter(one["college"] for one in sections["roll"]) == SIZES
    assert sum(one["arrival_entered_at"] is not None for one in sections["attendance"]) == 1
    sums = {one["key"]: one for one in sections["votes"][0]["outcomes"][0]["sums"]}
    for key in SIZES:
        by_hand = [records["said"][key, choice] for choice in Choice]
        assert [sums[key][name] for name in ("for_", "against", "abstain", "blank")] == by_hand
    # by proxy carried over from the first convocation: two of college B, one of C, one of D; three given since
    opening = sections["quorums"][0]["colleges"]
    assert {one["key"]: one["represented"] for one in opening} == {"A": 0, "B": 2, "C": 1, "D": 4}


@pytest.mark.both_databases("sqlite")  # as above
@pytest.mark.xdist_group("replay")
def test_a_changed_byte_in_any_section_is_named(context, clock, played):
    record, chance = played_once(context, clock, played)["held"], random.Random(4)
    body = record.index(b' "sections": {')  # the seals above it have the same names
    starts = {name: record.index(f'\n  "{name}": '.encode(), body) for name in json.loads(record)["sections"]}
    ends = sorted([*starts.values(), len(record)])
    for name, start in starts.items():
        end = ends[ends.index(start) + 1]
        place = chance.randrange(start + len(name) + 6, end - 2)
        touched = bytearray(record)
        touched[place] ^= 1 << chance.randrange(7)
        with pytest.raises((verifier.Broken, verifier.Unreadable)) as found:
            list(verifier.verify(bytes(touched)))
        said, line = str(found.value), record[:place].count(b"\n") + 1
        assert name in said or any(f"line {one}" in said for one in (line - 1, line, line + 1)), (name, said)
    assert record.count(b"\n") > 10_000


SMALL = {"A": 3, "B": 2}


@pytest.fixture
def small(context, clock):
    world = convened(context, SMALL)
    world.arrive(*(one for many in world.entries.values() for one in many))
    world.open()
    Day(world, clock).vote(world.assembly.resolutions, world.entries["A"])
    close_assembly(context, world.assembly)
    return record_of(context, world.assembly)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_byte_replaced_by_any_other_is_found(small, data):
    place = data.draw(st.integers(0, len(small) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda one: one != small[place]))
    with pytest.raises((verifier.Broken, verifier.Unreadable)):
        list(verifier.verify(small[:place] + bytes([value]) + small[place + 1 :]))
