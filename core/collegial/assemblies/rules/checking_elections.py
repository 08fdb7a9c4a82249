"""What is still wrong with the elections of an assembly before it is convened."""

from collections.abc import Iterator, Sequence

from collegial.assemblies.rules.readiness import Check, Readiness, Ready, Seating, may_name_nobody
from collegial.kernel.listing import listed
from collegial.kernel.text import Text, nt, t


def elections(state: Readiness) -> Iterator[Check]:
    """Find what would keep an election from being voted, or leave seats empty."""
    is_left_to_chair = may_name_nobody(state)
    for one in state.elections:
        yield from _method(one)
        yield from _candidates(one)
        yield from _unknown(one)
        yield from _foreign(one)
        if is_left_to_chair:
            yield from _backing(one)


def _method(one: Ready) -> Iterator[Check]:
    if one.method_missing is not None:
        text = t("“%(title)s”: %(why)s", title=one.title, why=one.method_missing)
        yield Check(key="no_method", stops=True, text=text)


def _candidates(one: Ready) -> Iterator[Check]:
    """Find too few for the seats, else a single one."""
    if one.candidates < one.seats:
        text = nt(
            "“%(title)s” has %(count)d candidate for %(seats)d seats: the others stay empty.",
            "“%(title)s” has %(count)d candidates for %(seats)d seats: the others stay empty.",
            one.candidates,
            title=one.title,
            seats=one.seats,
        )
        yield Check(key="seats", text=text)
    elif one.candidates == 1:
        yield _single(one)


def _single(one: Ready) -> Check:
    text = t(
        "“%(title)s” has a single candidate: one vote is enough to be elected. A vote for or against "
        "would let the members say no.",
        title=one.title,
    )
    return Check(key="one_candidate", text=text)


def _unknown(one: Ready) -> Iterator[Check]:
    """Find candidates who would take no seat, since nobody knows who they are."""
    if one.unknown:
        text = t(
            "“%(title)s”: the directory knows nobody, or several, by the name of %(names)s: whoever is elected "
            "would take no seat. Add them to the directory, or say on the list who they are.",
            title=one.title, names=listed(one.unknown),
        )  # fmt: skip
        yield Check(key="unknown", people=one.unknown, text=text)


def _foreign(one: Ready) -> Iterator[Check]:
    """Find candidates whose college is not the one that elects: its seats are reserved to its own members (L24)."""
    if one.foreign:
        text = nt(
            "“%(title)s”: %(names)s is a member of another college than the one that elects.",
            "“%(title)s”: %(names)s are members of another college than the one that elects.",
            len(one.foreign),
            title=one.title,
            names=listed(one.foreign),
        )
        yield Check(key="foreign", people=one.foreign, text=text)


def _backing(one: Ready) -> Iterator[Check]:
    """Find an election in which a proxy to the chair could vote for nobody."""
    if not one.backed and not one.is_secret:
        text = t(
            "“%(title)s”: the board backs no candidate, so proxies to the chair count as blank there.",
            title=one.title,
        )
        yield Check(key="nobody_backed", text=text)


def board(state: Readiness) -> Iterator[Check]:
    """Find what the statutes refuse of elections to the board (L24); without a group, they only may be to the board."""
    for one in state.seatings:
        if one.fault is not None and one.is_sure:
            yield Check(
                key="board", stops=True, text=t("“%(title)s”: %(why)s", title=one.title, why=one.fault)
            )
        elif one.fault is not None:
            yield Check(
                key="board",
                text=t(
                    "“%(title)s” names no group for those elected. If their seats are on the board: %(why)s",
                    title=one.title, why=one.fault,
                ),
            )  # fmt: skip
    for college in dict.fromkeys(one.college for one in state.seatings):
        yield from _too_many([one for one in state.seatings if one.college == college])


def _too_many(found: Sequence[Seating]) -> Iterator[Check]:
    """Find elections that keep to the statutes each, and fill more seats together than there are."""
    total, most = sum(one.seats for one in found), found[0].most
    if most is None or total <= most or any(one.fault for one in found):
        return
    yield Check(
        key="board",
        stops=all(one.is_sure for one in found),
        text=t(
            "Seats on the board that %(titles)s fill together: %(seats)s. The statutes have %(most)s for those who "
            "elect.",
            titles=listed(_quoted(one) for one in found),
            seats=total,
            most=most,
        ),
    )


def _quoted(one: Seating) -> Text:
    return t("“%(title)s”", title=one.title)
