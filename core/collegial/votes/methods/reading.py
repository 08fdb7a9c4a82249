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


def is_blank(poll: Poll, fields: Fields, *, is_filled: bool) -> bool:
    """Tell whether the blank vote is ticked; raise Invalid where none is taken, or the paper says something else too.

    A paper without anything, where no blank vote is taken, is no answer either.
    """
    blank = bool(fields.get("-blank"))
    if not poll.takes_blank and (blank or not is_filled):
        raise Invalid("votes.no_blank", t("This election takes no blank vote: choose among the names."))
    if blank and is_filled:
        raise Invalid(
            "votes.blank_and_more",
            t("You ticked the blank vote and filled in something else. Take one of them away."),
        )
    return blank
