"""Groups, topics and decisions: who decided and who carries out is part of the decision."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from collegial.decisions.models import FollowUp
from collegial.groups.models import GroupMembership, GroupToldByPhone
from collegial.hooks.contracts import PersonalDataSource
from collegial.kernel.text import t
from collegial.privacy.records import records_of
from collegial.privacy.sources.keeping import erase_nothing, keeps
from collegial.proposals.models import (
    Amendment,
    AmendmentRemark,
    AmendmentSupport,
    GateVoice,
    RemarkMention,
    Topic,
)


def _groups(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    return [
        *records_of(session, GroupMembership, GroupMembership.actor_id == actor_id),
        *records_of(session, GroupToldByPhone, GroupToldByPhone.actor_id == actor_id, without=("told_by",)),
    ]


def _part_in_proposals(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    return [
        *records_of(session, Topic, Topic.settled_by_id == actor_id),
        *records_of(session, Amendment, Amendment.author_id == actor_id, without=("answered_by",)),
        *records_of(session, AmendmentSupport, AmendmentSupport.actor_id == actor_id),
        *records_of(session, GateVoice, GateVoice.actor_id == actor_id),
        *records_of(session, AmendmentRemark, AmendmentRemark.author_id == actor_id),
        *records_of(session, RemarkMention, RemarkMention.actor_id == actor_id),
    ]


def _decisions(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    return records_of(session, FollowUp, FollowUp.owner_id == actor_id, without=("recorded_by",))


_PART = t("It says who decided or who acted: without it the decision could not be explained.")
GROUPS = PersonalDataSource(
    key="core.groups",
    label=t("Groups"),
    purpose=t("To know who may decide in a group."),
    retention=t("As long as the decisions of the group."),
    tables=("work_group_membership", "work_group_told_by_phone"),
    export=_groups,
    answer=keeps(_groups, t("Groups one belonged to, and when"), _PART),
    erase=erase_nothing,
)
PROPOSALS = PersonalDataSource(
    key="core.proposals",
    label=t("Proposals"),
    purpose=t(
        "To know who settled a topic, who decided on a passage, and who suggested, supported and debated an amendment."
    ),
    retention=t("As long as the proposal."),
    tables=(
        "gate_topic",
        "amendment",
        "amendment_support",
        "amendment_remark",
        "remark_mention",
        "gate_voice",
    ),
    export=_part_in_proposals,
    answer=keeps(
        _part_in_proposals,
        t("Topics settled, answers in rounds, amendments, remarks, messages and mentions"),
        _PART,
    ),
    erase=erase_nothing,
)
DECISIONS = PersonalDataSource(
    key="core.decisions",
    label=t("Decisions to carry out"),
    purpose=t("To know who carries a decision out."),
    retention=t("As long as the register of decisions."),
    tables=("decision_follow_up",),
    export=_decisions,
    answer=keeps(_decisions, t("The decisions that were carried out"), _PART),
    erase=erase_nothing,
)
