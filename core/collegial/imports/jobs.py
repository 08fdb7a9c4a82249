"""What imports do behind the pages."""

from collegial.hooks.contracts import Job
from collegial.imports.services import ERASE, RUN_STEP, erase, run_step
from collegial.kernel.text import t

JOBS = (
    Job(key=RUN_STEP, run=run_step, label=t("A part of an import")),
    Job(key=ERASE, run=erase, label=t("Erasing a file that was imported")),
)
