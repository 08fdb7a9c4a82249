"""When a chantier may start and finish, and what a proposal needs from its chantiers."""

from collections.abc import Sequence
from dataclasses import dataclass

from collegial.plugin import Text, Verdict, t

# The study of 2008: a chantier's group “comprend obligatoirement des structures « de base »”. It names
# no number, so one is enough. Base structures are the actors of the family of level 0.
BASE_LEVEL = 0
MINIMUM_BASE_STRUCTURES = 1


@dataclass(frozen=True, kw_only=True)
class StartedChantier:
    """What the gate needs to know of a chantier that has started."""

    title: str
    base_structures: int


def is_base(level: int | None) -> bool:
    """Tell whether a family's level is that of base structures; a family may have none."""
    return level == BASE_LEVEL


def why_not_start(base_structures: int) -> Text | None:
    """Return why a chantier cannot start, None when it can."""
    if base_structures >= MINIMUM_BASE_STRUCTURES:
        return None
    return t(
        "No base structure takes part yet. Add at least one: a chantier cannot start without those concerned."
    )


def judge(linked: int, started: Sequence[StartedChantier]) -> Verdict:
    """Say whether a proposal's chantiers let it pass: one has started, and base structures are in each."""
    if linked == 0:
        return _shut(t("No chantier is linked to this proposal. Open one, with base structures in it."))
    if not started:
        return _shut(t("None of the proposal's chantiers has started yet."))
    for one in started:
        if why_not_start(one.base_structures):
            return _shut(t("The chantier “%(title)s” goes on without any base structure.", title=one.title))
    return Verdict(is_open=True, reason=t("Base structures take part in every chantier that has started."))


def _shut(reason: Text) -> Verdict:
    return Verdict(is_open=False, reason=reason)
