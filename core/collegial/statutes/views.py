"""Show the statutes, and record a new version."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.clock import local_day
from collegial.kernel.errors import DomainError
from collegial.kernel.text import t
from collegial.statutes import queries, services
from collegial.statutes.files import decode, parse_document
from collegial.statutes.forms import StatutesForm
from collegial.statutes.models import Statutes
from collegial.statutes.rules import InvalidStatutes
from collegial.web.languages import say
from collegial.web.request import act, session


def index() -> ResponseReturnValue:
    """Show the version in force today, and the list of all versions."""
    in_force = _in_force()
    return _page(in_force, in_force)


def show(number: int) -> ResponseReturnValue:
    """Show one version, past, present or to come."""
    return _page(queries.version(session(), number), _in_force())


def record() -> ResponseReturnValue:
    """Take a new version; what is wrong with it is shown at once, and nothing typed is lost."""
    form = StatutesForm()
    if not form.is_submitted():
        return render_template("statutes/record.html", form=form, faults=())
    try:
        _take_file(form)
        if not form.validate():
            return render_template("statutes/record.html", form=form, faults=()), 422
        version = _record(form)
    except DomainError as error:
        form.refuse(error)
        faults = error.errors if isinstance(error, InvalidStatutes) else ()
        return render_template("statutes/record.html", form=form, faults=faults), error.status
    flash(say(t("Version %(number)s of the statutes is recorded.", number=version.version)), "success")
    return redirect(url_for("statutes.show", number=version.version))


def _take_file(form: StatutesForm) -> None:
    """Put the file's text where it can be read again and corrected: a page cannot keep a chosen file."""
    if form.file.data:
        form.document.data = decode(form.file.data.read())


def _record(form: StatutesForm) -> Statutes:
    document = parse_document(form.document.data or "")
    return services.record_statutes(
        act(), document, effective_from=form.effective_from.data, reason=form.reason.data
    )


def _in_force() -> Statutes | None:
    context = act()
    return queries.statutes_on(session(), local_day(context.clock.now(), context.zone))


def _page(statutes: Statutes | None, in_force: Statutes | None) -> ResponseReturnValue:
    return render_template(
        "statutes/show.html",
        statutes=statutes,
        rules=queries.rules_of(statutes) if statutes else None,
        versions=queries.all_versions(session()),
        in_force=in_force,
    )
