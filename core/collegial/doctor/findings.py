"""What the doctor found: how grave it is, what it is about, what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from collegial.kernel.text import Text


class Gravity(IntEnum):
    """How grave a finding is; the highest one is the exit code of the command."""

    FINE = 0
    WARNING = 1
    WRONG = 2


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at: what it is about, what was found, what to do where it is not fine."""

    about: str
    gravity: Gravity
    found: Text | str
    advice: Text | str = ""

    def record(self) -> dict[str, str]:
        """Return it for other programs, in English."""
        return {
            "about": self.about,
            "gravity": self.gravity.name.lower(),
            "found": str(self.found),
            "advice": str(self.advice),
        }


def fine(about: str, found: Text | str) -> Finding:
    """Say that something is as it should be."""
    return Finding(about=about, gravity=Gravity.FINE, found=found)


def warning(about: str, found: Text | str, advice: Text | str) -> Finding:
    """Say that something should be looked at; the deployment works."""
    return Finding(about=about, gravity=Gravity.WARNING, found=found, advice=advice)


def wrong(about: str, found: Text | str, advice: Text | str) -> Finding:
    """Say that something is wrong: the deployment does not work, or is not safe."""
    return Finding(about=about, gravity=Gravity.WRONG, found=found, advice=advice)


def gravest(findings: Iterable[Finding]) -> Gravity:
    """Return the highest gravity."""
    return max((one.gravity for one in findings), default=Gravity.FINE)
