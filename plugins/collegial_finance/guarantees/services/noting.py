"""What every act on a guarantee file shares: the lock, the entry in the books, the step."""

from collections.abc import Mapping
from datetime import date

from collegial.plugin import ZERO, Actor, Context, Missing, Money, Refused, held_row, t
from collegial_finance.guarantees import queries
from collegial_finance.guarantees.events import FileMoved
from collegial_finance.guarantees.models import FileState, FileStep, GuaranteeFile, GuaranteeFund
from collegial_finance.ledger.models import Entry
from collegial_finance.ledger.rules import Line
from collegial_finance.ledger.services import write

# By act: the states of a file in which it is its turn.
TURNS: Mapping[str, frozenset[FileState]] = {
    "accept": frozenset({FileState.REQUESTED}),
    "decide": frozenset({FileState.REQUESTED, FileState.ACCEPTED}),
    "issue": frozenset({FileState.ACCEPTED}),
    "note_repayments": frozenset({FileState.ISSUED}),
    "note_incident": frozenset({FileState.ISSUED}),
    "resume": frozenset({FileState.INCIDENT}),
    "provide": frozenset({FileState.ISSUED, FileState.INCIDENT}),
    "call": frozenset({FileState.INCIDENT}),
    "recover": frozenset({FileState.CALLED}),
}


def ready(context: Context, file_id: int, act: str) -> GuaranteeFile:
    """Return the file, locked with its fund, where it is the turn of an act."""
    found = locked_file(context, file_id)
    if (refusal := out_of_turn(found, act)) is not None:
        raise refusal
    return found


def out_of_turn(found: GuaranteeFile, act: str) -> Refused | None:
    """Return why an act cannot be done on a file from where it stands; None where it is its turn."""
    is_recovered = act == "recover" and found.recovered == found.paid
    if found.state in TURNS[act] and not is_recovered:
        return None
    return Refused("finance.file_step", t("This file cannot take this step from where it stands."))


def note_step(
    context: Context,
    found: GuaranteeFile,
    state: FileState,
    *,
    note: str | None = None,
    amount: Money = ZERO,
    set_aside: Money = ZERO,
    entry: Entry | None = None,
) -> None:
    """Put the file in its state, and write the step down."""
    found.state = state
    write_step(context, found, note=note, amount=amount, set_aside=set_aside, entry=entry)
    context.emit(FileMoved(fund=found.fund_id, file=found.id, state=found.state.value))


def write_step(
    context: Context,
    found: GuaranteeFile,
    *,
    note: str | None = None,
    amount: Money = ZERO,
    set_aside: Money = ZERO,
    entry: Entry | None = None,
) -> None:
    """Write a step down that leaves the file in its state."""
    context.session.add(
        FileStep(
            file_id=found.id, state=found.state, note=note, amount=amount, set_aside=set_aside, exposure=found.exposure,
            taken_at=context.clock.now(), entry_id=entry.id if entry else None,
        )
    )  # fmt: skip
    context.session.flush()
    context.session.expire(found, ["steps"])


def entry_of(
    context: Context, found: GuaranteeFund, party: Actor, lines: tuple[Line, Line], on: date | None
) -> Entry:
    """Write an entry between a fund and a third party."""
    label = f"{found.name} – {party.name}"[:200]
    return write(
        context, on=on or context.today, label=label, source=found.source, lines=lines, party_id=party.id
    )


def resize(found: GuaranteeFund, *, endowed: Money = ZERO, lost: Money = ZERO) -> None:
    """Let the capacity of a fund, locked, follow what was paid in, what was lost, and, below zero, what came back."""
    found.endowment += endowed
    found.lost += lost
    found.capacity = found.rule.capacity


def locked_fund(context: Context, fund_id: int) -> GuaranteeFund:
    """Return the fund, locked: two committees at once must not commit it beyond its capacity."""
    found = held_row(context.session, GuaranteeFund, fund_id)
    if found is None:
        raise Missing("finance.fund_unknown", t("There is no such guarantee fund."))
    return found


def locked_file(context: Context, file_id: int) -> GuaranteeFile:
    """Return a file, its fund locked. Raises Missing."""
    known = queries.file(context.session, file_id)
    if known is None:
        raise Missing("finance.file_unknown", t("There is no such file."))
    locked_fund(context, known.fund_id)
    context.session.refresh(known)  # another may have moved it before the lock
    return known
