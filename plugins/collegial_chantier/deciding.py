"""What a decision of several parties may ask beside its quorum and its majority: each is there, none is outvoted."""

from collections.abc import Sequence

from collegial.plugin import AttendanceRule, CollegeAttendance, CollegeFigures, DecisionRule, Ruling, t


def judge_presence(colleges: Sequence[CollegeAttendance]) -> Ruling:
    """Ask that somebody of every college attends; a college without members keeps nobody waiting."""
    away = [one.name for one in colleges if one.members and not one.attending]
    if away:
        return Ruling(is_met=False, reason=t("Nobody attends for: %(colleges)s.", colleges=", ".join(away)))
    return Ruling(is_met=True, reason=t("Every college that has members attends."))


def judge_accord(colleges: Sequence[CollegeFigures]) -> Ruling:
    """Ask that no college is against by more votes than it is for; whoever abstains outvotes nobody."""
    outvoted = [one.name for one in colleges if one.against > one.for_]
    if outvoted:
        return Ruling(is_met=False, reason=t("Outvoted: %(colleges)s.", colleges=", ".join(outvoted)))
    return Ruling(is_met=True, reason=t("No college has more votes against than for."))


PARTIES_THERE = AttendanceRule(
    key="chantier.parties_there",
    label=t("Every party is there"),
    summary=t("In each college that has members, at least one voting right attends."),
    judge=judge_presence,
)
NONE_OUTVOTED = DecisionRule(
    key="chantier.none_outvoted",
    label=t("No party is outvoted"),
    summary=t("In no college are there more votes against than for."),
    judge=judge_accord,
)
