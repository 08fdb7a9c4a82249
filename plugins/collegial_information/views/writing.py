"""Write resources, publish them, look at them again, archive them; write synonyms."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import ActorKind, FormPage, Missing, Text, act, form_act, say, session, t, viewer
from collegial_information import queries, services
from collegial_information.forms import EntryForm, SynonymsForm, entry_data
from collegial_information.models import InformationEntry
from collegial_information.permissions import WRITE
from collegial_information.showing import found, keeps, to


def create() -> ResponseReturnValue:
    """Write a resource."""
    form = EntryForm()
    if not form.is_submitted():
        form.keeper_id.data = viewer().actor_id
    return _entry_page(form, None)


def change(entry_id: int) -> ResponseReturnValue:
    """Change a resource."""
    entry = found(entry_id)
    if not keeps(entry):
        raise Missing("information.unknown", t("There is no such resource."))
    return _entry_page(EntryForm(data=entry_data(entry)), entry)


def publish(entry_id: int) -> ResponseReturnValue:
    """Publish a resource."""
    done = t("Everyone reads this resource now; those who subscribed are told.")
    return _press(entry_id, done, lambda: services.publish_entry(act(), entry_id=entry_id))


def check(entry_id: int) -> ResponseReturnValue:
    """Say that a resource is still right."""
    done = t("Thank you: this resource is correct as of today.")
    return _press(entry_id, done, lambda: services.check_entry(act(), entry_id=entry_id))


def archive(entry_id: int) -> ResponseReturnValue:
    """Archive a resource."""
    done = t("This resource is archived.")
    return _press(entry_id, done, lambda: services.archive_entry(act(), entry_id=entry_id))


def synonyms() -> ResponseReturnValue:
    """Write the synonyms of the search."""
    lines = "\n".join(", ".join(one) for one in queries.synonym_groups(session()))
    form = SynonymsForm(data={"groups": lines})
    page = FormPage(
        title=t("Synonyms of the search"), submit=t("Save"), crumbs=_crumbs(),
        lead=t("Each word of a line also finds what the others say."),
    )  # fmt: skip
    return form_act(
        form,
        lambda: services.write_synonyms(act(), (form.groups.data or "").splitlines()),
        page,
        done=t("The synonyms are saved."),
        to=url_for("information.keeping"),
    )


def _entry_page(form: EntryForm, entry: InformationEntry | None) -> ResponseReturnValue:
    everyone = queries.actors(session())
    form.offer(queries.actors(session(), kind=ActorKind.ORGANISATION), everyone)

    def write() -> str:
        made = services.write_entry(act(), form.facts(), entry_id=entry.id if entry else None)
        flash(say(t("The resource is saved.")), "success")
        return to(made.id)

    outcome = form.make(write)
    if isinstance(outcome, str):
        return redirect(outcome)
    page = FormPage(
        title=t("Change a resource") if entry else t("Write a resource"), submit=t("Save"), crumbs=_crumbs(),
        lead=t("Write it for someone who knows nothing of it. It becomes public when you publish it."),
    )  # fmt: skip
    return render_template("web/form_page.html", form=form, page=page), outcome


def _press(entry_id: int, done: Text, pressed: Callable[[], object]) -> ResponseReturnValue:
    pressed()
    flash(say(done), "success")
    stays = viewer().may(WRITE) and request.form.get("back") != "keeping"
    return redirect(to(entry_id) if stays else url_for("information.keeping"))


def _crumbs() -> list[tuple[Text | str, str]]:
    return [(t("Resources to find"), url_for("information.index"))]
