"""Find funds and files for their pages, and say where an act on one of them stands."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from flask import url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import DomainError, Missing, OnceForm, Text, act, session, t, viewer
from collegial_finance.committees.acting import Place, act_on, committee_facts
from collegial_finance.committees.queries import may_read
from collegial_finance.guarantees import queries
from collegial_finance.guarantees.models import FileState, GuaranteeFile, GuaranteeFund
from collegial_finance.guarantees.showing import Fact, facts_of
from collegial_finance.permissions import READ
from collegial_finance.sending import Done, over_page


def fund_of(fund_id: int) -> GuaranteeFund:
    """Return a fund. Raises Missing."""
    found = queries.fund(session(), fund_id)
    if found is None:
        raise Missing("finance.fund_unknown", t("There is no such guarantee fund."))
    return found


def file_of(file_id: int) -> GuaranteeFile:
    """Return a file. Raises Missing."""
    found = queries.file(session(), file_id)
    if found is None:
        raise Missing("finance.file_unknown", t("There is no such file."))
    return found


def over_on(file_id: int, title: Text, refusal: DomainError | None) -> str | None:
    """Return the page that leads back to a file on which an act is over; None where it can be done."""
    found = file_of(file_id)
    return over_page(refusal, title, crumbs(found.fund, found))


def readable(file_id: int) -> GuaranteeFile:
    """Return a file that the reader may read: by right, or to decide on it. Raises Missing."""
    found = file_of(file_id)
    if not may_read(session(), viewer(), queries.case_of(found), act().today):
        raise Missing("finance.file_unknown", t("There is no such file."))
    return found


def place(fund: GuaranteeFund, file: GuaranteeFile | None = None, *, anchor: str | None = None) -> Place:
    """Return where an act on a fund, or on one of its files, stands."""
    if file is None:
        page = url_for("finance_guarantees.show", fund_id=fund.id)
        return Place(page=page, crumbs=crumbs(fund), about=fund.name, facts=_standing(fund))
    page = url_for("finance_guarantees.file", file_id=file.id, _anchor=anchor)
    return Place(page=page, crumbs=crumbs(fund, file), about=file.borrower.name, facts=facts_of(file))


def _standing(fund: GuaranteeFund) -> Sequence[tuple[Text, object]]:
    """Return who decides on the files of a fund, and how many wait."""
    waiting = queries.by_state(fund)[FileState.REQUESTED]
    return committee_facts(fund.committee, [one.borrower.name for one in waiting])


def crumbs(found: GuaranteeFund, file: GuaranteeFile | None = None) -> list[tuple[Text | str, str]]:
    """Return the way to a fund, which its committee does not read, and to a file."""
    above: list[tuple[Text | str, str]] = []
    if viewer().may(READ):
        above = [
            (t("Guarantee funds"), url_for("finance_guarantees.index")),
            (found.name, url_for("finance_guarantees.show", fund_id=found.id)),
        ]
    own: list[tuple[Text | str, str]] = []
    if file:
        own = [(file.borrower.name, url_for("finance_guarantees.file", file_id=file.id))]
    return [*above, *own]


def act_on_file(
    file_id: int,
    form: OnceForm,
    work: Callable[[], object],
    title: Text,
    done: Done,
    *,
    refusal: DomainError | None,
    more: Sequence[Fact] = (),
    **shown: object,
) -> ResponseReturnValue:
    """Do the work of a form on a file, and go back to it; a `refusal` says why there is none.

    `more` is what there is to know before this act alone, `shown` what the page of the form shows besides.
    """
    found = file_of(file_id)
    where = place(found.fund, found)
    over = over_page(refusal, title, where.crumbs)
    return act_on(replace(where, facts=[*where.facts, *more]), form, work, title, done, instead=over, **shown)
