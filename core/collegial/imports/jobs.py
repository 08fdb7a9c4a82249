"""What imports do behind the pages."""

from collegial.hooks.contracts import Job
from collegial.imports.services import ERASE, RUN_STEP, erase, run_step

JOBS = (Job(key=RUN_STEP, run=run_step), Job(key=ERASE, run=erase))
