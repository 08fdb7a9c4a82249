"""What happens in rounds."""

from dataclasses import dataclass

from collegial.plugin import Event, t


@dataclass(frozen=True, kw_only=True)
class RoundOpened(Event):
    """A round was opened."""

    key = "brest.opened"
    sentence = t("The funding round %(round)s was opened.")
    round: int


@dataclass(frozen=True, kw_only=True)
class Pledged(Event):
    """Somebody pledged; how much stays out of the journal."""

    key = "brest.pledged"
    sentence = t("A pledge was made in the funding round %(round)s.")
    round: int
