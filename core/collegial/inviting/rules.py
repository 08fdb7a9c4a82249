"""What a change of roles comes to."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Changed:
    """The roles that an account was given, those taken from it, by their keys, and whose it is from now on."""

    given: Sequence[str]
    taken: Sequence[str]
    owner: int | None

    @property
    def is_any(self) -> bool:
        """Tell whether anything is other than it was."""
        return bool(self.given or self.taken or self.owner)
