"""What the financial tools do for the platform: their command, and their service for other modules."""

from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo

from collegial.plugin import Money, offered
from collegial_finance.ledger import services as books
from collegial_finance.ledger.cli import fec
from collegial_finance.ledger.fec import COLUMNS
from collegial_finance.rounds import services
from collegial_finance.rounds.rules import Instrument, PledgeState


@pytest.fixture
def run(app):
    def do(*arguments):
        done = CliRunner().invoke(fec, arguments, obj=ScriptInfo(create_app=lambda: app))
        return done.exit_code, done.output

    return do


def test_the_file_of_a_year_has_the_prescribed_name_columns_and_signs(
    context, session, finance_is_on, run, tmp_path
):
    for day in (date(2025, 12, 31), date(2026, 1, 1)):
        books.record_by_hand(
            context, on=day, label="Dotation\tannuelle", debit="512", credit="1021", amount=Money(1_234_05)
        )
    session.commit()

    code, said = run("123456789", "2026-12-31", "--folder", str(tmp_path))

    assert (code, "not closed" in said) == (0, True), said
    lines = (tmp_path / "123456789FEC20261231.txt").read_text(encoding="utf-8").splitlines()
    heads, debit, credit = (line.split("\t") for line in lines)
    assert tuple(heads) == COLUMNS
    assert len(debit) == len(credit) == len(COLUMNS) == 18
    assert (debit[3], debit[4], debit[10:13]) == ("20260101", "512", ["Dotation annuelle", "1234,05", "0,00"])
    assert (credit[4], credit[11:13]) == ("1021", ["0,00", "1234,05"])
    assert debit[5] == "Banque"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["12345678", "2026-12-31"], "nine digits"),
        (["123456789", "2026-12-31", "--begins-on", "2027-01-01"], "ends before it begins"),
        (["123456789", "hier"], "does not match"),
    ],
)
def test_what_names_no_year_is_refused(finance_is_on, run, arguments, says):
    code, said = run(*arguments)

    assert (code, says in said) == (2, True), said


def test_other_modules_read_the_rounds(context, session, actors, plan):
    opened = services.open_round(
        context, title="Un four", need="Un four", project_id=actors["cannery"], plan=plan()
    )
    pledge = services.invite_funder(
        context, round_id=opened.id, funder_id=actors["bank"], instrument=Instrument.GRANT
    )
    services.move_pledge(
        context, round_id=opened.id, pledge_id=pledge.id, state=PledgeState.PLEDGED, amount=Money(250_50)
    )
    session.expire_all()

    rounds = offered(session, "funding-rounds")

    assert rounds.module == "finance"
    assert rounds.open_rounds(session) == [
        {"number": opened.id, "title": "Un four", "goal": Decimal(1000), "pledged": Decimal("250.5"),
         "state": "open"}
    ]  # fmt: skip
    assert rounds.find(session, 999) is None
