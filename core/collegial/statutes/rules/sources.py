"""Where the value of a clause comes from: the law, a choice that statutes make, or a text still to be confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from collegial.kernel.text import Text, t


class SourceStatus(StrEnum):
    """Who sets a value: the law as it was read, the statutes themselves, or a law that counsel has to confirm."""

    LAW = "law"
    PRESET = "preset"
    VERIFY = "verify"


@dataclass(frozen=True, kw_only=True)
class ClauseSource:
    """The source of one value, beside it: the article that bounds it, none where the statutes choose."""

    status: SourceStatus
    citation: str = ""

    @property
    def said(self) -> Text:
        """Say it as a reader without law studies understands it."""
        if self.status is SourceStatus.PRESET:
            return t("Set by your statutes.")
        if self.status is SourceStatus.LAW:
            return t("Bounded by law: %(citation)s.", citation=self.citation)
        if self.citation:
            return t("Bounded by law: %(citation)s (to be confirmed).", citation=self.citation)
        return t("To be confirmed.")

    @property
    def article(self) -> Text | str | None:
        """Return the article alone, for a column of articles; None where the statutes choose."""
        if self.status is SourceStatus.PRESET:
            return None
        if self.status is SourceStatus.LAW:
            return self.citation
        return (
            t("%(citation)s (to be confirmed)", citation=self.citation)
            if self.citation
            else t("To be confirmed.")
        )


def source_of(sources: Mapping[str, ClauseSource], path: str) -> ClauseSource | None:
    """Find the source of a value by its dotted path: its own, or that of the nearest table above it."""
    while path:
        if path in sources:
            return sources[path]
        path = path.rpartition(".")[0]
    return None
