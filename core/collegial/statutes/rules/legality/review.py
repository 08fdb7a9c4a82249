"""What the checks of the law share: the rules under review, and the law of the day."""

from dataclasses import dataclass
from datetime import date

from collegial.kernel.text import Text
from collegial.statutes.rules.figures import LegalFigure, legal_figure
from collegial.statutes.rules.reading import Findings
from collegial.statutes.rules.terms import StatuteRules


@dataclass(frozen=True, kw_only=True)
class Review:
    """The rules under review, what could not be read, what is found, and the day whose law applies."""

    rules: StatuteRules
    unread: Findings
    findings: Findings
    on: date | None

    def add(self, path: str, text: Text) -> None:
        """Note an error at a dotted path."""
        self.findings.add(path, text)

    def sound(self, *paths: str) -> bool:
        """Say whether these fields could be read."""
        return self.unread.sound(*paths)

    def law(self, key: str) -> LegalFigure | None:
        """Find a figure of the law on that day."""
        return legal_figure(key, on=self.on)

    @property
    def binds_as_scic(self) -> bool:
        """Say whether the law on colleges and categories binds these statutes."""
        return self.sound("legal_form") and self.rules.legal_form.is_scic
