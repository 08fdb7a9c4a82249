"""The door for plugin authors: everything a plugin may use, by one import; the core never imports it.

What is listed in `__all__` follows semantic versioning with `API_VERSION`; anything else may change.
"""

from collegial.actors.events import ActorsMerged
from collegial.actors.models import Actor, ActorFamily, ActorKind, Representative
from collegial.actors.services import end_overlaps, give_to_kept
from collegial.documents.voice import Voice
from collegial.hooks.contracts import (
    Card,
    DemoStep,
    ErasureAnswer,
    Fragment,
    HeldFile,
    Job,
    Kept,
    MenuGroup,
    MigrationSource,
    NavItem,
    OfferedKind,
    Passage,
    PersonalDataSource,
    PluginMeta,
    StageGate,
    TranslationSource,
    Verdict,
)
from collegial.hooks.extensions import (
    AccessRule,
    ApiResource,
    DocumentTemplate,
    Exporter,
    Lifecycle,
    ModuleUse,
    Rows,
    SearchSource,
    SettingsSection,
    SubjectAction,
)
from collegial.hooks.hookspecs import hookimpl
from collegial.hooks.version import API_VERSION
from collegial.hooks.voting import (
    BLANK,
    Asks,
    BallotForm,
    Fields,
    Figures,
    Option,
    Papers,
    Poll,
    Scores,
    Sides,
    Tally,
    Tied,
    TieRule,
    VoteMethod,
)
from collegial.hosting.settings import settings_of
from collegial.kernel.access import allowed
from collegial.kernel.base import Base, ExactFraction, UtcDateTime, one_of
from collegial.kernel.clock import Clock, local_day
from collegial.kernel.errors import DomainError, Expired, Forbidden, Invalid, Missing, Refused
from collegial.kernel.events import Context, Event, Phase, Subscription
from collegial.kernel.fractions import parse_fraction, show_fraction, show_percent
from collegial.kernel.outbox import promise
from collegial.kernel.paging import Page, page_of
from collegial.kernel.permissions import PUBLIC, SIGNED_IN, Permission, Viewer, require
from collegial.kernel.text import Text, nt, t
from collegial.proposals.models import Priority, Proposal
from collegial.proposals.permissions import READ as READ_PROPOSALS
from collegial.tables.writing import Column, Row
from collegial.votes.methods import ANSWERS, GRADING, MARKING, RANKING
from collegial.votes.rules.seating import elect_best
from collegial.web.forms import Form
from collegial.web.languages import say
from collegial.web.request import act, session, viewer
from collegial.web.routing import Pages

__all__ = [
    "ANSWERS",
    "API_VERSION",
    "BLANK",
    "GRADING",
    "MARKING",
    "PUBLIC",
    "RANKING",
    "READ_PROPOSALS",
    "SIGNED_IN",
    "AccessRule",
    "Actor",
    "ActorFamily",
    "ActorKind",
    "ActorsMerged",
    "ApiResource",
    "Asks",
    "BallotForm",
    "Base",
    "Card",
    "Clock",
    "Column",
    "Context",
    "DemoStep",
    "DocumentTemplate",
    "DomainError",
    "ErasureAnswer",
    "Event",
    "ExactFraction",
    "Expired",
    "Exporter",
    "Fields",
    "Figures",
    "Forbidden",
    "Form",
    "Fragment",
    "HeldFile",
    "Invalid",
    "Job",
    "Kept",
    "Lifecycle",
    "MenuGroup",
    "MigrationSource",
    "Missing",
    "ModuleUse",
    "NavItem",
    "OfferedKind",
    "Option",
    "Page",
    "Pages",
    "Papers",
    "Passage",
    "Permission",
    "PersonalDataSource",
    "Phase",
    "PluginMeta",
    "Poll",
    "Priority",
    "Proposal",
    "Refused",
    "Representative",
    "Row",
    "Rows",
    "Scores",
    "SearchSource",
    "SettingsSection",
    "Sides",
    "StageGate",
    "SubjectAction",
    "Subscription",
    "Tally",
    "Text",
    "TieRule",
    "Tied",
    "TranslationSource",
    "UtcDateTime",
    "Verdict",
    "Viewer",
    "Voice",
    "VoteMethod",
    "act",
    "allowed",
    "elect_best",
    "end_overlaps",
    "give_to_kept",
    "hookimpl",
    "local_day",
    "nt",
    "one_of",
    "page_of",
    "parse_fraction",
    "promise",
    "require",
    "say",
    "session",
    "settings_of",
    "show_fraction",
    "show_percent",
    "t",
    "viewer",
]
