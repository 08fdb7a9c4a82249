"""Votes by correspondence for other programs: whether a form holds for a right, never what it says; send, withdraw."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.assemblies.models import Assembly, CorrespondenceForm, RollEntry
from collegial.assemblies.permissions import DESK, READ
from collegial.assemblies.services.corresponding import withdraw_form
from collegial.correspondence import services
from collegial.hooks.extensions import ApiAct, ApiResource, Rows
from collegial.kernel.errors import Invalid
from collegial.kernel.events import Context
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import t

_LONGEST_ANSWER = 2_000


class FormRecord(BaseModel):
    """Whether a form holds for a voting right, how it came in, and its seal, which the journal holds too."""

    number: int
    assembly: int
    member: int
    holds: bool
    way: str | None
    received_on: date | None
    digest: str | None


class FormSent(BaseModel):
    """A form: an answer by the number of its resolution in the assembly, none where it is not voted on.

    `received_on` marks a paper form, which the desk enters.
    """

    model_config = ConfigDict(extra="forbid")

    answers: dict[str, Annotated[str, Field(max_length=_LONGEST_ANSWER)]]
    received_on: date | None = None


class Withdrawal(BaseModel):
    """No field is needed."""

    model_config = ConfigDict(extra="forbid")


def rows(_session: Session, viewer: Viewer) -> Rows:
    """Return the voting rights of convened assemblies: one's own, or all for the desk."""
    rights = (
        select(RollEntry)
        .join(RollEntry.assembly)
        .where(Assembly.convened_at.is_not(None))
        .options(joinedload(RollEntry.form_sent))
        .order_by(RollEntry.id)
    )
    return rights if viewer.may(DESK) else rights.where(RollEntry.voter_id == viewer.actor_id)


def write(entry: RollEntry) -> FormRecord:
    """Return what others read of a form."""
    return _record(entry, entry.form_sent)


def _record(entry: RollEntry, form: CorrespondenceForm | None) -> FormRecord:
    return FormRecord(
        number=entry.id, assembly=entry.assembly_id, member=entry.member_number, holds=form is not None,
        way=form.way.value if form else None, received_on=form.received_on if form else None,
        digest=form.digest if form else None,
    )  # fmt: skip


def _send(context: Context, entry: RollEntry, sent: FormSent) -> FormRecord:
    answers = _by_resolution(entry.assembly, sent.answers)
    if sent.received_on is None:
        form = services.send(context, entry, answers)
    else:
        form = services.enter(context, entry, answers, received_on=sent.received_on)
    return _record(entry, form)


def _by_resolution(meeting: Assembly, answers: Mapping[str, str]) -> dict[int, str]:
    """Return the answers by row; raises Invalid at a number that is none of the assembly's."""
    numbers = {str(one.number): one.id for one in meeting.resolutions}
    for number in answers:
        if number not in numbers:
            raise Invalid(
                "correspondence.unknown_resolution",
                t("There is no resolution “%(number)s” in this assembly.", number=number[:20]),
                field=f"answers.{number[:20]}",
            )
    return {numbers[number]: choice for number, choice in answers.items()}


def _withdraw(context: Context, entry: RollEntry, _nothing: Withdrawal) -> FormRecord:
    withdraw_form(context, entry)
    return _record(entry, None)


FORMS = ApiResource(
    key="correspondence", title=t("Votes by correspondence"), record=FormRecord, rows=rows,
    number=RollEntry.id, write=write, permission=READ,
    acts=(
        ApiAct(
            key="send", title=t("Send a form of vote by correspondence"), takes=FormSent, gives=FormRecord,
            run=_send,
        ),
        ApiAct(
            key="withdraw", title=t("Withdraw a form of vote by correspondence"), takes=Withdrawal,
            gives=FormRecord, run=_withdraw,
        ),
    ),
)  # fmt: skip
