"""What of the directory is in use: asked before it is switched off."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from collegial.plugin import Lifecycle, Text, nt
from collegial_information import queries


def in_use(session: Session) -> Sequence[Text]:
    """Say how many resources everyone reads."""
    number = sum(queries.count_shown(session))
    if not number:
        return ()
    return (
        nt(
            "%(count)d resource is public: nobody could read it any more.",
            "%(count)d resources are public: nobody could read them any more.",
            number,
        ),
    )


LIFECYCLE = Lifecycle(key="information.lifecycle", in_use=in_use)
