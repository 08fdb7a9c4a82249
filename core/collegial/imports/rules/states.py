"""Where an import stands, what becomes of a row, and how much must be right for anything to be written."""

import enum


class ImportState(enum.Enum):
    """Where an import stands; the last three are final, and nothing runs before it was previewed."""

    UPLOADED = "uploaded"
    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    DISCARDED = "discarded"


class Outcome(enum.Enum):
    """What a row brings: someone new, other contacts for someone known, nothing, or an error."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


class Mode(enum.Enum):
    """Whether one wrong row stops the whole import, or only itself."""

    ALL_OR_NOTHING = "all"
    GOOD_ROWS = "good"


# In these states the columns can be matched again.
FIXABLE = frozenset({ImportState.UPLOADED, ImportState.PLANNED})
