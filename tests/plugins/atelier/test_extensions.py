"""What ateliers use of other modules, and what they put on pages of the core."""

from datetime import date
from decimal import Decimal

import pytest

from collegial.hosting.discovery import Candidate
from collegial.hosting.services import InUse, disable_plugin, enable_plugin
from collegial.plugin import (
    Actor,
    CapabilityOffer,
    Invalid,
    Money,
    Refused,
    Representative,
    participations_in,
)
from collegial.testing.fakes import fake_plugin
from collegial_atelier import plugin, queries, services
from collegial_atelier.models import FundingState


class Rounds:
    """Another module's rounds: one, whose state the test says."""

    module = "fake"
    state = "open"

    def _told(self):
        return {"number": 7, "title": "Un tour", "goal": Decimal(100), "pledged": Decimal("80.50"),
                "state": self.state}  # fmt: skip

    def open_rounds(self, _session):
        return [self._told()] if self.state == "open" else []

    def find(self, _session, number):
        return self._told() if number == 7 else None


ROUNDS = Rounds()
FAKE = fake_plugin(
    provides=("funding-rounds",),
    capability_offers=lambda: [
        CapabilityOffer(key="fake.rounds", capability="funding-rounds", service=ROUNDS)
    ],
)

ATELIER = Candidate(name="atelier", load=lambda: plugin, origin="ours")


@pytest.fixture
def lead(as_role):
    return as_role("staff")


def test_without_a_module_of_rounds_there_is_none_to_take(lead, make):
    with pytest.raises(Invalid, match="a round that is open"):
        services.take_round(lead, atelier_id=make(lead).id, number=7)


@pytest.mark.plugins(ATELIER, FAKE)
def test_the_money_of_a_round_is_found_once_it_holds(lead, make, context, program, monkeypatch):
    atelier = make(lead)
    enable_plugin(context, program.host, "fake")
    row = services.take_round(lead, atelier_id=atelier.id, number=7)
    assert (row.source, row.amount, row.state) == ("Un tour", Money(100_00), FundingState.SOUGHT)
    with pytest.raises(Refused, match=r"atelier\.has_round"):
        services.take_round(lead, atelier_id=atelier.id, number=7)

    def find_it():
        return services.move_funding(lead, atelier_id=atelier.id, funding_id=row.id, state=FundingState.FOUND)

    with pytest.raises(Refused, match=r"atelier\.round_not_held"):
        find_it()
    with pytest.raises(InUse) as used:
        disable_plugin(context, program.host, "fake")
    assert "1 atelier waits for money from" in str(used.value.uses[0])
    disable_plugin(context, program.host, "fake", despite_use=True)
    with pytest.raises(Refused, match=r"“fake”, which keeps this round, is not in use"):
        find_it()

    enable_plugin(context, program.host, "fake")
    monkeypatch.setattr(ROUNDS, "state", "held")
    assert find_it().amount == Money(80_50)
    assert program.host.uses(lead.session, "fake") == []


def test_each_party_reads_its_own_contract(app, client, sign_in, lead, make, territory):
    atelier = make(lead)
    structure, other, person = territory[0], territory[1], territory[-1]
    for actor_id, sent in ((structure, None), (other, person)):
        (part,) = [one for one in participations_in(lead.session, atelier.id) if one.actor_id == actor_id]
        services.draw_contract(
            lead, atelier_id=atelier.id, participation_id=part.id, half_days=4,
            compensation=Money(300_00), person_id=sent,
        )  # fmt: skip
    speaker = Actor(kind=lead.session.get(Actor, person).kind, name="Yann", created_at=lead.clock.now())
    lead.session.add(speaker)
    lead.session.flush()
    lead.session.add(
        Representative(organisation_id=structure, person_id=speaker.id, starts_on=date(2026, 1, 1))
    )
    mine, theirs = (one.id for one in queries.contracts(lead.session, atelier.id))
    speaker_id, atelier_id = speaker.id, atelier.id
    lead.session.commit()

    for actor_id, own, foreign in ((speaker_id, mine, theirs), (person, theirs, mine)):
        sign_in("member", actor_id=actor_id)
        assert client.get(f"/documents/atelier.contract/{foreign}.pdf").status_code == 404
        page = client.get(f"/ateliers/{atelier_id}").text
        assert f"/documents/atelier.contract/{own}.pdf" in page
        assert f"/documents/atelier.contract/{foreign}.pdf" not in page
    assert client.get(f"/documents/atelier.contract/{theirs}.pdf").data.startswith(b"%PDF")
