"""What holds of members whatever the database: where a category leads, what leaving means, sizes over time."""

from collegial.membership.rules.growth import Change, Sizes, moments, sizes_on
from collegial.membership.rules.leaving import (
    LIABILITY,
    LeavingCause,
    consequences,
    fits,
    label_of,
    meaning_of,
)
from collegial.membership.rules.placing import CollegeProposal, is_mandatory, proposed_college

__all__ = [
    "LIABILITY",
    "Change",
    "CollegeProposal",
    "LeavingCause",
    "Sizes",
    "consequences",
    "fits",
    "is_mandatory",
    "label_of",
    "meaning_of",
    "moments",
    "proposed_college",
    "sizes_on",
]
