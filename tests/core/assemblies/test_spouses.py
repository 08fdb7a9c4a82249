"""A spouse or civil partner comes in for a member, where the law or the statutes allow it (L37)."""

from datetime import timedelta

import pytest

from collegial.assemblies.models import AttendanceMode, Bond
from collegial.assemblies.queries.attending import quorum_of
from collegial.assemblies.queries.sheet import Way, sheet_of
from collegial.assemblies.queries.spouses import live_spouse_of, live_spouses
from collegial.assemblies.services.attending import check_in, check_in_spouse, check_out
from collegial.assemblies.services.conducting import declare_inquorate
from collegial.assemblies.services.preparing import convene, convene_again
from collegial.assemblies.services.proxies import give_proxy
from collegial.assemblies.services.spouses import give_spouse, revoke_spouse
from collegial.kernel.errors import Invalid, Refused
from collegial.records import verifier
from collegial.records.services import record_of
from collegial.statutes.rules import DecisionKind, parse_statutes, spouses_may_hold
from collegial.testing.factories import convened, statutes_document

NAME = "Camille Le Goff"


def attending(world):
    return quorum_of(world.context, world.assembly, DecisionKind.ORDINARY).count


def test_a_spouse_counts_once_there_and_ends_when_the_member_comes(context, session, clock):
    world = convened(context, {"A": 10, "B": 10})
    giver, other = world.entries["A"][:2]
    with pytest.raises(Invalid):
        give_spouse(context, giver, name=" ", bond=Bond.PACS)
    give_spouse(world.member(giver), giver, name=NAME, bond=Bond.PACS)
    assert attending(world) == 0
    for refused in (
        lambda: give_spouse(context, giver, name=NAME, bond=Bond.PACS),
        lambda: give_proxy(context, giver, other),
        lambda: give_proxy(context, other, giver),  # who gave a proxy holds none
        lambda: check_in_spouse(context, other),
    ):
        with pytest.raises(Refused):
            refused()

    check_in_spouse(context, giver)
    session.flush()
    assert attending(world) == 1
    line = next(one for one in sheet_of(session, world.assembly) if one.entry.id == giver.id)
    assert (line.way, line.by) == (Way.PROXY, NAME)
    world.open()
    check_out(context, giver)
    check_in(context, giver, mode=AttendanceMode.ROOM)
    assert live_spouse_of(session, giver.id) is None
    assert attending(world) == 1

    declare_inquorate(context, world.assembly)
    assert list(verifier.verify(record_of(context, world.assembly)))


def test_it_holds_for_the_second_convocation_and_is_taken_back(context, session, clock):
    world = convened(context, {"A": 10, "B": 10})
    giver, other = world.entries["A"][:2]
    give_spouse(context, giver, name=NAME, bond=Bond.SPOUSE)
    give_spouse(context, other, name=NAME, bond=Bond.SPOUSE)
    revoke_spouse(context, other)
    world.open()
    declare_inquorate(context, world.assembly)
    again = convene_again(context, world.assembly, starts_at=clock.now() + timedelta(days=20))
    convene(context, again)
    carried = live_spouses(session, again.id)
    assert [(one.holder_name, one.bond, entry.member_id) for one, entry in carried] == [
        (NAME, Bond.SPOUSE, giver.member_id)
    ]


def test_elsewhere_the_statutes_decide():
    def allowed(form, **clause):
        proxies = {"per_holder": 2, **clause}
        return spouses_may_hold(parse_statutes(statutes_document(legal_form=form, proxies=proxies)))

    assert (allowed("SA"), allowed("SAS"), allowed("SAS", spouse=True)) == (True, False, True)
