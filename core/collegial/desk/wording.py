"""Say what became of an entry of the desk."""

from collegial.desk.models import DeskEntry, Move
from collegial.kernel.text import Text, t

_REFUSALS = {
    "attendance.already_in": t("already checked in"),
    "attendance.not_in": t("not checked in"),
    "attendance.came_later": t("came in after that time"),
    "attendance.left_later": t("was there until after that time"),
    "attendance.not_held": t("the assembly was over"),
    "attendance.too_early": t("not the day of the assembly"),
}
_OTHER = t("it does not fit")


def reason_of(taken: DeskEntry) -> Text:
    """Say why an entry does not fit."""
    return _REFUSALS.get(taken.refusal or "", _OTHER)


def outcome_of(taken: DeskEntry) -> Text:
    """Say to the desk what became of an entry."""
    name = taken.entry.name
    if taken.refusal:
        return t("%(name)s: %(reason)s.", name=name, reason=reason_of(taken))
    if taken.move is Move.IN:
        return t("%(name)s is checked in.", name=name)
    return t("%(name)s is checked out.", name=name)
