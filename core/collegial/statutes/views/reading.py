"""Read the statutes: the version in force, any version, and two of them side by side."""

from collections.abc import Callable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from collegial.kernel.errors import DomainError, Missing
from collegial.kernel.text import Text, t
from collegial.statutes import queries
from collegial.statutes.models import DraftState, Statutes, StatutesDraft
from collegial.statutes.permissions import DRAFT
from collegial.statutes.presets import sources_for
from collegial.statutes.rules import (
    LegalForm,
    StatuteRules,
    changed,
    compare,
    source_of,
    wording,
)
from collegial.statutes.services import check_statutes
from collegial.statutes.views.demanding import asked_of_modules
from collegial.web.request import act, session, viewer

_DRAFT = "draft-"
_LONGEST_NUMBER = 9
# The drafts that every member may read: those that members were or are asked about.
_BEFORE_MEMBERS = (DraftState.PROPOSED, DraftState.ADOPTED, DraftState.RECORDED, DraftState.REFUSED)


def index() -> ResponseReturnValue:
    """Show the version in force today, and the list of all versions."""
    in_force = current_version()
    return _page(in_force, in_force)


def show(number: int) -> ResponseReturnValue:
    """Show one version, past, present or to come."""
    return _page(queries.version(session(), number), current_version())


def comparison() -> ResponseReturnValue:
    """Show two versions, or a version and a draft, clause by clause."""
    versions, drafts = queries.all_versions(session()), _readable_drafts()
    before, after = request.args.get("before", ""), request.args.get("after", "")
    if not before and len(versions) > 1:
        before, after = str(versions[1].version), str(versions[0].version)
    fault, differences = None, None
    if before and after:
        try:
            differences = compare(_rules(before), _rules(after))
        except DomainError as error:
            fault = error.text
    page = render_template(
        "statutes/compare.html", versions=versions, drafts=drafts, before=before, after=after, fault=fault,
        differences=differences, changed=changed(differences or []), only_changed="changed" in request.args,
    )  # fmt: skip
    return page, 422 if fault else 200


def sources_of(form: LegalForm) -> Callable[[str], Text | None]:
    """Return what tells, for a path of statutes of this legal form, where its value comes from."""
    sources = sources_for(form)

    def said(path: str) -> Text | None:
        found = source_of(sources, path)
        return found.said if found else None

    return said


def articles_of(form: LegalForm) -> Callable[[str], Text | str | None]:
    """Return what tells, for a path of statutes of this legal form, the article of the law that bounds it."""
    sources = sources_for(form)

    def cited(path: str) -> Text | str | None:
        found = source_of(sources, path)
        return found.article if found else None

    return cited


def current_version() -> Statutes | None:
    """Return the version in force today."""
    context = act()
    return queries.statutes_on(session(), context.today)


def _rules(name: str) -> StatuteRules:
    """Read what a choice names: a version by its number, or a draft that this reader may read."""
    number = name.removeprefix(_DRAFT)
    if not (number.isascii() and number.isdigit()) or len(number) > _LONGEST_NUMBER:
        raise Missing("statutes.unknown_choice", t("Choose two versions to compare."))
    if not name.startswith(_DRAFT):
        return queries.rules_of(queries.version(session(), int(number)))
    draft = queries.draft(session(), int(number))
    if not (viewer().may(DRAFT) or draft.state in _BEFORE_MEMBERS):
        raise Missing("statutes.unknown_draft", t("There is no such draft of the statutes."))
    return check_statutes(draft.document)


def _readable_drafts() -> list[StatutesDraft]:
    may_draft = viewer().may(DRAFT)
    return [one for one in queries.drafts(session()) if may_draft or one.state in _BEFORE_MEMBERS]


def _page(statutes: Statutes | None, in_force: Statutes | None) -> ResponseReturnValue:
    rules = queries.rules_of(statutes) if statutes else None
    return render_template(
        "statutes/show.html",
        statutes=statutes,
        rules=rules,
        asked=asked_of_modules(rules),
        article=articles_of(rules.legal_form) if rules else None,
        wording=wording,
        versions=queries.all_versions(session()),
        drafts=queries.drafts(session()) if viewer().may(DRAFT) else (),
        in_force=in_force,
    )
