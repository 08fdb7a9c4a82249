"""Look at who may act for others: whether there is an administrator, and whether a second factor guards such rights."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from collegial.accounts.models import Account, RoleRow
from collegial.actors.models import Actor, ActorKind
from collegial.doctor.findings import Finding, fine, warning, wrong
from collegial.kernel.listing import listed
from collegial.kernel.text import nt, t
from collegial.two_factors.asking import asked_roles
from collegial.two_factors.queries import without_second_factor
from collegial.web.program import Program


def look_at_administrators(_program: Program, session: Session) -> Iterator[Finding]:
    """Yield how many administrators there are."""
    number = session.scalar(
        select(func.count(Account.id)).where(
            Account.roles.any(RoleRow.name == "administrator"), Account.active
        )
    )
    if number:
        yield fine("accounts", nt("%(count)d administrator", "%(count)d administrators", number))
    else:
        yield wrong("accounts", t("Nobody is an administrator."), t("Run: collegial administrator ADDRESS"))


def look_at_organisations(_program: Program, session: Session) -> Iterator[Finding]:
    """Yield the open accounts of organisations: earlier versions opened some, and who holds one votes unnamed (L6)."""
    owned = select(Account.id).join(Actor, Actor.id == Account.actor_id)
    found = session.scalars(
        owned.where(Account.active, Actor.kind == ActorKind.ORGANISATION).order_by(Account.id)
    ).all()
    if found:
        yield warning(
            "accounts",
            nt(
                "Account %(numbers)s is an organisation’s: whoever reads its mailbox votes for it.",
                "Accounts %(numbers)s are organisations’: whoever reads their mailboxes votes for them.",
                len(found),
                numbers=listed(str(one) for one in found),
            ),
            t(
                "Name a representative on the page of each organisation, who then votes in place of that account."
            ),
        )


def look_at_second_factors(program: Program, session: Session) -> Iterator[Finding]:
    """Yield whether stolen passwords would be enough to act for others."""
    roles = asked_roles(program.settings)
    if not roles and not program.settings.demo:
        yield warning(
            "accounts",
            t("No role needs a second factor: a stolen mailbox opens every right."),
            t('Set security.two_factors = ["administrator", "staff", "chair"].'),
        )
    missing = without_second_factor(session, roles)
    if missing:
        yield warning(
            "accounts",
            nt(
                "%(count)d account with rights over others has no second factor yet.",
                "%(count)d accounts with rights over others have no second factor yet.",
                missing,
            ),
            t("The page “Second factors” shows which; each sets one up on its own account."),
        )
