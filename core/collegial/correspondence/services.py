"""Take forms of vote by correspondence from pages and from other programs; none answers what is voted in secret."""

from collections.abc import Mapping
from datetime import date

from collegial.assemblies.models import CorrespondenceForm, RollEntry
from collegial.assemblies.services import corresponding
from collegial.kernel.errors import Invalid
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.votes.queries import secret_resolutions


def send(context: Context, entry: RollEntry, answers: Mapping[int, str]) -> CorrespondenceForm:
    """Send one's own form online; raises what `send_form` raises, and Invalid for an answer to a secret vote."""
    _refuse_secrets(context, entry, answers)
    return corresponding.send_form(context, entry, answers)


def enter(
    context: Context, entry: RollEntry, answers: Mapping[int, str], *, received_on: date
) -> CorrespondenceForm:
    """Enter a paper form; raises what `enter_form` raises, and Invalid for an answer to a secret vote."""
    _refuse_secrets(context, entry, answers)
    return corresponding.enter_form(context, entry, answers, received_on=received_on)


def _refuse_secrets(context: Context, entry: RollEntry, answers: Mapping[int, str]) -> None:
    """Refuse an answer that would lie open beside the box of a secret vote."""
    for one in secret_resolutions(context.session, entry.assembly_id):
        if one.id in answers:
            raise Invalid(
                "correspondence.secret",
                t("Resolution %(number)s is voted in secret: a form does not answer it.", number=one.number),
                field="answers",
            )
