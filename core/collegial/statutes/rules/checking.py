"""What the editor shows beside a draft that may not be right yet."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from collegial.kernel.errors import Invalid
from collegial.kernel.fractions import parse_fraction


def running_sum(document: Mapping[str, object]) -> Fraction | None:
    """Sum the weights that can be read so far; None where none is given."""
    colleges = document.get("colleges")
    written = colleges if isinstance(colleges, Sequence) else ()
    weights = [weight for one in written if (weight := _weight(one)) is not None]
    return sum(weights, Fraction(0)) if weights else None


def _weight(college: object) -> Fraction | None:
    if not isinstance(college, Mapping):
        return None
    try:
        return parse_fraction(college.get("weight"))
    except Invalid:
        return None
