"""The signed copies of a protocol: keep one, give it out, take it off."""

from flask import Response
from flask.typing import ResponseReturnValue

from collegial.plugin import FormPage, act, file_response, form_act, received, t
from collegial_partners import services
from collegial_partners.forms import CopyForm
from collegial_partners.showing import crumbs, found, press, to


def add_copy(protocol_id: int) -> ResponseReturnValue:
    """Keep a signed copy."""
    protocol, form = found(protocol_id), CopyForm()
    page = FormPage(
        title=t("Add a signed copy"), submit=t("Keep the copy"), eyebrow=protocol.title, crumbs=crumbs(protocol),
        multipart=True, lead=t("The paper that the parties signed, beside what the program has sealed."),
    )  # fmt: skip
    return form_act(
        form,
        lambda: services.add_copy(
            act(), protocol_id=protocol_id, file=received(form.file.data), note=form.note.data or ""
        ),
        page, done=t("The signed copy is kept."), to=to(protocol_id, "copies"),
    )  # fmt: skip


def copy_file(protocol_id: int, copy_id: int) -> Response:
    """Give a signed copy."""
    return file_response(services.copy_of(found(protocol_id), copy_id).file)


def remove_copy(protocol_id: int, copy_id: int) -> ResponseReturnValue:
    """Take a copy off that was added by mistake."""
    return press(
        protocol_id, t("The copy is erased."), "copies",
        lambda: services.remove_copy(act(), protocol_id=protocol_id, copy_id=copy_id),
    )  # fmt: skip
