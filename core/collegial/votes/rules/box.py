"""The ballot box of an election: papers by who is counted apart, and the marks that were added up in the room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from collegial.hooks.voting import VOID, Ask, Papers, Poll, Scores, Sums
from collegial.kernel.errors import Invalid
from collegial.kernel.text import nt, t

GroupPapers = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, kw_only=True)
class RoomMarks:
    """What a group voted on paper in the room, added up: marks by option, and the papers that gave any."""

    marks: Mapping[int, int] = field(default_factory=dict)
    papers: int = 0
    blank: int = 0
    void: int = 0

    @property
    def size(self) -> int:
        """Count every paper."""
        return self.papers + self.blank + self.void


@dataclass(frozen=True, kw_only=True)
class RoomRows:
    """What a group voted on paper in a secret election, added up: a row for each question of the sealed ballot.

    A row has the answers in their order. A blank paper is blank for every question, so blank ones stand apart.
    """

    rows: tuple[tuple[int, ...], ...]
    papers: int = 0
    blank: int = 0
    void: int = 0

    @property
    def size(self) -> int:
        """Count every paper."""
        return self.papers + self.blank + self.void

    def sums(self, asks: Sequence[Ask]) -> Sums:
        """Return the papers that count as sums of sealed ballots are written."""
        counted = zip(asks, self.rows, strict=True)
        return Sums(
            ballots=self.papers + self.blank,
            counted=tuple((self.blank, *row) if ask.takes_blank else row for ask, row in counted),
        )


@dataclass(frozen=True, kw_only=True)
class Box:
    """All that was voted in an election, by the keys of the groups that are counted apart."""

    papers: GroupPapers
    totals: Mapping[str, RoomMarks] = field(default_factory=dict)

    def read(self, key: str) -> list[Papers]:
        """Return the papers of a group as methods take them: the void ones are left out."""
        said = self.papers.get(key, {})
        return [
            Papers(choice=choice, count=count)
            for choice, count in sorted(said.items())
            if choice != VOID and count
        ]

    @property
    def void(self) -> int:
        """Count the papers that cannot be counted."""
        return sum(said.get(VOID, 0) for said in self.papers.values()) + sum(
            one.void for one in self.totals.values()
        )

    @property
    def size(self) -> int:
        """Count every paper."""
        return sum(sum(said.values()) for said in self.papers.values()) + sum(
            one.size for one in self.totals.values()
        )


def with_marks(scores: Scores, counted: RoomMarks | None) -> Scores:
    """Add the marks of the room to those of the papers."""
    if counted is None:
        return scores
    marks = {number: marks + counted.marks.get(number, 0) for number, marks in scores.marks.items()}
    return Scores(marks=marks, papers=scores.papers + counted.papers)


def check_room_marks(
    poll: Poll, counted: Mapping[str, RoomMarks], limits: Mapping[str, int], most: int
) -> None:
    """Refuse figures that no papers can give; raises Invalid whose field is the group, or its blank papers.

    Each paper that names somebody marks one option at least, `most` at the most, and each option once.
    """
    for key, one in counted.items():
        check_group(key, limits)
        _check_signs(poll, key, one)
        check_size(key, one.size, limits)
        _check_sums(poll, key, one, most)


def _check_signs(poll: Poll, key: str, one: RoomMarks) -> None:
    """Refuse what stands on no paper: less than nothing, a name that is not on the list, blank where none is taken."""
    if min([one.papers, one.blank, one.void, *one.marks.values()], default=0) < 0:
        raise Invalid("votes.room_negative", t("Write whole numbers, zero or more."), field=key)
    if not set(one.marks) <= {option.number for option in poll.options}:
        raise Invalid(
            "votes.no_option", t("One of the names is not on the list. Reload the page."), field=key
        )
    if one.blank and not poll.takes_blank:
        raise Invalid(
            "votes.room_blank",
            t("This election takes no blank vote: a paper that names nobody is void. Count it there."),
            field=f"{key}-blank",
        )


def _check_sums(poll: Poll, key: str, one: RoomMarks, most: int) -> None:
    marks = one.marks.values()
    if max(marks, default=0) > one.papers:
        raise Invalid(
            "votes.room_marks",
            t("A name has more votes than there are papers that name somebody. Correct one of the two."),
            field=key,
        )
    if not one.papers * poll.least <= sum(marks) <= one.papers * most:
        raise Invalid(
            "votes.room_sum",
            nt(
                "These votes do not fit %(papers)s paper: it has at least %(least)s names, %(most)s at the most.",
                "These votes do not fit %(papers)s papers: each has at least %(least)s names, %(most)s at the most.",
                one.papers,
                papers=one.papers,
                least=poll.least,
                most=most,
            ),
            field=key,
        )


def check_room_rows(asks: Sequence[Ask], counted: Mapping[str, RoomRows], limits: Mapping[str, int]) -> None:
    """Refuse figures that no papers can give; raises Invalid whose field is the group.

    Each paper that is neither blank nor void answers every question, as the sealed ballots do.
    """
    for key, one in counted.items():
        check_group(key, limits)
        if min(one.papers, one.blank, one.void, *(cell for row in one.rows for cell in row)) < 0:
            raise Invalid("votes.room_negative", t("Write whole numbers, zero or more."), field=key)
        if [len(row) for row in one.rows] != [len(ask.answers) for ask in asks]:
            raise Invalid(
                "votes.no_option", t("One of the names is not on the list. Reload the page."), field=key
            )
        if one.blank and not all(ask.takes_blank for ask in asks):
            raise Invalid(
                "votes.room_no_blank",
                t("This election takes no blank vote: count blank papers among the void ones."),
                field=key,
            )
        check_size(key, one.size, limits)
        for ask, row in zip(asks, one.rows, strict=True):
            _check_row(key, ask, row, one.papers)


def _check_row(key: str, ask: Ask, row: Sequence[int], papers: int) -> None:
    if max(row) > papers:
        raise Invalid(
            "votes.room_marks",
            t("A name has more votes than there are papers that name somebody. Correct one of the two."),
            field=key,
        )
    if papers * ask.least <= sum(row) <= papers * ask.most:
        return
    if ask.about is not None:
        raise Invalid(
            "votes.room_grades",
            t(
                "Name %(number)s has %(given)s grades from %(papers)s papers: each paper gives it one, the worst where "
                "it says nothing.",
                number=ask.about,
                given=sum(row),
                papers=papers,
            ),
            field=key,
        )
    raise Invalid(
        "votes.room_sum",
        nt(
            "These votes do not fit %(papers)s paper: it has at least %(least)s names, %(most)s at the most.",
            "These votes do not fit %(papers)s papers: each has at least %(least)s names, %(most)s at the most.",
            papers,
            papers=papers,
            least=ask.least,
            most=ask.most,
        ),
        field=key,
    )


def check_group(key: str, limits: Mapping[str, int]) -> None:
    """Refuse a group that does not elect."""
    if key not in limits:
        raise Invalid(
            "votes.room_college", t("There is no college “%(key)s” in this assembly.", key=key[:60])
        )


def check_size(key: str, papers: int, limits: Mapping[str, int]) -> None:
    """Refuse more papers than the group has rights in the room."""
    if papers > limits[key]:
        raise Invalid(
            "votes.room_too_many",
            nt(
                "%(votes)d papers are entered, and %(count)d right votes here in the room.",
                "%(votes)d papers are entered, and %(count)d rights vote here in the room.",
                limits[key],
                votes=papers,
            ),
            field=key,
        )
