"""Totals that the bureau counted in the room: what a college may add to what was voted otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from collegial.kernel.errors import Invalid
from collegial.kernel.text import nt, t
from collegial.votes.rules.sums import CollegeSums


@dataclass(frozen=True, kw_only=True)
class RoomSums:
    """What one college voted in the room, by show of hands or on paper."""

    for_: int = 0
    against: int = 0
    abstain: int = 0
    blank: int = 0
    void: int = 0

    @property
    def votes(self) -> int:
        """Count every hand and every paper."""
        return self.for_ + self.against + self.abstain + self.blank + self.void


def check_room_sums(sums: Mapping[str, RoomSums], limits: Mapping[str, int]) -> None:
    """Refuse figures that cannot be; raises Invalid whose field is the college.

    `limits` holds the rights of each college that vote in the room: never more ballots than those.
    """
    for key, one in sums.items():
        if key not in limits:
            raise Invalid(
                "votes.room_college", t("There is no college “%(key)s” in this assembly.", key=key[:60])
            )
        if min(one.for_, one.against, one.abstain, one.blank, one.void) < 0:
            raise Invalid("votes.room_negative", t("Write whole numbers, zero or more."), field=key)
        if one.votes > limits[key]:
            raise Invalid(
                "votes.room_too_many",
                nt(
                    "%(votes)d votes are entered, and %(count)d right of this college votes in the room.",
                    "%(votes)d votes are entered, and %(count)d rights of this college vote in the room.",
                    limits[key],
                    votes=one.votes,
                ),
                field=key,
            )


def with_room(sums: CollegeSums, room: RoomSums | None) -> CollegeSums:
    """Add what a college voted in the room to what it voted otherwise."""
    if room is None:
        return sums
    return replace(
        sums, for_=sums.for_ + room.for_, against=sums.against + room.against, abstain=sums.abstain + room.abstain,
        blank=sums.blank + room.blank, void=sums.void + room.void,
    )  # fmt: skip
