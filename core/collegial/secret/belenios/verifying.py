"""All checks of an audit (3.5) on an archive, at whatever stage it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from gmpy2 import mpz

from collegial.secret.belenios.archive import Archive
from collegial.secret.belenios.ballots import Ballot, check_ballot, read_ballot
from collegial.secret.belenios.chain import Kind, Step, check_links, owned, setup, sized
from collegial.secret.belenios.credentials import read_credentials
from collegial.secret.belenios.election import Election, read_election
from collegial.secret.belenios.membership import Members
from collegial.secret.belenios.tally import (
    PartialDecryption,
    Result,
    Tally,
    check_decryption,
    encrypted_tally,
    read_decryption,
    read_result,
    read_tally,
    result,
    tallied,
    written_tally,
)
from collegial.secret.belenios.text import Unacceptable, parse, table, whole, write
from collegial.secret.belenios.threshold import public_key_of
from collegial.secret.belenios.trustees import Trustees, keys_of, read_trustees

_SETUP_DATA = 4


@dataclass
class Audit:
    """What an archive says once everything in it was checked; what has not happened yet is None or empty."""

    election: Election
    trustees: Trustees
    credentials: frozenset[mpz]
    ballots: list[Ballot] = field(default_factory=list)
    is_closed: bool = False
    tally: Tally | None = None
    parts: dict[int, PartialDecryption] = field(default_factory=dict)
    result: Result | None = None
    unchecked: Members = field(default_factory=Members)

    @property
    def counted(self) -> list[Ballot]:
        """Return the ballots that count: the last of each credential."""
        return tallied(self.ballots)


def audit(archive: Archive) -> Audit:
    """Check an archive from its first event to its last; raise Unacceptable for what does not hold."""
    steps = iter(check_links(archive.steps))
    found = _start(next(steps, None))
    for step in steps:
        _CHECKS.get(step.event.kind, _unexpected)(found, step)
    found.unchecked.check()
    return found


def is_grown_from(archive: Archive, earlier: Archive) -> bool:
    """Say whether nothing of an earlier archive was removed or changed."""
    return archive.started == earlier.started and archive.steps[: len(earlier.steps)] == earlier.steps


def _start(first: Step | None) -> Audit:
    if first is None or first.event.kind is not Kind.SETUP or len(first.data) != _SETUP_DATA:
        raise Unacceptable("setup")
    election_text, trustees_text, credentials_text, _ = first.data
    if first.data != setup(election_text, trustees_text, credentials_text).data:
        raise Unacceptable("setup")
    election, trustees = read_election(election_text), read_trustees(trustees_text)
    if public_key_of(trustees) != election.public_key:
        raise Unacceptable("public_key")
    return Audit(election, trustees, frozenset(read_credentials(credentials_text)))


def _ballot(found: Audit, step: Step) -> None:
    if found.is_closed:
        raise Unacceptable("ballot_after_closing")
    ballot = read_ballot(_only(step.data), found.election.questions, found.unchecked.read)
    if ballot.credential not in found.credentials:
        raise Unacceptable("credential")
    check_ballot(found.election, ballot)
    found.ballots.append(ballot)


def _end(found: Audit, step: Step) -> None:
    if found.is_closed or step.data:
        raise Unacceptable("order")
    found.is_closed = True


def _tally(found: Audit, step: Step) -> None:
    if not found.is_closed or found.tally is not None:
        raise Unacceptable("order")
    counted = found.counted
    expected = encrypted_tally(found.election.questions, counted)
    if step.data != sized(write(written_tally(expected)), len(counted)):
        raise Unacceptable("encrypted_tally")
    found.tally = read_tally(step.data[0], found.election.questions)


def _part(found: Audit, step: Step) -> None:
    if found.tally is None or found.result is not None:
        raise Unacceptable("order")
    owner = whole(table(parse(step.data[-1]), "owner", "payload")["owner"])
    keys = keys_of(found.trustees)
    if step.data != owned(owner, step.data[0]) or not 1 <= owner <= len(keys) or owner in found.parts:
        raise Unacceptable("owner")
    part = read_decryption(step.data[0], found.tally)
    check_decryption(found.election, found.tally, keys[owner - 1].public, part)
    found.parts[owner] = part


def _result(found: Audit, step: Step) -> None:
    if found.tally is None or found.result is not None:
        raise Unacceptable("order")
    said = read_result(_only(step.data))
    if said != result(found.tally, found.trustees, found.parts, len(found.counted)):
        raise Unacceptable("result")
    found.result = said


def _unexpected(_found: Audit, _step: Step) -> None:
    raise Unacceptable("order")


def _only(data: Sequence[str]) -> str:
    if len(data) != 1:
        raise Unacceptable("unreferred")
    return data[0]


_CHECKS = {
    Kind.BALLOT: _ballot,
    Kind.END_BALLOTS: _end,
    Kind.ENCRYPTED_TALLY: _tally,
    Kind.PARTIAL_DECRYPTION: _part,
    Kind.RESULT: _result,
}
