"""Pages of the directory."""

from collegial.actors.permissions import MANAGE
from collegial.actors.views import details, directory, duplicates, editing, standing
from collegial.kernel.permissions import PUBLIC
from collegial.web.routing import Pages

_BOTH, _REGISTER = ("GET", "POST"), "my-space#for-the-staff-the-register"

pages = Pages(
    "actors",
    __name__,
    url_prefix="/actors",
    template_folder="templates",
    help={MANAGE: _REGISTER, PUBLIC: "look-around#who-takes-part"},
)
pages.page("/", directory.index, permission=PUBLIC)
pages.page("/export.<file_format>", directory.export, permission=PUBLIC)
pages.page("/<int:actor_id>", directory.show, permission=PUBLIC)
pages.help = _REGISTER
pages.page("/new/<any(person, organisation, joint):sort>", editing.create, permission=MANAGE, methods=_BOTH)
pages.page("/<int:actor_id>/edit", editing.edit, permission=MANAGE, methods=_BOTH)
pages.page("/<int:actor_id>/contacts", details.add_contact, permission=MANAGE, methods=_BOTH)
pages.page(
    "/<int:actor_id>/contacts/<int:contact_id>/main",
    details.prefer_contact,
    permission=MANAGE,
    methods=("POST",),
)
pages.page(
    "/<int:actor_id>/contacts/<int:contact_id>/remove",
    details.remove_contact,
    permission=MANAGE,
    methods=("POST",),
)
pages.page("/<int:actor_id>/address", details.move, permission=MANAGE, methods=_BOTH)
pages.page("/<int:actor_id>/numbers", details.add_identifier, permission=MANAGE, methods=_BOTH)
pages.page(
    "/<int:actor_id>/numbers/<int:identifier_id>/end",
    details.end_identifier,
    permission=MANAGE,
    methods=("POST",),
)
pages.page(
    "/<int:actor_id>/numbers/<int:identifier_id>/read",
    details.read_bank_number,
    permission=MANAGE,
    methods=("POST",),
)
pages.page("/<int:actor_id>/representative", standing.name_representative, permission=MANAGE, methods=_BOTH)
pages.page(
    "/<int:actor_id>/representative/end", standing.end_representative, permission=MANAGE, methods=_BOTH
)
pages.page("/<int:actor_id>/guardian", standing.name_guardian, permission=MANAGE, methods=_BOTH)
pages.page("/<int:actor_id>/guardian/end", standing.end_guardian, permission=MANAGE, methods=_BOTH)
pages.page("/<int:actor_id>/holders", standing.add_holder, permission=MANAGE, methods=_BOTH)
pages.page(
    "/<int:actor_id>/holders/<int:person_id>/end", standing.end_holder, permission=MANAGE, methods=_BOTH
)
pages.page("/duplicates", duplicates.duplicates, permission=MANAGE)
pages.page("/<int:actor_id>/merge/<int:other_id>", duplicates.merge, permission=MANAGE, methods=_BOTH)
pages.page(
    "/<int:actor_id>/distinct/<int:other_id>", duplicates.distinguish, permission=MANAGE, methods=("POST",)
)
