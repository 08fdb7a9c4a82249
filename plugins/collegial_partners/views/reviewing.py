"""The annual review of a protocol: its figures, the meeting, the conclusions."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import act, form_act, session, t
from collegial_partners import queries, services, words
from collegial_partners.forms import ConclusionForm, MeetingForm, ValueForm
from collegial_partners.models import PartnerProtocol, ProtocolReview
from collegial_partners.rules import Direction, IndicatorMeasure
from collegial_partners.showing import Crumbs, crumbs, form_page, found


def review(protocol_id: int, number: int) -> ResponseReturnValue:
    """Show a review with the figures of its year."""
    protocol = found(protocol_id)
    row = services.review_of(protocol, number)
    figures = queries.figures_of(session(), row)
    return render_template(
        "partners/review.html", protocol=protocol, review=row, figures=figures, words=words,
        values=queries.indicator_values(row, figures), directions=list(Direction), crumbs=crumbs(protocol),
        projects=[(words.PROJECTS[kind], str(number)) for kind, number in figures.projects.items() if number],
        by_hand=[one for one in protocol.indicators if one.measure is IndicatorMeasure.BY_HAND],
    )  # fmt: skip


def plan(protocol_id: int, number: int) -> ResponseReturnValue:
    """Say when and where the responsibles meet."""
    protocol, row = _found(protocol_id, number)
    form = MeetingForm(obj=row)
    return form_act(
        form,
        lambda: services.plan_review(
            act(), protocol_id=protocol_id, number=number, held_on=form.held_on.data,
            place=form.place.data or "",
        ),
        form_page(protocol, t("Meeting of the review"), t("Save"), below=_way(row)),
        done=t("The meeting is planned."), to=_to(protocol_id, number),
    )  # fmt: skip


def give_value(protocol_id: int, number: int, indicator_id: int) -> ResponseReturnValue:
    """Give the figure of an indicator that nothing counts."""
    protocol, row = _found(protocol_id, number)
    label = next((one.label for one in protocol.indicators if one.id == indicator_id), "")
    form = ValueForm(data={"value": {one.indicator_id: one.value for one in row.values}.get(indicator_id)})
    return form_act(
        form,
        lambda: services.give_value(
            act(), protocol_id=protocol_id, number=number, indicator_id=indicator_id, value=form.value.data
        ),
        form_page(protocol, t("Figure of “%(indicator)s”", indicator=label), t("Save"), below=_way(row)),
        done=t("The figure is recorded."), to=_to(protocol_id, number),
    )  # fmt: skip


def conclude(protocol_id: int, number: int) -> ResponseReturnValue:
    """Conclude a review."""
    protocol, row = _found(protocol_id, number)
    form = ConclusionForm(obj=row)
    return form_act(
        form,
        lambda: services.conclude_review(
            act(), protocol_id=protocol_id, number=number, concluded=form.concluded()
        ),
        form_page(
            protocol, t("Conclude the review"), t("Conclude the review"),
            lead=t("The figures of the year are then kept as they are now."), below=_way(row),
        ),
        done=t("The review is concluded."), to=_to(protocol_id, number),
    )  # fmt: skip


def _to(protocol_id: int, number: int) -> str:
    return url_for("partners.review", protocol_id=protocol_id, number=number)


def _way(row: ProtocolReview) -> Crumbs:
    return [(t("Review %(number)s", number=row.number), _to(row.protocol_id, row.number))]


def _found(protocol_id: int, number: int) -> tuple[PartnerProtocol, ProtocolReview]:
    protocol = found(protocol_id)
    return protocol, services.review_of(protocol, number)
