"""The tables of assemblies: the meeting, its roll and attendance, its documents, what members ask of it."""

from collegial.assemblies.models.amending import Amendment
from collegial.assemblies.models.asking import (
    AdditionLetter,
    ItemSupport,
    MemberItem,
    MemberItemState,
    WrittenQuestion,
)
from collegial.assemblies.models.attending import (
    Attendance,
    AttendanceMode,
    BlankProxy,
    Invitation,
    Mandate,
    MandateKind,
    QuorumRecord,
    RollEntry,
)
from collegial.assemblies.models.changing import Change, ChangeKind, ChangeLetter
from collegial.assemblies.models.corresponding import CorrespondenceForm, FormWay
from collegial.assemblies.models.counting import NO_COLLEGE, AttendanceCount, Standing, Way
from collegial.assemblies.models.documents import AssemblyDocument
from collegial.assemblies.models.letters import Letter
from collegial.assemblies.models.meeting import AgendaItem, Assembly, AssemblyKind, AssemblyState, Resolution
from collegial.assemblies.models.revoking import Revocation, RevokingDemand
from collegial.assemblies.models.spouses import Bond, SpouseProxy
from collegial.assemblies.models.voting import Electorate, Voting, VotingOption

__all__ = [
    "NO_COLLEGE",
    "AdditionLetter",
    "AgendaItem",
    "Amendment",
    "Assembly",
    "AssemblyDocument",
    "AssemblyKind",
    "AssemblyState",
    "Attendance",
    "AttendanceCount",
    "AttendanceMode",
    "BlankProxy",
    "Bond",
    "Change",
    "ChangeKind",
    "ChangeLetter",
    "CorrespondenceForm",
    "Electorate",
    "FormWay",
    "Invitation",
    "ItemSupport",
    "Letter",
    "Mandate",
    "MandateKind",
    "MemberItem",
    "MemberItemState",
    "QuorumRecord",
    "Resolution",
    "Revocation",
    "RevokingDemand",
    "RollEntry",
    "SpouseProxy",
    "Standing",
    "Voting",
    "VotingOption",
    "Way",
    "WrittenQuestion",
]
