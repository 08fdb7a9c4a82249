"""What the pole owes to a work."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.text import t
from collegial.web.acting import FormPage, form_act
from collegial.web.request import act
from collegial.works import services
from collegial.works.forms import DutyForm
from collegial.works.rules import DutyKind
from collegial.works.showing import crumbs, shown_work


def add(work_id: int) -> ResponseReturnValue:
    """Add a duty."""
    work, form = shown_work(work_id), DutyForm()
    page = FormPage(
        title=t("Add a duty of the pole"), eyebrow=work.title, submit=t("Add the duty"), crumbs=crumbs(work)
    )
    return form_act(
        form,
        lambda: services.add_duty(
            act(), work_id=work.id, kind=DutyKind(form.kind.data), label=form.label.data,
            due_on=form.due_on.data,
        ),
        page,
        done=t("The duty is on the list."),
        to=url_for("works.conditions", work_id=work.id, _anchor="duties"),
    )  # fmt: skip


def tick(work_id: int, duty_id: int) -> ResponseReturnValue:
    """Tick a duty, or take the tick back."""
    shown_work(work_id)
    services.tick_duty(act(), work_id=work_id, duty_id=duty_id, is_done=request.form.get("is_done") == "yes")
    return redirect(url_for("works.conditions", work_id=work_id, _anchor="duties"))
