"""What is held of someone by the lists that are prepared: which ones it asked for, and when."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from collegial.accounts.queries import account_of_actor
from collegial.hooks.contracts import ErasureAnswer, PersonalDataSource
from collegial.kernel.events import Context
from collegial.kernel.sentences import read_text
from collegial.kernel.text import t
from collegial.lists.queries import prepared_for
from collegial.lists.services import forget_account


def _export(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    account = account_of_actor(session, actor_id)
    if account is None:
        return []
    return [
        {
            "list": str(read_text(one.title)), "asked_for": one.address, "language": one.locale,
            "asked_at": one.asked_at.isoformat(), "ready_at": one.ready_at.isoformat() if one.ready_at else None,
        }
        for one in prepared_for(session, account.id)
    ]  # fmt: skip


def _answer(session: Session, actor_id: int, _day: date) -> ErasureAnswer:
    if not _export(session, actor_id):
        return ErasureAnswer()
    return ErasureAnswer(erased=(t("The long lists that were asked for"),))


def _erase(context: Context, actor_id: int) -> None:
    account = account_of_actor(context.session, actor_id)
    if account is not None:
        forget_account(context, account.id)


LISTS = PersonalDataSource(
    key="core.lists",
    label=t("Long lists that were asked for"),
    purpose=t("To prepare lists that are too long to wait for, and to give each to whoever asked for it."),
    retention=t("Three days, unless the deployment says otherwise."),
    tables=("prepared_list", "prepared_part"),
    export=_export,
    answer=_answer,
    erase=_erase,
)
