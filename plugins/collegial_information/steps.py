"""What the directory of resources asks of its keepers and of the staff, for the dashboard."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from collegial.plugin import SIGNED_IN, NextStep, Viewer, nt, t
from collegial_information import queries
from collegial_information.permissions import WRITE


def steps(session: Session, viewer: Viewer, day: date) -> Iterator[NextStep]:
    """Say which resources are to be looked at again: a keeper's own, to the staff all of them."""
    if viewer.may(WRITE):
        due = queries.due(session, day)
    else:
        due = queries.due(session, day, keeper_id=viewer.actor_id) if viewer.actor_id is not None else ()
    if due:
        yield NextStep(
            key="information.due",
            sentence=nt(
                "%(count)d resource is to be looked at again", "%(count)d resources are to be looked at again", len(due)
            ),
            act=t("Check"), endpoint="information.keeping" if len(due) > 1 else "information.show",
            values={} if len(due) > 1 else {"entry_id": due[0].id},
            about=due[0].title if len(due) == 1 else None, due_on=due[0].due_on, icon="library",
            permission=SIGNED_IN, weight=47,
        )  # fmt: skip
