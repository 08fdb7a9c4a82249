"""What an election seals beside its questions: the roll, the program, and the rules by which it is counted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from collegial.assemblies.models import Resolution, Voting
from collegial.secret.belenios.text import fingerprint, write
from collegial.secret.models import Ceremony

_AFTER_WORDS = re.compile(r": (\S+)")


@dataclass(frozen=True, kw_only=True)
class Words:
    """What stands before each fingerprint, in the language of the deployment."""

    roll: str = "Fingerprint of the roll:"
    program: str = "Fingerprint of the program:"
    rules: str = "Fingerprint of the rules:"


def description(found: Ceremony, words: Words) -> str:
    """Return the description of every election of a vote: each ballot is bound to it, and so to these rules."""
    return (
        f"{words.roll} {found.roll_fingerprint} {words.program} {found.program or '–'}\n"
        f"{words.rules} {rules_fingerprint(found)}"
    )


def fingerprints(sealed: str) -> tuple[str, ...]:
    """Return the fingerprints in a description, whose words are of one language: roll, program, rules."""
    return tuple(_AFTER_WORDS.findall(sealed))


def rules_fingerprint(found: Ceremony) -> str:
    """Seal what decides between the sums and the result: statutes, floor, seats, ties, who elects, who stands."""
    statutes = found.assembly.statutes
    return fingerprint(
        write(
            {
                "statutes": statutes.digest if statutes else None,
                "needed": found.needed,
                "floor": found.floor,
                "may_vote_again": found.may_vote_again,
                "merges": sorted([one.source, one.target] for one in found.merges),
                "resolutions": _resolutions([one.resolution for one in found.questions]),
            }
        )
    )


def _resolutions(resolutions: Sequence[Resolution]) -> list[object]:
    return [
        {"number": one.number, "title": one.title, "kind": one.kind.value, "voting": _voting(one.voting)}
        for one in resolutions
    ]


def _voting(voting: Voting | None) -> object:
    if voting is None:
        return None
    return {
        "method": voting.method, "seats": voting.seats, "electorate": voting.electorate.value,
        "college": voting.college.key if voting.college else None, "ties": voting.ties.value,
        "least": voting.least, "most": voting.most, "takes_blank": voting.takes_blank,
        "options": [[one.number, one.name] for one in voting.options],
    }  # fmt: skip
