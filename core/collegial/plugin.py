"""The door for plugin authors: everything a plugin may use, by one import; the core never imports it.

What is listed in `__all__` follows semantic versioning with `API_VERSION`; anything else may change.
"""

from collegial.accounts.letters import send_letter
from collegial.actors.events import ActorsMerged
from collegial.actors.mailing import letter_at, letter_to, out_of_reach, reader_of
from collegial.actors.models import Actor, ActorFamily, ActorKind, Representative
from collegial.actors.queries import Identity, identity_of, name_holds, out_of_mandate
from collegial.actors.services import end_overlaps, give_to_kept
from collegial.documents.voice import Voice
from collegial.files.exchanging import ROOM as FILE_ROOM
from collegial.files.exchanging import file_response, received
from collegial.files.models import StoredFile
from collegial.files.rules import Upload
from collegial.files.services import erase_file, store_file
from collegial.group_votes.events import GroupVoteClosed
from collegial.group_votes.models import GroupVote
from collegial.group_votes.queries import group_votes_on
from collegial.group_votes.rules import Answer as GroupAnswer
from collegial.group_votes.rules import GroupVoteState
from collegial.group_votes.services import GroupQuestion, close_group_vote, open_group_vote, set_aside_voter
from collegial.group_votes.services import answer as answer_group_vote
from collegial.groups.models import Group
from collegial.groups.queries import groups, groups_of, members_on, seats_of
from collegial.hooks.contracts import (
    CapabilityOffer,
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
    NextStep,
    OfferedKind,
    OfferedStage,
    Passage,
    PersonalDataSource,
    PipelinePreset,
    PluginMeta,
    StageGate,
    StatutesPreset,
    TranslationSource,
    Verdict,
)
from collegial.hooks.deprecation import PluginDeprecation
from collegial.hooks.exchanging import ExchangeKind, Given, exchange_kinds
from collegial.hooks.extensions import (
    AccessRule,
    ApiAct,
    ApiResource,
    DocumentTemplate,
    Exporter,
    Lifecycle,
    ModuleUse,
    Rows,
    SearchSource,
    SettingsSection,
    SubjectAction,
    WorkKind,
)
from collegial.hooks.hookspecs import hookimpl
from collegial.hooks.noticing import ALWAYS, LETTER_WAYS, Audience, NoticeKind, NoticeWay, Told
from collegial.hooks.publishing import PublicItem, PublicKind, PublicSource, Span
from collegial.hooks.ruling import AttendanceRule, CollegeAttendance, CollegeFigures, DecisionRule, Ruling
from collegial.hooks.version import API_VERSION
from collegial.hooks.voting import (
    BLANK,
    Ask,
    Asks,
    BallotForm,
    Fields,
    Figures,
    Option,
    Papers,
    Poll,
    Scores,
    SealedForm,
    Sides,
    Sums,
    Tally,
    Tied,
    TieRule,
    VoteMethod,
)
from collegial.hosting.settings import settings_of
from collegial.hosting.widening import replace_check
from collegial.kernel.access import allowed
from collegial.kernel.base import Base, ExactFraction, UtcDateTime, one_of
from collegial.kernel.clock import Clock, local_day
from collegial.kernel.days import OUT_OF_REACH, check_reach, is_in_reach
from collegial.kernel.errors import DomainError, Expired, Forbidden, Invalid, Missing, Refused
from collegial.kernel.events import Context, Event, Phase, Subscription
from collegial.kernel.folding import folded_text
from collegial.kernel.fractions import Percent, parse_fraction, show_fraction, show_percent
from collegial.kernel.holding import held_row, hold_row
from collegial.kernel.money import ZERO, Money, parse_money
from collegial.kernel.offers import offered
from collegial.kernel.outbox import outside, promise, tell_progress
from collegial.kernel.paging import Listed, Page, page_of
from collegial.kernel.permissions import PUBLIC, SIGNED_IN, Permission, Viewer, require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import Month, Text, nt, nt_by, pt, t
from collegial.membership.queries import member_of_actor
from collegial.proposals.models import Priority, Proposal
from collegial.proposals.permissions import READ as READ_PROPOSALS
from collegial.proposals.permissions import WRITE as WRITE_PROPOSALS
from collegial.proposals.queries import content_of, draft_of
from collegial.proposals.queries.carrying import carried as carried_actions
from collegial.proposals.services.hearing import Hearing, record_hearing
from collegial.statutes.rules import FigureStatus, LegalFigure, figure_in_force
from collegial.tables.writing import Column, Row
from collegial.terminal.speech import Failure, tell
from collegial.votes.methods import ANSWERS, GRADING, MARKING, RANKING
from collegial.votes.rules.seating import elect_best
from collegial.web.acting import FormPage, Over, act_over, form_act, sure_act
from collegial.web.forms import AmountField, Form, OnceForm, PartForm, choose_one, row_number
from collegial.web.hours import DayField, HourField
from collegial.web.languages import say, worded, written_amount
from collegial.web.links import derived_secret, link_token, link_value, stop_headers
from collegial.web.marks import InMarkdown, NeededWhen, Settled
from collegial.web.money_forms import MoneyForm
from collegial.web.percents import ExactField, PercentField
from collegial.web.program import acting_program, pays_name, public_address
from collegial.web.request import act, session, viewer
from collegial.web.routing import Pages
from collegial.web.security import Rates, embeddable, for_mail_programs, restrain, take_from_programs
from collegial.web.tables import attachment, dated_name
from collegial.works.events import ParticipationAccepted, ParticipationEnded, WorkCalledOff
from collegial.works.models import Participation, Work, WorkMeeting
from collegial.works.permissions import MANAGE as MANAGE_WORKS
from collegial.works.queries import (
    actor_named,
    charter_in_force,
    count_by_phase,
    count_taking_part,
    speaks_for,
    structures_of,
    takes_part,
)
from collegial.works.queries import meetings as meetings_of_work
from collegial.works.queries import participations as participations_in
from collegial.works.rules import ParticipationState, Statement, WorkPhase
from collegial.works.services import (
    WorkMeetingFields,
    adopt_charter,
    change_work,
    finish_work,
    held_work,
    host_meeting,
    open_work,
    plan_meeting,
    record_gain,
    start_work,
    take_part,
)
from collegial.works.showing import ending_facts

__all__ = [
    "ALWAYS",
    "ANSWERS",
    "API_VERSION",
    "BLANK",
    "FILE_ROOM",
    "GRADING",
    "LETTER_WAYS",
    "MANAGE_WORKS",
    "MARKING",
    "OUT_OF_REACH",
    "PUBLIC",
    "RANKING",
    "READ_PROPOSALS",
    "SIGNED_IN",
    "WRITE_PROPOSALS",
    "ZERO",
    "AccessRule",
    "Actor",
    "ActorFamily",
    "ActorKind",
    "ActorsMerged",
    "AmountField",
    "ApiAct",
    "ApiResource",
    "Ask",
    "Asks",
    "AttendanceRule",
    "Audience",
    "BallotForm",
    "Base",
    "CapabilityOffer",
    "Card",
    "Clock",
    "CollegeAttendance",
    "CollegeFigures",
    "Column",
    "Context",
    "DayField",
    "DecisionRule",
    "DemoStep",
    "DocumentTemplate",
    "DomainError",
    "ErasureAnswer",
    "Event",
    "ExactField",
    "ExactFraction",
    "ExchangeKind",
    "Expired",
    "Exporter",
    "Failure",
    "Fields",
    "FigureStatus",
    "Figures",
    "Forbidden",
    "Form",
    "FormPage",
    "Fragment",
    "Given",
    "Group",
    "GroupAnswer",
    "GroupQuestion",
    "GroupVote",
    "GroupVoteClosed",
    "GroupVoteState",
    "Hearing",
    "HeldFile",
    "HourField",
    "Identity",
    "InMarkdown",
    "Invalid",
    "Job",
    "Kept",
    "LegalFigure",
    "Lifecycle",
    "Listed",
    "MenuGroup",
    "MigrationSource",
    "Missing",
    "ModuleUse",
    "Money",
    "MoneyForm",
    "Month",
    "NavItem",
    "NeededWhen",
    "NextStep",
    "NoticeKind",
    "NoticeWay",
    "OfferedKind",
    "OfferedStage",
    "OnceForm",
    "Option",
    "Over",
    "Page",
    "Pages",
    "Papers",
    "PartForm",
    "Participation",
    "ParticipationAccepted",
    "ParticipationEnded",
    "ParticipationState",
    "Passage",
    "Percent",
    "PercentField",
    "Permission",
    "PersonalDataSource",
    "Phase",
    "PipelinePreset",
    "PluginDeprecation",
    "PluginMeta",
    "Poll",
    "Priority",
    "Proposal",
    "PublicItem",
    "PublicKind",
    "PublicSource",
    "Rates",
    "Refused",
    "Representative",
    "Row",
    "Rows",
    "Ruling",
    "Scores",
    "SealedForm",
    "SearchSource",
    "SettingsSection",
    "Settled",
    "Sides",
    "Span",
    "StageGate",
    "Statement",
    "StatutesPreset",
    "StoredFile",
    "SubjectAction",
    "Subscription",
    "Sums",
    "Tally",
    "Text",
    "TieRule",
    "Tied",
    "Told",
    "TranslationSource",
    "Upload",
    "UtcDateTime",
    "Verdict",
    "Viewer",
    "Voice",
    "VoteMethod",
    "Work",
    "WorkCalledOff",
    "WorkKind",
    "WorkMeeting",
    "WorkMeetingFields",
    "WorkPhase",
    "act",
    "act_over",
    "acting_program",
    "actor_named",
    "adopt_charter",
    "allowed",
    "answer_group_vote",
    "attachment",
    "carried_actions",
    "change_work",
    "charter_in_force",
    "check_reach",
    "choose_one",
    "close_group_vote",
    "content_of",
    "count_by_phase",
    "count_taking_part",
    "dated_name",
    "derived_secret",
    "draft_of",
    "elect_best",
    "embeddable",
    "end_overlaps",
    "ending_facts",
    "erase_file",
    "exchange_kinds",
    "figure_in_force",
    "file_response",
    "finish_work",
    "folded_text",
    "for_mail_programs",
    "form_act",
    "give_to_kept",
    "group_votes_on",
    "groups",
    "groups_of",
    "held_row",
    "held_work",
    "hold_row",
    "hookimpl",
    "host_meeting",
    "identity_of",
    "is_in_reach",
    "letter_at",
    "letter_to",
    "link_token",
    "link_value",
    "local_day",
    "meetings_of_work",
    "member_of_actor",
    "members_on",
    "name_holds",
    "nt",
    "nt_by",
    "offered",
    "one_of",
    "open_group_vote",
    "open_work",
    "or_refuse",
    "out_of_mandate",
    "out_of_reach",
    "outside",
    "page_of",
    "parse_fraction",
    "parse_money",
    "participations_in",
    "pays_name",
    "plan_meeting",
    "promise",
    "pt",
    "public_address",
    "reader_of",
    "received",
    "record_gain",
    "record_hearing",
    "replace_check",
    "require",
    "restrain",
    "row_number",
    "say",
    "seats_of",
    "send_letter",
    "session",
    "set_aside_voter",
    "settings_of",
    "show_fraction",
    "show_percent",
    "speaks_for",
    "start_work",
    "stop_headers",
    "store_file",
    "structures_of",
    "sure_act",
    "t",
    "take_from_programs",
    "take_part",
    "takes_part",
    "tell",
    "tell_progress",
    "viewer",
    "worded",
    "written_amount",
]
