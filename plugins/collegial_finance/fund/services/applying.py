"""Apply to a call, add files until it closes, withdraw."""

from collegial.plugin import (
    SIGNED_IN,
    Context,
    Missing,
    Money,
    Refused,
    StoredFile,
    Upload,
    promise,
    require,
    store_file,
    t,
)
from collegial_finance.fund import queries
from collegial_finance.fund.events import ProjectApplicationMoved
from collegial_finance.fund.models import ApplicationFile, ProjectApplication
from collegial_finance.fund.rules import ApplicationState, check_application, check_open
from collegial_finance.fund.services.holding import held_application, require_voice
from collegial_finance.parties import known_actor

MOST_FILES = 10
RECEIVED = "finance.application_received"


def apply(
    context: Context,
    *,
    call_id: int,
    applicant_id: int,
    title: str,
    summary: str,
    asked: Money,
    budget: Money,
    file: Upload | None = None,
) -> ProjectApplication:
    """Hand in the application of a structure that one represents, within the days of the call."""
    require(context.by, SIGNED_IN)
    found = queries.call(context.session, call_id)
    if found is None:
        raise Missing("finance.call_unknown", t("There is no such call for projects."))
    check_open(found.plan, context.today)
    applicant = known_actor(context, applicant_id, "applicant_id")
    require_voice(context, applicant.id)
    check_application(asked, budget, found.most)
    made = ProjectApplication(
        call_id=found.id, applicant_id=applicant.id, title=title, summary=summary, asked=asked, budget=budget,
        state=ApplicationState.SUBMITTED, submitted_at=context.clock.now(),
    )  # fmt: skip
    context.session.add(made)
    context.session.flush()
    if file is not None:
        _attach(context, made, file)
    _told(context, made)
    promise(context.session, RECEIVED, {"application": made.id}, at=context.clock.now())
    return made


def add_file(context: Context, *, application_id: int, file: Upload) -> StoredFile:
    """Add a file to an application while its call is open."""
    found = held_application(context, application_id, "file")
    require_voice(context, found.applicant_id)
    check_open(found.call.plan, context.today)
    if len(found.files) >= MOST_FILES:
        raise Refused(
            "finance.files", t("An application has %(most)d files at most.", most=MOST_FILES), field="file"
        )
    return _attach(context, found, file)


def withdraw(context: Context, *, application_id: int) -> ProjectApplication:
    """Take an application back, before the committee votes."""
    found = held_application(context, application_id, "withdraw")
    require_voice(context, found.applicant_id)
    found.state = ApplicationState.WITHDRAWN
    _told(context, found)
    return found


def _attach(context: Context, found: ProjectApplication, file: Upload) -> StoredFile:
    kept = store_file(context, file, permission=SIGNED_IN)
    context.session.add(ApplicationFile(application_id=found.id, file_id=kept.id))
    context.session.flush()
    context.session.expire(found, ["files"])
    return kept


def _told(context: Context, found: ProjectApplication) -> None:
    context.session.flush()
    context.emit(ProjectApplicationMoved(call=found.call_id, application=found.id, state=found.state.value))
