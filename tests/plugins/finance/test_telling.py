"""Who is told that a round was changed or called off, or that evidence is refused: nobody is said to be who was not."""

import io
import re

import pytest

from collegial.kernel.outbox import OutboxMessage
from collegial.plugin import Actor
from collegial_finance.fund.mailing import send_refused
from collegial_finance.rounds import services as rounds
from collegial_finance.rounds.mailing import tell_funder
from collegial_finance.rounds.rules import Instrument, PledgeState
from collegial_finance.rounds.services.changing import TELL
from collegial_finance.rounds.services.linking import give_link

CHANGED = {"title": "La conserverie", "need": "Un toit", "closes_on": "2027-01-31", "reason": "Le bail"}


@pytest.fixture
def table(context, session, actors, plan):
    """Give the page of a round with a bank that may be written to, and a region that has no e-mail address."""
    made = rounds.open_round(
        context, title="La conserverie", need="Un local", project_id=actors["cannery"], plan=plan()
    )
    session.get(Actor, actors["bank"]).email = "bank@example.org"
    for who, instrument in (
        ("bank", "grant"),
        ("bank", "loan"),
        ("region", "grant"),
        ("foundation", "grant"),
    ):
        kind = Instrument(instrument)
        rounds.invite_funder(context, round_id=made.id, funder_id=actors[who], instrument=kind)
    left = made.pledges[-1]
    rounds.move_pledge(context, round_id=made.id, pledge_id=left.id, state=PledgeState.WITHDRAWN)
    session.commit()
    return made


@pytest.fixture
def letters(app, context, session):
    """Give a function that runs what was promised under a key, and returns what it wrote."""

    def work(key, run):
        box = app.extensions["mailman"].outbox
        box.clear()
        session.expire_all()  # the pages wrote by others
        promised = session.query(OutboxMessage).filter_by(task=key).order_by(OutboxMessage.id).all()
        with app.test_request_context():
            for one in promised:
                run(context, one.payload)
        session.commit()
        return list(box)

    return work


def sent(client, path, **facts):
    """Send a form and return what is said next."""
    mark = re.search(r'name="once"[^>]*value="([^"]+)"', client.get(path).text)[1]
    return client.post(path, data=facts | {"once": mark}, follow_redirects=True).text


def test_a_changed_round_writes_to_its_table_and_names_who_is_to_be_told_otherwise(
    client, sign_in, table, letters, actors
):
    sign_in("staff")
    said = sent(client, f"/finance/rounds/{table.id}/change", **CHANGED)
    assert "Without an e-mail address, to be told otherwise: Region." in said
    (letter,) = letters(TELL, tell_funder)
    assert (letter.to, "conserverie" in letter.subject, "Le bail" in letter.body) == (
        ["bank@example.org"], True, True,
    )  # fmt: skip
    assert "http" not in letter.body, "without a link of its own, no page is open to it"


def test_a_round_called_off_writes_to_who_was_at_its_table_by_the_link_it_has(
    client, sign_in, table, letters, context, session
):
    give_link(context, round_id=table.id, pledge_id=table.pledges[0].id, days=30, by_mail=False)
    session.commit()
    sign_in("staff")
    sent(client, f"/finance/rounds/{table.id}/change", **CHANGED)
    said = sent(client, f"/finance/rounds/{table.id}/cancel", reason="Abandon")
    assert "called off. A letter goes to whoever is at its table." in said
    (letter,) = letters(TELL, tell_funder)
    assert ("Abandon" in letter.body, "/table/" in letter.body) == (True, True)


@pytest.mark.parametrize(
    ("who", "expected"),
    [((), "The round is changed.<"), (("region",), "No letter goes out.")],
)
def test_a_round_that_reaches_nobody_does_not_say_that_it_does(
    client, sign_in, context, session, actors, plan, who, expected
):
    made = rounds.open_round(context, title="Four", need="x", project_id=actors["cannery"], plan=plan())
    for one in who:
        rounds.invite_funder(context, round_id=made.id, funder_id=actors[one], instrument=Instrument.GRANT)
    session.commit()
    sign_in("staff")
    said = sent(client, f"/finance/rounds/{made.id}/change", **CHANGED)
    assert (expected in said, "A letter goes" in said) == (True, False)


@pytest.mark.parametrize("address", [None, "four@example.org"])
def test_refused_evidence_writes_to_the_structure_and_its_form_repeats_what_was_lacking(
    client, sign_in, experiment, session, letters, address
):
    session.get(Actor, experiment.actors["cannery"]).email = address
    application = experiment.agreed()
    session.commit()
    here = f"/finance/experiments/applications/{application.id}/instalments/2"
    sign_in("staff")
    sent(client, f"{here}/evidence", file=(io.BytesIO(experiment.proof.content), "facture.pdf"))
    sign_in("chair")
    for act in ("approve", "refuse"):
        assert re.search(r'<dd><a href="[^"]+/files/\d+">facture.pdf</a>', client.get(f"{here}/{act}").text)
    said = sent(client, f"{here}/refuse", reason="Sans date")
    told = "a letter goes to the structure" if address else "Cannery has no e-mail address: tell it otherwise"
    assert told in said
    found = letters("finance.evidence_refused", send_refused)
    assert [("Sans date" in one.body, one.to) for one in found] == ([(True, [address])] if address else [])
    sign_in("staff")
    assert "Sans date" in client.get(f"{here}/evidence").text
    sent(client, f"{here}/evidence", file=(io.BytesIO(experiment.proof.content), "datée.pdf"))
    assert "Sans date" not in client.get(f"{here}/evidence").text
    assert letters("finance.evidence_refused", send_refused) == [], "it is answered by then"
