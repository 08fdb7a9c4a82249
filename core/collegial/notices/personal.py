"""What notices hold of someone: what it was told, when it read it, and how it wants to hear."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.accounts.queries import account_of_actor
from collegial.hooks.contracts import ErasureAnswer, PersonalDataSource
from collegial.kernel.events import Context
from collegial.kernel.sentences import read_text
from collegial.kernel.text import t
from collegial.notices.models import Notice
from collegial.notices.queries import choices, holds_anything
from collegial.notices.services import forget_account


def _export(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    account = account_of_actor(session, actor_id)
    if account is None:
        return []
    told = session.scalars(select(Notice).where(Notice.account_id == account.id).order_by(Notice.id))
    return [
        *(
            {
                "kind": one.kind, "said": str(read_text(one.sentence)), "about": one.about,
                "told_at": one.created_at.isoformat(), "read_at": one.read_at.isoformat() if one.read_at else None,
            }
            for one in told
        ),
        *({"kind": kind, "way": way.value} for kind, way in sorted(choices(session, account.id).items())),
    ]  # fmt: skip


def _answer(session: Session, actor_id: int, _day: date) -> ErasureAnswer:
    account = account_of_actor(session, actor_id)
    if account is None or not holds_anything(session, account.id):
        return ErasureAnswer()
    return ErasureAnswer(erased=(t("Notices, and how they were to come"),))


def _erase(context: Context, actor_id: int) -> None:
    account = account_of_actor(context.session, actor_id)
    if account is not None:
        forget_account(context, account.id)


NOTICES = PersonalDataSource(
    key="core.notices",
    label=t("Notices"),
    purpose=t("To tell people what concerns them, by the ways that they choose."),
    retention=t("Half a year once read, a year at most."),
    tables=("notice", "notice_choice"),
    export=_export,
    answer=_answer,
    erase=_erase,
)
