"""What of the sizing is in use: asked before it is switched off."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from collegial.plugin import Lifecycle, Text, t
from collegial_sizing import queries


def in_use(session: Session) -> Sequence[Text]:
    """Name the chosen scenario."""
    found = queries.chosen(session)
    if found is None:
        return ()
    return (t("The scenario “%(title)s” is chosen: it could no longer be read.", title=found.title),)


LIFECYCLE = Lifecycle(key="sizing.lifecycle", in_use=in_use)
