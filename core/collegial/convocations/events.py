"""What happens to convocations, by the numbers of their invitations."""

from dataclasses import dataclass
from typing import ClassVar

from collegial.kernel.events import Event
from collegial.kernel.text import nt_by, t


@dataclass(frozen=True, kw_only=True)
class ConvocationBounced(Event):
    """A convocation came back."""

    key = "convocations.bounced"
    sentence = t("Convocation %(invitation)s came back (%(reason)s).")
    words: ClassVar = {"reason": {"returned": t("returned by the post")}}
    invitation: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ConvocationsPosted(Event):
    """Convocations were posted or handed over."""

    key = "convocations.posted"
    sentence = nt_by(
        "count",
        "%(count)s convocation of assembly %(assembly)s was sent on paper (%(way)s).",
        "%(count)s convocations of assembly %(assembly)s were sent on paper (%(way)s).",
    )
    words: ClassVar = {"way": {"posted": t("Posted"), "handed": t("Handed over")}}
    assembly: int
    count: int
    way: str


@dataclass(frozen=True, kw_only=True)
class ConvocationSentAgain(Event):
    """A convocation is sent again, to a corrected address or on paper."""

    key = "convocations.again"
    sentence = t("Convocation %(invitation)s is sent again by %(channel)s.")
    words: ClassVar = {"channel": {"mail": t("e-mail"), "post": t("post")}}
    invitation: int
    channel: str


EVENTS = (ConvocationBounced, ConvocationsPosted, ConvocationSentAgain)
