"""A piece of a deployment's own that is put aside, and why."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Aside:
    """A file, or one text of a file, that is not used: the shipped one stands in its place."""

    place: str
    problem: str

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}"
