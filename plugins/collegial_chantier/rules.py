"""When a chantier may start, what may be quoted, when a diagnosis is shared, what a proposal needs of its chantiers."""

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from collegial.plugin import Text, Verdict, nt, t

# The study of 2008: a chantier's group “comprend obligatoirement des structures « de base »”. It names
# no number, so one is enough unless the deployment says more. Base structures are the actors of the family of level 0.
BASE_LEVEL = 0


class Consent(enum.Enum):
    """How the author of a testimony agrees to be quoted."""

    NONE = "none"
    ANONYMOUS = "anonymous"
    NAMED = "named"


class Stance(enum.Enum):
    """What a party says of a version of the diagnosis."""

    AGREES = "agrees"
    RESERVES = "reserves"
    DISAGREES = "disagrees"


@dataclass(frozen=True, kw_only=True)
class ChantierRules:
    """What a deployment sets: how many base structures a chantier needs to start and to let a proposal pass."""

    minimum_base_structures: int = 1


@dataclass(frozen=True, kw_only=True)
class StartedChantier:
    """What the gate needs to know of a chantier that has started."""

    title: str
    base_structures: int


@dataclass(frozen=True, kw_only=True)
class Sharing:
    """How far a version of the diagnosis is shared: who agrees, and who has not spoken yet."""

    stances: Mapping[Stance, int]
    silent: int

    @property
    def is_shared(self) -> bool:
        """Tell whether every party has spoken and none disagrees; a reserve is no obstacle."""
        spoken = sum(self.stances.values())
        return spoken > 0 and self.silent == 0 and self.stances[Stance.DISAGREES] == 0


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
        "%(count)d base structure takes part; at least %(minimum)d are needed here.",
        "%(count)d base structures take part; at least %(minimum)d are needed here.",
        base_structures,
        minimum=minimum,
    )


def why_not_publish(consent: Consent) -> Text | None:
    """Return why a testimony cannot be published, None when it can."""
    if consent is Consent.NONE:
        return t("Its author did not agree to be quoted. Ask first, and record the answer.")
    return None


def sharing(parties: Collection[int], stances: Mapping[int, Stance]) -> Sharing:
    """Count the stances of the parties that take part; what others said before they left does not count."""
    spoken = [stances[one] for one in parties if one in stances]
    counts = {stance: spoken.count(stance) for stance in Stance}
    return Sharing(stances=counts, silent=len(set(parties)) - len(spoken))


def judge(linked: int, started: Sequence[StartedChantier], minimum: int) -> Verdict:
    """Say whether a proposal's chantiers let it pass: one has started, and base structures are in each."""
    if linked == 0:
        return _shut(t("No chantier is linked to this proposal. Open one, with base structures in it."))
    if not started:
        return _shut(t("None of the proposal’s chantiers has started yet."))
    for one in started:
        if one.base_structures == 0:
            return _shut(t("The chantier “%(title)s” goes on without any base structure.", title=one.title))
        if why_not_start(one.base_structures, minimum):
            return _shut(t("The chantier “%(title)s” has too few base structures.", title=one.title))
    return Verdict(is_open=True, reason=t("Base structures take part in every chantier that has started."))


def judge_diagnoses(started: Sequence[tuple[str, Sharing | None]]) -> Verdict:
    """Say whether each started chantier, by title, has a diagnosis that its parties share."""
    if not started:
        return _shut(t("None of the proposal’s chantiers has started yet."))
    for title, shared in started:
        if shared is None:
            return _shut(t("The chantier “%(title)s” has no diagnosis yet.", title=title))
        if not shared.is_shared:
            return _shut(
                t("The parties of the chantier “%(title)s” do not share its diagnosis.", title=title)
            )
    return Verdict(is_open=True, reason=t("The parties share the diagnosis of every chantier."))


def _shut(reason: Text) -> Verdict:
    return Verdict(is_open=False, reason=reason, endpoint="chantier.board")
