"""Who leads a sitting beside its chair: how many scrutineers the law asks for."""

import re
from datetime import date

from collegial.statutes.rules import LegalForm, StatuteRules, legal_figure

SCRUTINEERS = "SA.scrutineers.least"


def scrutineers_needed(rules: StatuteRules, *, on: date) -> int:
    """Say how many scrutineers make a bureau (L39): those of the law in an SA; elsewhere one."""
    figure = legal_figure(SCRUTINEERS, on=on) if rules.legal_form is LegalForm.SA else None
    return int(figure.value) if figure else 1


def named_apart(names: str) -> tuple[str, ...]:
    """Read names separated by commas or semicolons; one that comes twice is one person."""
    found = (" ".join(name.split()) for name in re.split("[,;]", names))
    return tuple({name.casefold(): name for name in found if name}.values())
