"""Read what a voter filled in: options by their numbers, and the blank vote beside them."""

from collections.abc import Sequence

from collegial.hooks.voting import Fields, Poll
from collegial.kernel.errors import Invalid
from collegial.kernel.text import t

_LONGEST = 4


def option_of(poll: Poll, written: str) -> int:
    """Return the number of an option; raise Invalid for what is none."""
    is_number = written.isascii() and written.isdigit() and len(written) <= _LONGEST
    if not is_number or not 1 <= int(written) <= len(poll.options) or written != str(int(written)):
        raise Invalid("votes.no_option", t("One of the names is not on the list. Reload the page."))
    return int(written)


def numbers(poll: Poll, choice: str, between: str) -> Sequence[int]:
    """Return the numbers that a canonical text holds."""
    return [option_of(poll, one) for one in choice.split(between)]


def is_blank(fields: Fields, *, is_filled: bool) -> bool:
    """Tell whether the blank vote is ticked; raise Invalid when the paper says something else too."""
    blank = bool(fields.get("-blank"))
    if blank and is_filled:
        raise Invalid(
            "votes.blank_and_more",
            t("You ticked the blank vote and filled in something else. Take one of them away."),
        )
    return blank
