"""What happens to an assembly itself: its steps, its documents, the changes of the statutes it decides on."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import nt_by, t


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
    sentence = nt_by(
        "voters",
        "Assembly %(assembly)s was convened; its roll holds %(voters)s voting right.",
        "Assembly %(assembly)s was convened; its roll holds %(voters)s voting rights.",
    )
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
    sentence = nt_by(
        "count",
        "Assembly %(assembly)s: %(count)s voting right attends (needed: %(needed)s).",
        "Assembly %(assembly)s: %(count)s voting rights attend (needed: %(needed)s).",
    )
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
class RevocationAsked(Event):
    """Someone asked in the sitting to revoke directors."""

    key = "assemblies.revocation_asked"
    sentence = nt_by(
        "count",
        "Assembly %(assembly)s: item %(position)s came up in the sitting, off the agenda, by article L225-105 of the "
        "code de commerce. Entry %(entry)s of the roll asked to revoke %(count)s person.",
        "Assembly %(assembly)s: item %(position)s came up in the sitting, off the agenda, by article L225-105 of the "
        "code de commerce. Entry %(entry)s of the roll asked to revoke %(count)s persons.",
    )
    assembly: int
    position: int
    entry: int
    count: int


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
