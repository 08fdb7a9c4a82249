"""Decrypt the sums of one election: parts are checked as they come, the result when enough are there."""

import json

from collegial.kernel.events import Context
from collegial.secret.belenios import chain, tally, trustees
from collegial.secret.belenios.text import write
from collegial.secret.models import SecretElection
from collegial.secret.queries import parameters, steps_of
from collegial.secret.services.boards import append

# The sums, who holds the keys, the parts by owner, the number of ballots.
Parts = tuple[tally.Tally, trustees.Trustees, dict[int, tally.PartialDecryption], int]


def decrypt(context: Context, row: SecretElection, owner: int, text: str) -> None:
    """Check a partial decryption against the sums on the board, and add it there; raises Unacceptable."""
    election = parameters(context.session, row)
    setup, closed = steps_of(context.session, row, chain.Kind.SETUP, chain.Kind.ENCRYPTED_TALLY)
    sums = tally.read_tally(closed.data[0], election.questions)
    public = trustees.keys_of(trustees.read_trustees(setup.data[1]))[owner - 1].public
    part = tally.read_decryption(text, sums)
    tally.check_decryption(election, sums, public, part)
    append(context, row, chain.Kind.PARTIAL_DECRYPTION, chain.owned(owner, text), owner=owner)


def publish(context: Context, row: SecretElection) -> tally.Result:
    """Combine the parts on the board into the result, and add it there; raises Unacceptable when too few are there."""
    found = combined(context, row)
    append(context, row, chain.Kind.RESULT, (write(tally.written_result(found)),))
    return found


def combined(context: Context, row: SecretElection) -> tally.Result:
    """Combine the parts on the board, without ending it: once the result is there, no part can be added."""
    return tally.result(*_parts(context, row))


def wrong_owners(context: Context, row: SecretElection) -> set[int]:
    """Return whose parts on the board are wrong, as far as the others can tell."""
    return tally.wrong_owners(*_parts(context, row))


def _parts(context: Context, row: SecretElection) -> Parts:
    questions = parameters(context.session, row).questions
    setup, closed, *parts = steps_of(
        context.session, row, chain.Kind.SETUP, chain.Kind.ENCRYPTED_TALLY, chain.Kind.PARTIAL_DECRYPTION
    )
    sums = tally.read_tally(closed.data[0], questions)
    by_owner = {json.loads(one.data[1])["owner"]: tally.read_decryption(one.data[0], sums) for one in parts}
    people = trustees.read_trustees(setup.data[1])
    return sums, people, by_owner, json.loads(closed.data[1])["num_tallied"]
