"""Prepare the assembly that replaces one that was called off: the same agenda, another day, a new convocation."""

from datetime import datetime

from collegial.assemblies.models import Assembly
from collegial.assemblies.services.copying import copy_agenda
from collegial.assemblies.services.preparing import prepare_assembly
from collegial.kernel.events import Context
from collegial.statutes.rules import DecisionKind


def prepare_replacement(context: Context, old: Assembly, *, starts_at: datetime) -> Assembly:
    """Prepare it as a draft; one that replaces a second convocation is a second convocation too (L34)."""
    new = prepare_assembly(
        context, kind=old.kind, title=old.title, starts_at=starts_at, place=old.place,
        online_address=old.online_address, college=old.college,
    )  # fmt: skip
    copy_agenda(context, old, new, list(DecisionKind))
    new.convocation, new.first_id, new.replaces_id = old.convocation, old.first_id, old.id
    return new
