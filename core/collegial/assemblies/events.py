"""What happens to assemblies; entries of the roll are named by number, never by person."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class AssemblyPrepared(Event):
    """An assembly was created."""

    key = "assemblies.prepared"
    sentence = t("Assembly %(assembly)s was prepared.")
    assembly: int


@dataclass(frozen=True, kw_only=True)
class AssemblyConvened(Event):
    """The roll was fixed and the convocations promised."""

    key = "assemblies.convened"
    sentence = t("Assembly %(assembly)s was convened; its roll holds %(voters)s voting rights.")
    assembly: int
    voters: int
    late_reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class AssemblyOpened(Event):
    """The sitting began."""

    key = "assemblies.opened"
    sentence = t("Assembly %(assembly)s was opened.")
    assembly: int


@dataclass(frozen=True, kw_only=True)
class QuorumTaken(Event):
    """A quorum was found and written down."""

    key = "assemblies.quorum"
    sentence = t("Assembly %(assembly)s: %(count)s voting rights attend, %(needed)s are needed.")
    assembly: int
    kind: str
    count: int
    needed: int
    reached: bool


@dataclass(frozen=True, kw_only=True)
class AssemblyFoundInquorate(Event):
    """The assembly could not decide for want of quorum."""

    key = "assemblies.inquorate"
    sentence = t("Assembly %(assembly)s could not decide: the quorum was missed.")
    assembly: int


@dataclass(frozen=True, kw_only=True)
class AssemblyClosed(Event):
    """The sitting ended."""

    key = "assemblies.closed"
    sentence = t("Assembly %(assembly)s was closed.")
    assembly: int


@dataclass(frozen=True, kw_only=True)
class Arrived(Event):
    """Someone on the roll came in; `at` is when, where it was entered later than it happened."""

    key = "assemblies.arrived"
    sentence = t("Assembly %(assembly)s: entry %(entry)s of the roll came in.")
    assembly: int
    entry: int
    mode: str
    at: str | None = None


@dataclass(frozen=True, kw_only=True)
class Departed(Event):
    """Someone on the roll left; `at` is when, where it was entered later than it happened."""

    key = "assemblies.departed"
    sentence = t("Assembly %(assembly)s: entry %(entry)s of the roll left.")
    assembly: int
    entry: int
    at: str | None = None


@dataclass(frozen=True, kw_only=True)
class ProxyGiven(Event):
    """A proxy was given."""

    key = "assemblies.proxy_given"
    sentence = t("Assembly %(assembly)s: entry %(giver)s gave its proxy to entry %(holder)s.")
    assembly: int
    giver: int
    holder: int
    on_paper: bool


@dataclass(frozen=True, kw_only=True)
class ProxyRevoked(Event):
    """A proxy was taken back, by its giver or by the giver's arrival."""

    key = "assemblies.proxy_revoked"
    sentence = t("Assembly %(assembly)s: the proxy of entry %(giver)s to entry %(holder)s ended.")
    assembly: int
    giver: int
    holder: int


@dataclass(frozen=True, kw_only=True)
class ProxyAccepted(Event):
    """A holder accepted a proxy, in words or by using it."""

    key = "assemblies.proxy_accepted"
    sentence = t("Assembly %(assembly)s: entry %(holder)s accepted the proxy of entry %(giver)s.")
    assembly: int
    giver: int
    holder: int


@dataclass(frozen=True, kw_only=True)
class ProxyDeclined(Event):
    """A holder declined a proxy."""

    key = "assemblies.proxy_declined"
    sentence = t("Assembly %(assembly)s: entry %(holder)s declined the proxy of entry %(giver)s.")
    assembly: int
    giver: int
    holder: int


@dataclass(frozen=True, kw_only=True)
class BlankGiven(Event):
    """A proxy without a holder was given: the chair uses it."""

    key = "assemblies.blank_given"
    sentence = t("Assembly %(assembly)s: entry %(giver)s left its vote to the chair.")
    assembly: int
    giver: int
    on_paper: bool


@dataclass(frozen=True, kw_only=True)
class SpouseGiven(Event):
    """A spouse or partner was named to come in for a voting right."""

    key = "assemblies.spouse_given"
    sentence = t("Assembly %(assembly)s: entry %(giver)s gave a proxy to a spouse or partner.")
    assembly: int
    giver: int
    on_paper: bool


@dataclass(frozen=True, kw_only=True)
class SpouseRevoked(Event):
    """The proxy to a spouse or partner was taken back, by its giver or by the giver's arrival."""

    key = "assemblies.spouse_revoked"
    sentence = t("Assembly %(assembly)s: entry %(giver)s's proxy to a spouse or partner ended.")
    assembly: int
    giver: int


@dataclass(frozen=True, kw_only=True)
class BlankRevoked(Event):
    """A proxy without a holder was taken back, by its giver or by the giver's arrival."""

    key = "assemblies.blank_revoked"
    sentence = t("Assembly %(assembly)s: entry %(giver)s no longer leaves its vote to the chair.")
    assembly: int
    giver: int


@dataclass(frozen=True, kw_only=True)
class FormReceived(Event):
    """A form of vote by correspondence came in; its seal tells nothing of the choices."""

    key = "assemblies.form_received"
    sentence = t(
        "Assembly %(assembly)s: entry %(entry)s of the roll votes by correspondence (form %(form)s)."
    )
    assembly: int
    entry: int
    form: int
    way: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class FormWithdrawn(Event):
    """A form of vote by correspondence was withdrawn, replaced, or ended by its member's arrival."""

    key = "assemblies.form_withdrawn"
    sentence = t("Assembly %(assembly)s: form %(form)s of entry %(entry)s no longer holds.")
    assembly: int
    entry: int
    form: int


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(Event):
    """A member asked a written question."""

    key = "assemblies.question_asked"
    sentence = t("Assembly %(assembly)s: entry %(entry)s of the roll asked written question %(question)s.")
    assembly: int
    entry: int
    question: int


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(Event):
    """A written question was answered."""

    key = "assemblies.question_answered"
    sentence = t("Assembly %(assembly)s: written question %(question)s was answered.")
    assembly: int
    question: int


@dataclass(frozen=True, kw_only=True)
class DocumentAdded(Event):
    """A document was put at the members' disposal."""

    key = "assemblies.document_added"
    sentence = t("Assembly %(assembly)s: document %(document)s was added.")
    assembly: int
    document: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class DocumentRemoved(Event):
    """A document was taken back before the assembly was convened."""

    key = "assemblies.document_removed"
    sentence = t("Assembly %(assembly)s: document %(document)s was taken back.")
    assembly: int
    document: int


@dataclass(frozen=True, kw_only=True)
class ItemAsked(Event):
    """A member asked for an item on the agenda."""

    key = "assemblies.item_asked"
    sentence = t("Assembly %(assembly)s: a member asked for item %(item)s on the agenda.")
    assembly: int
    item: int
    member: int


@dataclass(frozen=True, kw_only=True)
class ItemSupported(Event):
    """A member supports an item that another asked for, or no longer does."""

    key = "assemblies.item_supported"
    sentence = t("Assembly %(assembly)s: item %(item)s that members ask for has %(supporters)s supporters.")
    assembly: int
    item: int
    supporters: int


@dataclass(frozen=True, kw_only=True)
class ItemPutOnAgenda(Event):
    """An item that members asked for is on the agenda: by its support, or by the staff below the threshold."""

    key = "assemblies.item_added"
    sentence = t("Assembly %(assembly)s: item %(item)s that members asked for is on the agenda.")
    assembly: int
    item: int
    supporters: int
    needed: int | None


@dataclass(frozen=True, kw_only=True)
class AmendmentProposed(Event):
    """A draft of the statutes was put on the agenda."""

    key = "assemblies.amendment_proposed"
    sentence = t(
        "Assembly %(assembly)s: resolution %(resolution)s puts draft %(draft)s of the statutes to the vote."
    )
    assembly: int
    resolution: int
    draft: int


@dataclass(frozen=True, kw_only=True)
class AmendmentTakenBack(Event):
    """A draft of the statutes is no longer before the members."""

    key = "assemblies.amendment_taken_back"
    sentence = t(
        "Assembly %(assembly)s: draft %(draft)s of the statutes was taken back from resolution %(resolution)s."
    )
    assembly: int
    resolution: int
    draft: int


EVENTS = (
    AmendmentProposed,
    AmendmentTakenBack,
    AssemblyPrepared,
    AssemblyConvened,
    AssemblyOpened,
    QuorumTaken,
    AssemblyFoundInquorate,
    AssemblyClosed,
    Arrived,
    Departed,
    ProxyGiven,
    ProxyRevoked,
    ProxyAccepted,
    ProxyDeclined,
    BlankGiven,
    BlankRevoked,
    SpouseGiven,
    SpouseRevoked,
    FormReceived,
    FormWithdrawn,
    QuestionAsked,
    QuestionAnswered,
    DocumentAdded,
    DocumentRemoved,
    ItemAsked,
    ItemSupported,
    ItemPutOnAgenda,
)
