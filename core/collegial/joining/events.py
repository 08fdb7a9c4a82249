"""What happens on the way of joining, by numbers only: no name, no address."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class ApplicationReceived(Event):
    """Someone asked to join."""

    key = "joining.received"
    sentence = t("Application %(application)s was received.")
    application: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class ApplicationConfirmed(Event):
    """The applicant opened the link sent to the address that was given."""

    key = "joining.confirmed"
    sentence = t("The address of application %(application)s was confirmed.")
    application: int


@dataclass(frozen=True, kw_only=True)
class ApplicationLinked(Event):
    """Staff recognised the applicant in the directory, or took that back."""

    key = "joining.linked"
    sentence = t("Application %(application)s was linked with actor %(actor)s of the directory.")
    application: int
    actor: int | None


@dataclass(frozen=True, kw_only=True)
class ApplicationsDecided(Event):
    """The board decided on applications, in one sitting."""

    key = "joining.decided"
    sentence = t(
        "Applications were decided on %(decided_on)s: accepted %(accepted)s, refused %(refused)s, "
        "put on the waiting list %(waiting)s."
    )
    batch: int
    decided_on: str
    accepted: list[int]
    refused: list[int]
    waiting: list[int]


@dataclass(frozen=True, kw_only=True)
class ReceiptRecorded(Event):
    """Money came in for an application, or went back."""

    key = "joining.receipt"
    sentence = t("%(amount)s was recorded for application %(application)s.")
    application: int
    receipt: int
    amount: str


@dataclass(frozen=True, kw_only=True)
class ApplicantAdmitted(Event):
    """An application ended in an admission."""

    key = "joining.admitted"
    sentence = t("Application %(application)s ended in the admission of member %(number)s.")
    application: int
    member: int
    number: int


@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(Event):
    """The applicant withdrew."""

    key = "joining.withdrawn"
    sentence = t("Application %(application)s was withdrawn.")
    application: int


@dataclass(frozen=True, kw_only=True)
class ApplicationLapsed(Event):
    """An application lapsed: not confirmed, or not paid, in time."""

    key = "joining.lapsed"
    sentence = t("Application %(application)s lapsed.")
    application: int


@dataclass(frozen=True, kw_only=True)
class ApplicantForgotten(Event):
    """What an application that came to nothing said of a person was erased."""

    key = "joining.forgotten"
    sentence = t("What application %(application)s said of the applicant was erased.")
    application: int


@dataclass(frozen=True, kw_only=True)
class ConsentTextPublished(Event):
    """The words of a consent changed."""

    key = "joining.consent_text"
    sentence = t("Version %(version)s of the consent “%(consent)s” (%(locale)s) was published.")
    consent: str
    locale: str
    version: int


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event):
    """Someone took a consent back."""

    key = "joining.consent_withdrawn"
    sentence = t("The consent “%(consent)s” given with application %(application)s was withdrawn.")
    application: int
    consent: str


@dataclass(frozen=True, kw_only=True)
class ConveningChosen(Event):
    """A member asked to be convened otherwise."""

    key = "joining.convening"
    sentence = t("Member %(number)s chose how to be convened to assemblies.")
    member: int
    number: int
    by_post: bool


EVENTS = (
    ApplicationReceived,
    ApplicationConfirmed,
    ApplicationLinked,
    ApplicationsDecided,
    ReceiptRecorded,
    ApplicantAdmitted,
    ApplicationWithdrawn,
    ApplicationLapsed,
    ApplicantForgotten,
    ConsentTextPublished,
    ConsentWithdrawn,
    ConveningChosen,
)
