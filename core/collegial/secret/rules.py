"""Which colleges are counted together, so that no set of ballots is too small to hide a vote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.text import Text, nt, t
from collegial.votes.rules import CollegeSums

FLOOR = 5
LOWEST_FLOOR = 3


@dataclass(frozen=True, kw_only=True)
class College:
    """A college as the opening finds it: who is on the roll, and who attends."""

    key: str
    name: str
    weight: Fraction
    members: int
    attending: int


@dataclass(frozen=True, kw_only=True)
class Group:
    """The colleges whose ballots are counted as one."""

    colleges: tuple[College, ...]

    @property
    def key(self) -> str:
        """Return the keys together."""
        return "+".join(one.key for one in self.colleges)

    @property
    def name(self) -> str:
        """Return the names together."""
        return " + ".join(one.name for one in self.colleges)

    @property
    def weight(self) -> Fraction:
        """Return the weights added."""
        return sum((one.weight for one in self.colleges), Fraction(0))

    def sums(self, counted: Sequence[int]) -> CollegeSums:
        """Return the sums of a resolution: blank, for, against, abstention, as the ballot orders them."""
        blank, for_, against, abstain = counted
        return CollegeSums(
            key=self.key, name=self.name, weight=self.weight,
            members=sum(one.members for one in self.colleges),
            attending=sum(one.attending for one in self.colleges),
            for_=for_, against=against, abstain=abstain, blank=blank,
        )  # fmt: skip


def groups(colleges: Sequence[College], merges: Mapping[str, str], floor: int) -> list[Group]:
    """Put the colleges together as the bureau chose; raise Refused where a set is still below the floor.

    A college without anyone on the roll casts no ballot and stands by itself. Others count from who attends
    at the opening: whoever is absent may not come.
    """
    by_key = {one.key: one for one in colleges}
    for source, target in merges.items():
        if source not in by_key or target not in by_key or source == target:
            raise Invalid(
                "secret.unknown_merge", t("Colleges can only be merged with another of this assembly.")
            )
    gathered: dict[str, list[College]] = {}
    for one in colleges:
        gathered.setdefault(final_target(one.key, merges), []).append(one)
    found = [Group(colleges=tuple(members)) for members in gathered.values()]
    for group in found:
        _check_floor(group, floor)
    return found


def final_target(key: str, merges: Mapping[str, str]) -> str:
    """Return the college with which one is counted in the end; raise Invalid where merges go round in a circle."""
    seen = {key}
    while key in merges:
        key = merges[key]
        if key in seen:
            raise Invalid(
                "secret.merge_circle",
                t(
                    "These colleges would be merged in a circle. Choose a college that is not merged into this one."
                ),
                field="target",
            )
        seen.add(key)
    return key


def check_alone(college: College, floor: int) -> None:
    """Refuse a college that elects its own seats and is too small: it cannot be counted with another."""
    if college.members and college.attending < floor:
        raise Refused(
            "secret.below_floor",
            nt(
                "%(college)s: %(attending)d voting right attends, and sums of fewer than %(floor)d ballots are "
                "never published. It elects its own seats, so it cannot be counted with another: wait until more "
                "of its members attend, or vote on its seats openly.",
                "%(college)s: %(attending)d voting rights attend, and sums of fewer than %(floor)d ballots are "
                "never published. It elects its own seats, so it cannot be counted with another: wait until more "
                "of its members attend, or vote on its seats openly.",
                college.attending,
                college=college.name,
                attending=college.attending,
                floor=floor,
            ),
        )


def below_floor(colleges: Sequence[College], floor: int) -> list[College]:
    """Return the colleges that cannot be counted by themselves."""
    return [one for one in colleges if one.members and one.attending < floor]


def check_ballots(group_name: str, ballots: int, floor: int) -> None:
    """Refuse to count a set of ballots that would tell too much."""
    found = too_few(group_name, ballots, floor)
    if found is not None:
        raise Refused("secret.too_few_ballots", found)


def too_few(group_name: str, ballots: int, floor: int) -> Text | None:
    """Say of a set of ballots that it would tell too much; none at all tells nothing."""
    if not 0 < ballots < floor:
        return None
    return nt(
        "%(group)s: %(count)d ballot, and sums of fewer than %(floor)d are never published, as they could "
        "give votes away. Wait for more ballots, or annul this vote and hold it otherwise.",
        "%(group)s: %(count)d ballots, and sums of fewer than %(floor)d are never published, as they could "
        "give votes away. Wait for more ballots, or annul this vote and hold it otherwise.",
        ballots,
        group=group_name or t("All members"),
        floor=floor,
    )


def check_floor_rule(floor: int) -> None:
    """Refuse a floor that would protect nobody."""
    if floor < LOWEST_FLOOR:
        raise Invalid(
            "secret.floor",
            t(
                "Sums of fewer than %(lowest)d ballots give votes away. Choose a higher floor.",
                lowest=LOWEST_FLOOR,
            ),
            field="floor",
        )


def _check_floor(group: Group, floor: int) -> None:
    members = sum(one.members for one in group.colleges)
    attending = sum(one.attending for one in group.colleges)
    if members and attending < floor:
        raise Refused(
            "secret.below_floor",
            nt(
                "%(group)s: %(attending)d voting right attends, and sums of fewer than %(floor)d ballots are "
                "never published. Choose the college with which it is counted, or vote openly.",
                "%(group)s: %(attending)d voting rights attend, and sums of fewer than %(floor)d ballots are "
                "never published. Choose the college with which it is counted, or vote openly.",
                attending,
                group=group.name or t("All members"),
                attending=attending,
                floor=floor,
            ),
        )
