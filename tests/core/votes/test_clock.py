"""A clock that is set back changes no result: the order of the chains counts, not what the clock said."""

import pytest

from collegial.assemblies.models import AttendanceMode
from collegial.assemblies.services.attending import check_in, check_out
from collegial.assemblies.services.conducting import close_assembly
from collegial.assemblies.services.proxies import give_proxy, revoke_proxy
from collegial.journal.queries import verify as verify_journal
from collegial.records import verifier
from collegial.records.services import record_of
from collegial.testing.factories import convened
from collegial.votes import queries
from collegial.votes.models import Choice
from collegial.votes.services import cast_vote, close_vote, open_vote

pytestmark = pytest.mark.both_databases


def test_a_clock_set_back_at_each_moment_changes_nothing(context, session, clock):
    world = convened(context, {"A": 6, "B": 4, "C": 4})
    first, second, third, holder, *_ = world.entries["A"]
    world.arrive(holder, *world.entries["B"], *world.entries["C"])
    clock.move(hours=3)  # the clock was ahead, and is put right little by little

    def back():
        clock.move(minutes=-10)

    give_proxy(context, first, holder)
    back()
    revoke_proxy(context, first)
    back()
    proxy = give_proxy(context, first, holder)
    world.open()
    back()
    check_in(context, second, mode=AttendanceMode.ROOM)
    back()
    check_out(context, second)
    check_in(context, third, mode=AttendanceMode.REMOTE)
    vote = open_vote(context, world.assembly, world.assembly.resolutions)
    for right in (proxy, world.own(holder), world.own(third)):
        back()
        cast_vote(context, vote.id, right, {one.id: Choice.FOR for one in vote.questions})
    back()
    check_in(context, first, mode=AttendanceMode.ROOM)  # the proxy ends, after its use
    back()
    close_vote(context, vote.id)
    back()
    close_assembly(context, world.assembly)

    assert queries.verify_board(session, vote) is None
    assert verify_journal(session) is None
    said = list(verifier.verify(record_of(context, world.assembly)))
    assert any("adopted" in one for one in said)
