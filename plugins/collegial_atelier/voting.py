"""How the questions of a season are chosen: by points from rankings, so that what suits many comes before what divides.

The count is Borda's of 1781. Each option gets one point for every other that a paper puts below it; what a paper
leaves out stands below all it names, and gets none from it.
"""

from collections.abc import Mapping, Sequence

from collegial.plugin import BLANK, RANKING, Figures, Papers, Poll, Tally, Text, VoteMethod, elect_best, nt, t


def points_of(poll: Poll, papers: Sequence[Papers]) -> dict[int, int]:
    """Return the points of each option, by its number."""
    points = {one.number: 0 for one in poll.options}
    for paper in papers:
        for place, number in enumerate(_order(paper.choice), start=1):
            points[number] += paper.count * (len(poll.options) - place)
    return points


def count(poll: Poll, papers: Sequence[Papers]) -> Tally:
    """Choose the options with the most points; a tie follows the rule of the resolution."""
    points = points_of(poll, papers)
    ranked = sum(one.count for one in papers if one.choice != BLANK)
    elected, ties = elect_best(poll, points) if ranked else ((), ())
    return Tally(
        elected=tuple(elected), ties=tuple(ties), steps=_steps(ranked, len(poll.options)),
        figures=(_figures(poll, points),), votes={one: points[one] for one in elected},
    )  # fmt: skip


def _order(choice: str) -> list[int]:
    return [] if choice == BLANK else [int(one) for one in choice.split(">")]


def _steps(ranked: int, options: int) -> tuple[Text, ...]:
    return (
        nt("%(count)d paper ranks options.", "%(count)d papers rank options.", ranked),
        t(
            "On each paper the first gets %(most)d points, the next one less, and so on; what is left out gets none.",
            most=options - 1,
        ),
    )


def _figures(poll: Poll, points: Mapping[int, int]) -> Figures:
    best_first = sorted(points, key=lambda number: (-points[number], number))
    rows = tuple((poll.name(number), points[number]) for number in best_first)
    return Figures(caption=t("Points"), heads=(t("Option"), t("Points")), rows=rows)


SHARED_PREFERENCE = VoteMethod(
    key="atelier.shared_preference",
    revision=1,
    label=t("Shared preference (Borda)"),
    summary=t(
        "Each voter ranks the options, and each gets a point for every option below it: what suits many comes first."
    ),
    form=RANKING,
    tally=count,
    weight=60,
)
