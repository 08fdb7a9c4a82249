"""What fits a project: the reasons for each resource, and what stands against it."""

import enum
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from collegial.plugin import Money, Text, t
from collegial_information.rules.facets import Audience, Moment, ResourceKind


@dataclass(frozen=True, kw_only=True)
class Project:
    """What the questionnaire asks; what is not answered is None, or empty."""

    audience: Audience | None = None
    moment: Moment | None = None
    kinds: Collection[ResourceKind] = ()
    amount: Money | None = None


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A resource as the questionnaire looks at it; empty audiences or moments mean all."""

    key: int
    kind: ResourceKind
    audiences: frozenset[Audience]
    moments: frozenset[Moment]
    least: Money | None
    most: Money | None
    opens_on: date | None
    closes_on: date | None


class Grade(enum.Enum):
    """How well a resource fits."""

    FITS = "fits"
    NEARLY = "nearly"


@dataclass(frozen=True, kw_only=True)
class Fit:
    """A resource that fits, or nearly does: one thing then stands against it."""

    key: int
    grade: Grade
    reasons: tuple[Text, ...]
    obstacles: tuple[Text, ...]


def fitting(project: Project, offers: Iterable[Offer], today: date) -> list[Fit]:
    """Return what fits and what nearly does, the best first; what has closed, or is of another kind, is left out."""
    fits = [
        _fit(project, one, today)
        for one in offers
        if (not project.kinds or one.kind in project.kinds) and not _has_closed(one, today)
    ]
    near = [one for one in fits if len(one.obstacles) <= 1]
    return sorted(near, key=lambda one: (len(one.obstacles), -len(one.reasons), one.key))


def _fit(project: Project, offer: Offer, today: date) -> Fit:
    found = (
        _audience(project, offer),
        _moment(project, offer),
        _amount(project, offer),
        _opening(offer, today),
    )
    reasons = tuple(text for text, is_for in (one for one in found if one) if is_for)
    obstacles = tuple(text for text, is_for in (one for one in found if one) if not is_for)
    grade = Grade.NEARLY if obstacles else Grade.FITS
    return Fit(key=offer.key, grade=grade, reasons=reasons, obstacles=obstacles)


Said = tuple[Text, bool] | None


def _audience(project: Project, offer: Offer) -> Said:
    if project.audience is None:
        return None
    if not offer.audiences:
        return t("It is for everyone."), True
    is_for = project.audience in offer.audiences
    return (t("It is for structures like yours.") if is_for else t("It is for other structures.")), is_for


def _moment(project: Project, offer: Offer) -> Said:
    if project.moment is None or not offer.moments:
        return None
    is_now = project.moment in offer.moments
    return (
        t("It helps at this moment of a project.") if is_now else t("It helps at another moment.")
    ), is_now


def _amount(project: Project, offer: Offer) -> Said:
    if project.amount is None or (offer.least is None and offer.most is None):
        return None
    if offer.least is not None and project.amount < offer.least:
        return t("It begins at %(least)s.", least=offer.least), False
    if offer.most is not None and project.amount > offer.most:
        return t("It goes up to %(most)s: find the rest elsewhere.", most=offer.most), False
    return t("It covers an amount like yours."), True


def _opening(offer: Offer, today: date) -> Said:
    if offer.opens_on is not None and offer.opens_on > today:
        return t("It is not open yet."), False
    return (t("It can be asked for now."), True) if offer.closes_on is not None else None


def _has_closed(offer: Offer, today: date) -> bool:
    return offer.closes_on is not None and offer.closes_on < today
