"""The acts on proposals: set the frame, write drafts, pass gates, record history."""

from collegial.proposals.services.drafting import (
    Hearing,
    add_contribution,
    start_proposal,
    write_version,
)
from collegial.proposals.services.framing import (
    Aim,
    begin_pipeline,
    latest_pipeline,
    record_pipeline,
    set_missions,
    set_priorities,
    word_aims,
)
from collegial.proposals.services.gates import decide_gate
from collegial.proposals.services.history import PastDecision, record_frozen_version
from collegial.proposals.services.topics import reopen_topic, settle_topic

__all__ = [
    "Aim",
    "Hearing",
    "PastDecision",
    "add_contribution",
    "begin_pipeline",
    "decide_gate",
    "latest_pipeline",
    "record_frozen_version",
    "record_pipeline",
    "reopen_topic",
    "set_missions",
    "set_priorities",
    "settle_topic",
    "start_proposal",
    "word_aims",
    "write_version",
]
