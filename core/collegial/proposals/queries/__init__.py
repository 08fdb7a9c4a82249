"""Read proposals, each page at a constant number of statements."""

from collegial.proposals.queries.content import (
    action_text,
    content_of,
    contribution_text,
    digest_of,
    pieces_of,
    text_of,
)
from collegial.proposals.queries.finding import (
    board,
    conditions_waited_for,
    held_proposal,
    is_readable,
    proposal_by_slug,
)
from collegial.proposals.queries.frame import missions, pipelines, priorities
from collegial.proposals.queries.gates import (
    Check,
    Gate,
    Label,
    deciding_group,
    gate_of,
    may_decide,
    open_round,
    rollbacks,
)
from collegial.proposals.queries.keeping import places_typed_at, working_copy
from collegial.proposals.queries.stages import (
    decisions_on,
    draft_of,
    next_passage,
    open_tasks,
    passed_on,
    rules_of,
    topics_before,
    version_at,
    views_by_family,
    views_by_kind,
)

__all__ = [
    "Check",
    "Gate",
    "Label",
    "action_text",
    "board",
    "conditions_waited_for",
    "content_of",
    "contribution_text",
    "deciding_group",
    "decisions_on",
    "digest_of",
    "draft_of",
    "gate_of",
    "held_proposal",
    "is_readable",
    "may_decide",
    "missions",
    "next_passage",
    "open_round",
    "open_tasks",
    "passed_on",
    "pieces_of",
    "pipelines",
    "places_typed_at",
    "priorities",
    "proposal_by_slug",
    "rollbacks",
    "rules_of",
    "text_of",
    "topics_before",
    "version_at",
    "views_by_family",
    "views_by_kind",
    "working_copy",
]
