"""A unanimous result: it says how each one voted, whoever could read a single vote."""

from collegial.votes.rules.sums import CollegeSums


def voted_alike(sums: CollegeSums) -> bool:
    """Say whether all who voted in a college chose the same."""
    choices = (sums.for_, sums.against, sums.abstain, sums.blank, sums.void)
    return sums.votes > 0 and sums.votes in choices
