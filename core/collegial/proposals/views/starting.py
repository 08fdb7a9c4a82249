"""Start a proposal, and say what it is about."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.naming import slug_from
from collegial.kernel.text import t
from collegial.proposals import queries, services
from collegial.proposals.forms.drafts import AboutForm, StartForm
from collegial.proposals.services.describing import describe_proposal
from collegial.proposals.views.loading import readable
from collegial.web.acting import make_or_show
from collegial.web.languages import say
from collegial.web.request import act, session


def start() -> ResponseReturnValue:
    """Start a proposal on one of the pipelines."""
    form, found = StartForm(), queries.pipelines(session())
    form.pipeline.choices = [(one.key, one.name) for one in found]
    return make_or_show(form, lambda: _started(form), "proposals/start.html", pipelines=found)


def _started(form: StartForm) -> str:
    proposal = services.start_proposal(
        act(),
        slug=form.slug.data or slug_from(form.title.data),
        title=form.title.data.strip(),
        summary=form.summary.data.strip(),
        pipeline_key=form.pipeline.data,
        is_public=form.is_public.data,
    )
    flash(say(t("The proposal is started. Write its first draft here.")), "success")
    return url_for("proposals.draft", slug=proposal.slug)


def about(slug: str) -> ResponseReturnValue:
    """Change what a proposal says of itself."""
    proposal = readable(slug)
    form = AboutForm(obj=proposal)
    status = form.attempt(
        lambda: describe_proposal(
            act(), proposal, title=form.title.data, summary=form.summary.data,
            method=form.method.data or "", is_public=form.is_public.data,
        )
    )  # fmt: skip
    if status is None:
        flash(say(t("The description is saved.")), "success")
        return redirect(url_for("proposals.show", slug=slug))
    return render_template("proposals/about.html", proposal=proposal, form=form), status
