"""What the financial tools do for the platform: their command, and their service for other modules."""

from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo

from collegial.plugin import Money, offered
from collegial_finance.ledger import services as books
from collegial_finance.ledger.cli import fec
from collegial_finance.ledger.exports import FEC
from collegial_finance.ledger.fec import COLUMNS, fec_lines
from collegial_finance.ledger.personal import BOOKS
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
    assert (debit[:2], debit[6:8]) == (["OD", "Opérations diverses"], ["", ""])


def test_each_tool_has_its_journal_and_third_parties_their_accounts(context, session, world, actors):
    heads, *lines = (
        line.split("\t") for line in fec_lines(session, date(2026, 1, 1), date(2026, 12, 31), str)
    )

    found = {
        (row["JournalCode"], row["JournalLib"], row["CompteNum"], row["CompAuxNum"], row["CompAuxLib"])
        for row in (dict(zip(heads, line, strict=True)) for line in lines)
    }
    bank, cannery = f"T{actors['bank']:06}", f"T{actors['cannery']:06}"
    assert found == {
        ("FG", "Fonds de garantie", "512", "", ""),
        ("FG", "Fonds de garantie", "1021", "", ""),
        ("PR", "Prêts", "512", "", ""),
        ("PR", "Prêts", "4673", bank, "Bank"),
        ("PR", "Prêts", "4673", cannery, "Cannery"),
    }
    columns = [one.label.msgid for one in FEC.columns]
    rows = [dict(zip(columns, row, strict=True)) for row in FEC.rows(session)]
    assert {(row["JournalCode"], row["CompAuxLib"]) for row in rows} == {(one[0], one[4]) for one in found}
    assert [one["amount_cents"] for one in BOOKS.export(session, actors["bank"])] == [50_000, 80_000]


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
