"""The light and the reinforced profile: the server's part of the key, codes made apart, a program that stays."""

import dataclasses
import json

import pytest
from sqlalchemy import select

from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.outbox import OutboxMessage
from collegial.secret import queries
from collegial.secret.belenios.ballots import make_ballot
from collegial.secret.belenios.credentials import new_credential, public_credential
from collegial.secret.belenios.verifying import audit
from collegial.secret.credentials import Authority
from collegial.secret.models import Stage
from collegial.secret.profiles import Profile
from collegial.secret.services import casting, counting, opening, preparing, registering
from collegial.secret.services.guarding import HEADS
from collegial.testing.factories import convened
from collegial.votes.results import results_of

FOR, AGAINST = [0, 1, 0, 0], [0, 0, 1, 0]
AUTHORITY = Authority(key="a key that the database does not hold")


def test_one_scrutineer_and_the_server_count_a_light_vote(led, tool):
    vote = led({"A": 4}, scrutineers=1, profile=Profile.LIGHT).make_keys().rehearse()
    assert [one.confirmed_at is not None for one in vote.now.scrutineers] == [True, True]
    assert not queries.duties_of(vote.context.session, None)  # staff without a record are not the server
    assert queries.duties_of(vote.context.session, vote.people[0].voter_id)
    vote.open()
    for entry in vote.people:
        vote.vote(entry, FOR)
    vote.close()
    (row,) = vote.elections
    assert queries.decrypted_by(vote.context.session, [row]) == {row.id: {2}}
    vote.decrypt(1).publish()
    assert tool.verifies(row.uuid, queries.archive_of(vote.context.session, row))


def test_a_site_that_lost_its_key_says_so_before_it_spoils_a_light_vote(led):
    vote = led({"A": 4}, scrutineers=1, profile=Profile.LIGHT).make_keys().rehearse().open()
    for entry in vote.people:
        vote.vote(entry, FOR)
    with pytest.raises(Refused, match=r"secret\.other_key"):
        counting.close(vote.context, vote.id, Authority(key="another"))


class Guarded:
    """A vote of the reinforced profile: three scrutineers, and a fourth member who makes the codes."""

    def __init__(self, context, leading):
        world = convened(context, {"A": 4, "B": 3})
        world.arrive(*(one for college in world.entries.values() for one in college))
        world.open()
        self.vote = leading(
            world,
            scrutineers=3,
            needed=2,
            profile=Profile.REINFORCED,
            registrar=world.entries["A"][3].member_number,
        )
        self.registrar = world.member(world.entries["A"][3])
        self.codes = {}

    def send_codes(self):
        """Make a code for each right as the page does, and send the public halves."""
        publics = {}
        for one in self.vote.now.code_lists:
            for right in one.rights:
                self.codes.setdefault(right, new_credential())
            made = sorted(public_credential(one.uuid, self.codes[right]) for right in one.rights)
            publics[one.uuid] = [str(public) for public in made]
        registering.send_codes(self.registrar, self.vote.id, json.dumps(publics))
        return publics

    def cast(self, entry, code=None, choice=FOR):
        own = self.vote.world.own(entry)
        election = queries.parameters(self.vote.context.session, casting.election_of(self.vote.now, own))
        text = make_ballot(election, code or self.codes[entry.id], [choice]).text
        return casting.cast(self.vote.world.member(entry), self.vote.id, own, text, AUTHORITY)


@pytest.fixture
def guarded(context, leading):
    return Guarded(context, leading)


def test_codes_made_apart_serve_once_each_and_the_server_has_none(guarded, tool):
    vote = guarded.vote.make_keys().rehearse(1, 2)
    with pytest.raises(Refused, match="no_codes"):
        vote.open()
    guarded.send_codes()
    vote.open()
    first, second, *others = vote.people
    with pytest.raises(Refused, match="codes_apart"):
        casting.hand_over(vote.world.member(first), vote.id, vote.world.own(first), AUTHORITY)
    with pytest.raises(Invalid, match="unknown_code"):
        guarded.cast(first, new_credential())
    with pytest.raises(Invalid, match="unknown_code"):
        guarded.cast(first, guarded.codes[others[-1].id])  # a right of another college
    assert guarded.cast(first).is_new
    with pytest.raises(Refused, match="code_used"):
        guarded.cast(second, guarded.codes[first.id])
    with pytest.raises(Refused, match="code_used"):
        guarded.cast(first, choice=AGAINST)
    for entry in (second, *others):
        guarded.cast(entry)
    vote.close().decrypt(2, 1).publish()
    (decided,) = results_of(vote.context.session, vote.now.vote, "Europe/Paris")
    assert [one.for_ for one in decided.sums if one.members] == [4, 3]
    for row in vote.elections:
        archive = queries.archive_of(vote.context.session, row)
        assert audit(archive).election.credential_authority == "Membre A 0004"
        assert tool.verifies(row.uuid, archive)


def test_only_who_is_named_makes_the_codes_and_all_of_them(guarded):
    vote = guarded.vote
    with pytest.raises(Forbidden, match="not_registrar"):
        registering.send_codes(vote.by(1), vote.id, "{}")
    publics = guarded.send_codes()
    (one, *_) = publics
    with pytest.raises(Invalid, match="length"):
        registering.send_codes(guarded.registrar, vote.id, json.dumps({**publics, one: publics[one][1:]}))
    with pytest.raises(Invalid, match="repeated_credential"):
        registering.send_codes(guarded.registrar, vote.id, json.dumps({**publics, one: publics[one][:1] * 4}))
    with pytest.raises(Invalid, match="fields"):
        registering.send_codes(guarded.registrar, vote.id, json.dumps({one: publics[one]}))


def test_colleges_counted_together_otherwise_need_the_codes_sent_again(guarded):
    vote = guarded.vote.make_keys().rehearse(1, 2)
    guarded.send_codes()
    preparing.merge(vote.context, vote.id, "B", "A")
    with pytest.raises(Refused, match="no_codes"):
        vote.open()
    before = dict(guarded.codes)
    guarded.send_codes()
    assert guarded.codes == before
    vote.open()
    assert guarded.cast(vote.people[0]).is_new


def test_another_program_opens_nothing_and_takes_no_vote(guarded):
    vote = guarded.vote.make_keys().rehearse(1, 2)
    guarded.send_codes()
    other = dataclasses.replace(AUTHORITY, program="sha384-another")
    with pytest.raises(Refused, match="other_program"):
        opening.open_secret_vote(vote.context, vote.id, other, opening.Wording())
    vote.now.program = "sha384-another"
    with pytest.raises(Refused, match="other_program"):
        vote.open()
    assert vote.now.stage is Stage.REHEARSAL


def test_the_heads_of_the_boards_go_to_those_who_guard_the_vote(guarded):
    vote = guarded.vote.make_keys().rehearse(1, 2)
    guarded.send_codes()
    vote.open()
    (sent,) = [
        one.payload for one in vote.context.session.scalars(select(OutboxMessage)) if one.task == HEADS
    ]
    assert set(sent["heads"]) == {one.uuid for one in vote.elections}


def test_who_makes_the_codes_holds_no_part_of_the_key(context):
    world = convened(context, {"A": 4})
    plan = preparing.Plan(
        resolutions=world.assembly.resolutions,
        scrutineers=[1, 2, 3],
        needed=2,
        profile=Profile.REINFORCED,
        registrar=3,
    )
    with pytest.raises(Invalid, match="registrar_scrutineer"):
        preparing.prepare(context, world.assembly, plan, AUTHORITY)
