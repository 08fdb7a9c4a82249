"""What can be done with imports."""

from collegial.imports.services.ending import discard, erase, stop
from collegial.imports.services.matching import match_columns
from collegial.imports.services.merging import follow_merge
from collegial.imports.services.running import RUN_STEP, run_step, start
from collegial.imports.services.uploading import ERASE, upload

__all__ = [
    "ERASE",
    "RUN_STEP",
    "discard",
    "erase",
    "follow_merge",
    "match_columns",
    "run_step",
    "start",
    "stop",
    "upload",
]
