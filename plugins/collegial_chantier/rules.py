"""When a chantier may start and finish, and what a proposal needs from its chantiers."""

from collections.abc import Sequence
from dataclasses import dataclass

from collegial.plugin import Text, Verdict, nt, t

# The study of 2008: a chantier's group “comprend obligatoirement des structures « de base »”. It names
# no number, so one is enough unless the deployment says more. Base structures are the actors of the family of level 0.
BASE_LEVEL = 0


@dataclass(frozen=True, kw_only=True)
class ChantierRules:
    """What a deployment sets: how many base structures a chantier needs to start and to let a proposal pass."""

    minimum_base_structures: int = 1


@dataclass(frozen=True, kw_only=True)
class StartedChantier:
    """What the gate needs to know of a chantier that has started."""

    title: str
    base_structures: int


def is_base(level: int | None) -> bool:
    """Tell whether a family's level is that of base structures; a family may have none."""
    return level == BASE_LEVEL


def why_not_start(base_structures: int, minimum: int) -> Text | None:
    """Return why a chantier cannot start, None when it can."""
    if base_structures >= minimum:
        return None
    if base_structures == 0:
        return t(
            "No base structure takes part yet. Add at least one: a chantier cannot start without those concerned."
        )
    return nt(
        "%(count)d base structure takes part; this deployment asks for %(minimum)d.",
        "%(count)d base structures take part; this deployment asks for %(minimum)d.",
        base_structures,
        minimum=minimum,
    )


def judge(linked: int, started: Sequence[StartedChantier], minimum: int) -> Verdict:
    """Say whether a proposal's chantiers let it pass: one has started, and base structures are in each."""
    if linked == 0:
        return _shut(t("No chantier is linked to this proposal. Open one, with base structures in it."))
    if not started:
        return _shut(t("None of the proposal's chantiers has started yet."))
    for one in started:
        if one.base_structures == 0:
            return _shut(t("The chantier “%(title)s” goes on without any base structure.", title=one.title))
        if why_not_start(one.base_structures, minimum):
            return _shut(t("The chantier “%(title)s” has too few base structures.", title=one.title))
    return Verdict(is_open=True, reason=t("Base structures take part in every chantier that has started."))


def _shut(reason: Text) -> Verdict:
    return Verdict(is_open=False, reason=reason)
