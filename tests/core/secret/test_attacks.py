"""Whoever holds the database, the logs and all keys but one reads no vote; who rewrites a board is found out."""

import dataclasses
import logging
import re

import pytest
from sqlalchemy import select

from collegial.kernel.base import Base
from collegial.secret import queries
from collegial.secret.belenios import chain, group, threshold
from collegial.secret.belenios.ballots import read_ballot
from collegial.secret.belenios.chain import Kind
from collegial.secret.belenios.election import read_election
from collegial.secret.belenios.text import Unacceptable, write
from collegial.secret.belenios.trustees import check_trustee_key, read_trustee_key, trustee_key
from collegial.secret.belenios.verifying import audit

FOR, AGAINST, BLANK = [0, 1, 0, 0], [0, 0, 1, 0], [1, 0, 0, 0]
ANSWERS = [FOR, AGAINST, FOR, BLANK, AGAINST]


def dump(session):
    """Return everything that the database holds, as an administrator copies it."""
    rows = (row for table in Base.metadata.sorted_tables for row in session.execute(select(table)))
    return "\n".join(str(tuple(row)) for row in rows)


def opened_with(privates, ballot):
    """Combine as many keys as there are into what they open of the choices: 1, 0, or nothing."""
    weights = {owner: threshold._lagrange(owner, list(privates)) for owner in privates}
    key = sum(weights[owner] * private for owner, private in privates.items()) % group.Q
    told = {group.mpz(1): 0, group.G: 1}
    return [
        told.get(one.beta * group.inverse(group.power(one.alpha, key)) % group.P)
        for one in ballot.answers[0].choices
    ]


@pytest.mark.both_databases
def test_the_whole_dump_and_the_logs_with_one_key_too_few_tell_no_choice(led, caplog):
    caplog.set_level(logging.DEBUG)
    vote = led({"A": 5}, scrutineers=3, needed=2).make_keys().rehearse(1, 2).open()
    for entry, answer in zip(vote.people, ANSWERS):
        vote.vote(entry, answer)
    vote.close()
    session, (row,) = vote.context.session, vote.elections
    election = queries.parameters(session, row)
    ballots = [
        read_ballot(step.data[0], election.questions) for step in queries.steps_of(session, row, Kind.BALLOT)
    ]

    # the control: with two keys every vote opens, so what follows could fail
    two = {owner: vote.privates[owner] for owner in (1, 2)}
    assert [opened_with(two, one) for one in ballots] == ANSWERS

    # one key, in the place of any other, opens nothing
    for owner, private in vote.privates.items():
        for place in (1, 2, 3):
            alone = {place: private}
            assert all(opened_with(alone, one) == [None] * 4 for one in ballots), (owner, place)

    # no number that was kept or logged is the secret half of anything: neither of a ballot, nor of a key or a code
    public = {one.alpha for ballot in ballots for one in ballot.answers[0].choices}
    public |= {ballot.credential for ballot in ballots} | {election.public_key}
    kept = dump(session) + caplog.text
    numbers = {group.mpz(one) for one in re.findall(r"(?<!\d)\d{70,78}(?!\d)", kept)}
    assert numbers
    assert not {group.g_power(one % group.Q) for one in numbers} & public
    assert all(str(private) not in kept for private in vote.privates.values())
    assert all(seed.text not in kept for seed in vote.seeds.values())


def rewritten(archive, change):
    """Return the board as a server would write it anew around another election: each hash is right again."""
    first, *others = archive.steps
    election, trustees, credentials, _ = first.data
    steps = [chain.setup(change(election), trustees, credentials)]
    for step in others:
        steps.append(chain.follow(steps[-1].event, step.event.kind, step.data))
    return dataclasses.replace(archive, steps=tuple(steps))


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('"For","Against"', '"Against","For"'),
        lambda text: text.replace("Résolution 1", "Résolution 2"),
    ],
)
def test_options_and_words_that_are_swapped_after_the_opening_are_named(led, change):
    vote = led({"A": 4}).make_keys().rehearse().open()
    vote.vote(vote.people[0], FOR)
    archive = queries.archive_of(vote.context.session, vote.elections[0])
    assert audit(archive).ballots
    assert change(archive.steps[0].data[0]) != archive.steps[0].data[0]
    with pytest.raises(Unacceptable, match="other_election"):
        audit(rewritten(archive, change))


def test_the_identity_is_no_key():
    """Under the key 1 a ballot would say its choices in the clear; a part of the key that is 1 would be no part."""
    nobody = trustee_key(group.mpz(0))
    with pytest.raises(Unacceptable, match="identity"):
        check_trustee_key(nobody)
    with pytest.raises(Unacceptable, match="identity"):
        read_trustee_key(write(nobody.written()))
    text = (
        '{"version":1,"description":"","name":"","group":"BELENIOS-2048","public_key":"1","questions":[],'
        '"uuid":"11111111111111"}'
    )
    with pytest.raises(Unacceptable, match="identity"):
        read_election(text)
