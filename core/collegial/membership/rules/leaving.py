"""Why one stops being a member, and what follows from it, in plain words."""

import enum
from datetime import date
from fractions import Fraction

from collegial.kernel.text import Text, nt, t
from collegial.statutes.rules import CapitalRule, FigureStatus, LegalFigure

# The years were read, the day since when they apply was not.
LIABILITY = LegalFigure(
    key="leaver.liability.years",
    value=Fraction(5),
    valid_from=date(2000, 9, 21),
    citation="Code de commerce, art. L231-6",
    status=FigureStatus.VERIFY,
)


class LeavingCause(enum.Enum):
    """Why a membership ends (perte de la qualité d'associé, L15)."""

    RESIGNATION = "resignation"
    DEATH = "death"
    EXCLUSION = "exclusion"
    LOST_QUALITY = "lost_quality"
    DISSOLUTION = "dissolution"


_LABELS = {
    LeavingCause.RESIGNATION: t("Resignation"),
    LeavingCause.DEATH: t("Death"),
    LeavingCause.EXCLUSION: t("Exclusion"),
    LeavingCause.LOST_QUALITY: t("Loss of the quality required"),
    LeavingCause.DISSOLUTION: t("Dissolution of the organisation"),
}
_MEANINGS = {
    LeavingCause.RESIGNATION: t("The member has asked to leave."),
    LeavingCause.DEATH: t(
        "The heirs are owed the value of the shares; they do not become members in place of the deceased."
    ),
    LeavingCause.EXCLUSION: t(
        "Only the general assembly excludes, at the majority for changing the statutes: name its decision."
    ),
    LeavingCause.LOST_QUALITY: t(
        "The member no longer has what its category asks for. Where another category fits, change the category instead."
    ),
    LeavingCause.DISSOLUTION: t(
        "The organisation no longer exists; whoever winds it up is owed the value of the shares."
    ),
}


def label_of(cause: LeavingCause) -> Text:
    """Name a cause."""
    return _LABELS[cause]


def meaning_of(cause: LeavingCause) -> Text:
    """Tell what a cause means, in a sentence."""
    return _MEANINGS[cause]


def fits(cause: LeavingCause, *, is_person: bool) -> bool:
    """Tell whether a cause can be that of a natural person, or of an organisation."""
    if is_person:
        return cause is not LeavingCause.DISSOLUTION
    return cause is not LeavingCause.DEATH


def consequences(capital: CapitalRule | None, *, to_oneself: bool = False) -> list[Text]:
    """Tell a member, or the staff, what leaving brings with it; shares only where the statutes have some (L14)."""
    always = (
        t("From that day on, you have no vote and are no longer convened.")
        if to_oneself
        else t("From that day on, the member has no vote and is no longer convened.")
    )
    if capital is None:
        return [always]
    return [
        always,
        t(
            "The shares are taken back at their nominal value, less their part of the losses. They wait for their "
            "turn when the capital would fall below its floor."
        ),
        nt(
            "The statutes allow %(years)s year at most to pay them back.",
            "The statutes allow %(years)s years at most to pay them back.",
            capital.redemption_years,
            years=capital.redemption_years,
        ),
        _liability(to_oneself=to_oneself),
    ]


def _liability(*, to_oneself: bool) -> Text:
    said = {"years": LIABILITY.value.numerator, "source": LIABILITY.citation}
    if to_oneself:
        return t(
            "For %(years)s years, you remain liable for what the cooperative owed on the day of leaving "
            "(%(source)s; to be confirmed by your counsel).",
            **said,
        )
    return t(
        "For %(years)s years, the member remains liable for what the cooperative owed on the day of leaving "
        "(%(source)s; to be confirmed by your counsel).",
        **said,
    )
