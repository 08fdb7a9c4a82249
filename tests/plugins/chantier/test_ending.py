"""A chantier that is called off as a whole: who may, what it keeps, and that no proposal counts on it."""

import io

import pytest
from pypdf import PdfReader

from collegial.kernel.permissions import Viewer
from collegial.plugin import DomainError, Forbidden, Passage
from collegial.works.permissions import MANAGE as MANAGE_WORKS
from collegial.works.services import call_off_work
from collegial_chantier import gates, queries, services
from collegial_chantier.exports import chantier_rows
from collegial_chantier.rules import Consent

pytestmark = pytest.mark.both_databases
WHY = "Le groupe s’est défait."


@pytest.fixture
def lead(as_role):
    return as_role("pilot")


@pytest.fixture
def started(lead, territory, statement):
    """Give a chantier under way for a proposal, with a base structure and a public body in it."""
    chantier = services.open_chantier(
        lead, title="Financer", question="Comment ?", proposal_id=territory["proposal"]
    )
    garden = {"actor_id": territory["garden"], "statement": statement}
    services.add_participant(lead, chantier_id=chantier.id, **garden)
    services.add_participant(lead, chantier_id=chantier.id, actor_id=territory["region"])
    services.start_chantier(lead, chantier_id=chantier.id)
    return chantier


def refusal(act, *args, **facts):
    with pytest.raises(DomainError) as raised:
        act(*args, **facts)
    return raised.value.code


def test_only_who_leads_chantiers_calls_one_off(program, session, started):
    works_alone = Viewer(name="test", grants=frozenset({MANAGE_WORKS.key}), reach=program.host.reach)

    with pytest.raises(Forbidden):
        call_off_work(program.context(session, works_alone), work_id=started.id, reason=WHY)


def test_nothing_is_entered_and_a_consent_is_still_taken_back(lead, started, territory):
    own = {"chantier_id": started.id}
    said = {"actor_id": territory["garden"], "text": "On a essayé.", "consent": Consent.NAMED}
    first, second = (services.give_testimony(lead, **own, **said) for _ in range(2))
    services.publish_testimony(lead, **own, testimony_id=first.id)
    call_off_work(lead, work_id=started.id, reason=WHY)

    for act, facts in (
        (services.add_participant, {"actor_id": territory["bikes"]}),
        (services.give_testimony, said),
        (services.identify_party, {"actor_id": territory["region"]}),
        (services.write_diagnosis, {"text": "Ce qui est", "seen": 0}),
        (services.feed_proposal, {}),
        (services.publish_testimony, {"testimony_id": second.id}),
    ):
        assert refusal(act, lead, **own, **facts) == "works.called_off", act.__name__
    assert services.publish_testimony(
        lead, **own, testimony_id=first.id, is_public=False
    ).published_on is None  # fmt: skip


def test_no_proposal_counts_on_it(session, lead, started, territory):
    passage = Passage(proposal_id=territory["proposal"], from_stage="V0", to_stage="V1")
    before = gates.check_base_structures(session, passage).is_open

    call_off_work(lead, work_id=started.id, reason=WHY)

    assert (before, gates.check_base_structures(session, passage).is_open) == (True, False)
    assert queries.linked_chantiers(session, territory["proposal"]) == (0, [])
    assert queries.shared_diagnoses(session, territory["proposal"]) == []


def test_its_pages_its_sheet_and_the_list_say_so(client, sign_in, lead, started):
    one = f"/chantiers/{started.id}"
    lead.session.commit()
    sign_in("pilot")
    before, board = client.get(one).text, client.get("/chantiers/").text
    found = client.get("/search/?q=financer").text
    call_off_work(lead, work_id=started.id, reason=WHY)
    lead.session.commit()

    assert "that were called off" not in found
    page = client.get(one).text
    assert f'href="/works/{started.id}/call-off"' in before
    assert all(word in page for word in (WHY, "Started on", "Les Jardins", "Conseil régional", "Meetings"))
    for word in (
        "Call off the chantier", "Change the chantier", "Finish the chantier", "Record a testimony",
        "Add a stakeholder", "Plan a meeting", "Enter a structure", "Bring this work",
    ):  # fmt: skip
        assert word not in page, word
    assert ("Called off" in board, "Called off" in client.get("/chantiers/").text) == (False, True)
    assert [str(row[5]) for row in chantier_rows(lead.session)] == ["Called off"]
    assert "Chantiers that were called off" in client.get("/search/?q=financer").text
    sheet = PdfReader(io.BytesIO(client.get(f"/documents/chantier.sheet/{started.id}.pdf").data))
    assert "Annulé, parce que" in "".join(one.extract_text() for one in sheet.pages)
    told = client.get("/api/v1/chantier.chantiers").json["items"][0]
    assert (told["phase"], told["called_off_for"]) == ("called_off", WHY)
