"""The report over all works, the charter, the feed of meetings."""

from datetime import timedelta

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.text import t
from collegial.meetings.calendars import calendar_of
from collegial.meetings.showing import address_in
from collegial.web.acting import FormPage, form_act
from collegial.web.request import act, session
from collegial.works import queries, services
from collegial.works.forms import CharterForm
from collegial.works.meetings import MEETINGS
from collegial.works.rules import ParticipationState, WorkPhase
from collegial.works.showing import address_of, kinds, parties_of

_FEED_PAST = timedelta(days=90)


def index() -> ResponseReturnValue:
    """Show all works with who takes part, what each structure hoped for and what it got."""
    known = kinds()
    works = queries.works_of(session(), list(known))
    to_come = queries.meetings_to_come(session(), list(known), act().clock.now())
    sizes, parties = queries.sizes(session(), [one.id for one in works]), parties_of(*works)
    return render_template(
        "works/index.html",
        works=works,
        kinds=known,
        phases=WorkPhase,
        states=ParticipationState,
        address_of=address_of,
        sizes={one: number + len(parties[one]) for one, number in sizes.items()},
        stated=queries.stated(session(), list(known)),
        meetings=[one for one in to_come if one.called_off_at is None],
        charter=queries.charter_in_force(session()),
    )


def charter() -> ResponseReturnValue:
    """Show the charter."""
    return render_template("works/charter.html", charter=queries.charter_in_force(session()))


def adopt() -> ResponseReturnValue:
    """Adopt a new version of the charter."""
    form, last = CharterForm(), queries.charter_in_force(session())
    if last and not form.is_submitted():
        form.text.data = last.text
    page = FormPage(
        title=t("A new version of the charter"),
        lead=t(
            "Those who accepted an earlier version keep theirs; whoever joins from now on accepts this one."
        ),
        submit=t("Adopt this version"),
        crumbs=[(t("Common works"), url_for("works.index")), (t("Charter"), url_for("works.charter"))],
    )
    return form_act(
        form, lambda: services.adopt_charter(act(), text=form.text.data), page,
        done=t("The charter is adopted."), to=url_for("works.charter"),
    )  # fmt: skip


def feed() -> Response:
    """Give the meetings of all works for calendars."""
    now = act().clock.now()
    found = queries.meetings_to_come(session(), list(kinds()), now - _FEED_PAST)
    return Response(calendar_of(found, address=address_in(MEETINGS), now=now), mimetype="text/calendar")
