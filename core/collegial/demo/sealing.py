"""A rehearsal in secret: the server fills in and seals the ballots of the invented members, who have no device."""

from collections.abc import Iterator, Sequence
from itertools import islice
from random import Random

from collegial.assemblies.models import Mandate
from collegial.demo.inventing import invented_answers
from collegial.demo.rehearsal import COLLEGES, usable_rights
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.secret.asking import Part, parts_of
from collegial.secret.belenios.ballots import make_ballot
from collegial.secret.belenios.election import Election
from collegial.secret.credentials import Authority
from collegial.secret.models import Ceremony, SecretElection
from collegial.secret.queries import ceremony_of_vote, parameters
from collegial.secret.services.casting import cast, hand_over
from collegial.secret.steps import real
from collegial.votes.asking import asked
from collegial.votes.models import VoteSession

Sealed = tuple[Mandate, str]


def cast_sealed_votes(
    context: Context, vote: VoteSession, authority: Authority, *, most: int | None = None
) -> int:
    """Let invented members vote in secret, `most` of each college or all; return how many did.

    Whoever voted is left alone. Raises Refused where the codes are made apart: the server has none to vote with.
    """
    found = ceremony_of_vote(context.session, vote.id)
    if found is None:
        return 0
    if found.profile.codes_apart:
        raise Refused(
            "demo.codes_apart",
            t("The codes of this vote are with the member who makes them: the invented members have none."),
        )
    # Before the first is cast, as it takes longest.
    sealed = list(_sealed(context, found, vote, authority, most))
    for mandate, text in sealed:
        cast(context, found.id, mandate, text, authority)
    return len(sealed)


def _sealed(
    context: Context, found: Ceremony, vote: VoteSession, authority: Authority, most: int | None
) -> Iterator[Sealed]:
    for row in real(found):
        election, parts = parameters(context.session, row), _parts(context, vote, row)
        for mandate in _voters(context, vote, row, most):
            code = hand_over(context, found.id, mandate, authority)
            yield mandate, _ballot(election, parts, code)


def _parts(context: Context, vote: VoteSession, row: SecretElection) -> list[Part]:
    asks = asked(context.session, context.methods, vote.questions)
    return parts_of(asks, [one["key"] for one in row.colleges])


def _voters(context: Context, vote: VoteSession, row: SecretElection, most: int | None) -> Iterator[Mandate]:
    keys = [one["key"] for one in row.colleges]
    for key in COLLEGES:
        if key in keys or keys == ["all"]:
            yield from islice(usable_rights(context, vote, key), most)


def _ballot(election: Election, parts: Sequence[Part], code: str) -> str:
    chance = Random(code)  # noqa: S311 (a demonstration)
    answers = [invented_answers(ask, chance) for part in parts for ask in part.asks]
    return make_ballot(election, code, answers).text
