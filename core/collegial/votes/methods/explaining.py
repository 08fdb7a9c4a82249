"""Tell the rounds of a ranked count: who stood where, who left, who was elected."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from collegial.hooks.voting import Figures, Poll
from collegial.kernel.listing import Listing, listed
from collegial.kernel.text import Text, nt, t
from collegial.votes.rules.methods.runoff import Runoff
from collegial.votes.rules.methods.schulze import Compared, Matrix
from collegial.votes.rules.methods.stv import UNIT, Stage, StageKind, Transferred

Told = tuple[tuple[Text, ...], Figures]
Votes = int | Decimal


def runoff_told(poll: Poll, counted: Runoff) -> Told:
    """Tell an instant runoff, one column for each round."""
    steps = [
        t("Round %(round)d: %(names)s struck out.", round=number, names=_names(poll, one.struck_out))
        for number, one in enumerate(counted.rounds, start=1)
        if one.struck_out
    ]
    steps += one_way(counted.agreed, counted.rounds)
    if counted.elected:
        steps.append(
            t(
                "%(name)s has more than half of the papers that still name somebody: %(needed)d were needed.",
                name=_names(poll, counted.elected),
                needed=counted.needed,
            )
        )
    elif not counted.ties:
        steps.append(t("No paper names anybody: nobody is elected."))
    rounds = [(one.votes, one.exhausted) for one in counted.rounds]
    return tuple(steps), _rounds(poll, rounds, t("Votes in each round"), t("No further name"))


def transfers_told(poll: Poll, counted: Transferred) -> Told:
    """Tell a count by the Scottish rules, one column for each stage."""
    steps = [
        nt(
            "The quota is %(count)d vote: the papers that name somebody, divided by the seats and one more, plus "
            "one.",
            "The quota is %(count)d votes: the papers that name somebody, divided by the seats and one more, plus "
            "one.",
            counted.quota,
        )
    ]
    for number, stage in enumerate(counted.stages, start=1):
        steps += _stage_told(poll, number, stage)
    steps += one_way(counted.agreed, counted.stages)
    late = [name for name in counted.elected if not any(name in one.elected for one in counted.stages)]
    if late:
        steps.append(t("Whichever way the tie is broken, elected: %(names)s.", names=_names(poll, late)))
    rounds = [
        (
            {name: decimal_votes(votes) for name, votes in one.votes.items()},
            decimal_votes(one.not_transferable),
        )
        for one in counted.stages
    ]
    return tuple(steps), _rounds(poll, rounds, t("Votes after each stage"), t("Not transferable"))


def one_way(agreed: int, shown: Sequence[object]) -> Iterable[Text]:
    """Say from where on the figures are those of one way to break a tie that changes nothing."""
    if agreed < len(shown):
        yield t(
            "From column %(column)s on, the figures show one way to break the tie; every way elects the same.",
            column=agreed + 1,
        )


def _stage_told(poll: Poll, number: int, stage: Stage) -> Iterable[Text]:
    names = _names(poll, stage.moved)
    if stage.kind is StageKind.FIRST:
        yield t("Stage %(stage)d: each paper counts for its first name.", stage=number)
    elif stage.kind is StageKind.SURPLUS:
        yield t("Stage %(stage)d: what %(name)s has above the quota goes on.", stage=number, name=names)
    elif stage.kind is StageKind.EXCLUSION:
        yield t("Stage %(stage)d: %(names)s excluded, the papers go on.", stage=number, names=names)
    else:
        yield t("Stage %(stage)d: there is a seat for each who is left.", stage=number)
    if stage.elected:
        yield t("Stage %(stage)d: %(names)s elected.", stage=number, names=_names(poll, stage.elected))


def schulze_told(poll: Poll, counted: Compared) -> tuple[tuple[Text, ...], tuple[Figures, ...]]:
    """Tell a comparison by pairs: the two matrices and whom each one beats."""
    steps = []
    for row, name in enumerate(counted.candidates):
        beaten = [
            other
            for column, other in enumerate(counted.candidates)
            if counted.paths[row][column] > counted.paths[column][row]
        ]
        if beaten:
            steps.append(
                t("%(name)s beats %(names)s.", name=_names(poll, [name]), names=_names(poll, beaten))
            )
    return tuple(steps), (
        _matrix(poll, counted.candidates, counted.preferences, t("Papers that prefer the row to the column")),
        _matrix(poll, counted.candidates, counted.paths, t("Strength of the strongest path")),
    )


def _matrix(poll: Poll, candidates: Sequence[str], matrix: Matrix, caption: Text) -> Figures:
    return Figures(
        caption=caption,
        heads=(t("Candidate"), *(poll.name(int(one)) for one in candidates)),
        rows=tuple(
            (
                poll.name(int(one)),
                *("–" if row == column else votes for column, votes in enumerate(matrix[row])),
            )
            for row, one in enumerate(candidates)
        ),
    )


def _rounds(
    poll: Poll, rounds: Sequence[tuple[Mapping[str, Votes], Votes]], caption: Text, left_over: Text
) -> Figures:
    """Lay rounds out: a row for each option, a column for each round, and what moved to nobody below."""
    numbers = [str(one.number) for one in poll.options]
    return Figures(
        caption=caption,
        heads=(t("Candidate"), *(str(place) for place in range(1, len(rounds) + 1))),
        rows=(
            *(
                (poll.name(int(number)), *(votes.get(number, "–") for votes, _ in rounds))
                for number in numbers
            ),
            (left_over, *(rest for _, rest in rounds)),
        ),
    )


def _names(poll: Poll, numbers: Iterable[str]) -> Listing:
    return listed(poll.name(int(one)) for one in numbers)


def decimal_votes(units: int) -> int | Decimal:
    """Write hundred-thousandths of a vote as votes, without zeros at the end."""
    whole, rest = divmod(units, UNIT)
    return whole + (Decimal(rest) / UNIT).normalize() if rest else whole
