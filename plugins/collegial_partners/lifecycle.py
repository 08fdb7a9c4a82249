"""What of the partners is in use: asked before they are switched off."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from collegial.plugin import Lifecycle, Text, nt
from collegial_partners import queries


def in_use(session: Session) -> Sequence[Text]:
    """Say how many referrals are under way."""
    number = queries.under_way(session)
    if not number:
        return ()
    return (
        nt(
            "%(count)d referral is under way: the partner’s link would no longer open anything.",
            "%(count)d referrals are under way: the partners’ links would no longer open anything.",
            number,
        ),
    )


LIFECYCLE = Lifecycle(key="partners.lifecycle", in_use=in_use)
