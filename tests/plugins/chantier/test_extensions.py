"""What chantiers add beside their pages: settings, lists, a document, a rule of access, mail, what is in use."""

import pytest
from sqlalchemy import select

from collegial.hosting.services import InUse, disable_plugin
from collegial.hosting.settings import save_settings
from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import Actor, Refused, Representative, allowed
from collegial.proposals.models import Proposal
from collegial.proposals.permissions import READ
from collegial.testing.conformance import check_plugin
from collegial_chantier import plugin, services
from collegial_chantier.models import Measure, MeasureKind
from collegial_chantier.rules import Consent
from collegial_chantier.settings import RULES


@pytest.fixture
def chantier(context, territory, statement):
    """Give a chantier that feeds a proposal, with one base structure in it."""
    chantier = services.open_chantier(
        context, title="Financer l’économie", question="Qui prête ?", proposal_id=territory["proposal"]
    )
    services.add_participant(
        context, chantier_id=chantier.id, actor_id=territory["garden"], statement=statement
    )
    return chantier


def test_it_keeps_to_all_that_the_host_counts_on():
    assert check_plugin(plugin) == []


def test_the_deployment_can_ask_for_more_base_structures(context, chantier):
    save_settings(context, RULES, {"minimum_base_structures": 2})

    with pytest.raises(Refused, match="at least 2"):
        services.start_chantier(context, chantier_id=chantier.id)


def test_what_is_under_way_is_told_before_the_switch(context, chantier, program):
    services.start_chantier(context, chantier_id=chantier.id)

    with pytest.raises(InUse) as refused:
        disable_plugin(context, program.host, "chantier")

    assert [str(one) for one in refused.value.uses] == [
        "1 chantier is under way: its structures could no longer follow it."
    ]
    disable_plugin(context, program.host, "chantier", despite_use=True)
    assert "chantier" not in program.host.active(context.session)


def test_those_who_work_on_a_proposal_read_it(context, chantier, territory, as_role):
    proposal = context.session.get(Proposal, territory["proposal"])
    proposal.is_public = False
    context.session.add(
        Representative(
            organisation_id=territory["garden"], person_id=territory["person"], starts_on=territory["today"]
        )
    )
    context.session.flush()

    def reads(actor_id):
        viewer = as_role("guest", actor_id=actor_id).by
        reached = allowed(context.session, viewer, READ, Proposal.id)
        return context.session.scalars(select(Proposal.id).where(reached)).all()

    assert reads(territory["person"]) == [territory["proposal"]]
    assert reads(territory["bikes"]) == []
    assert reads(None) == []


def test_the_lists_and_the_sheet_are_given(client, context, chantier, program, territory):
    one = services.give_testimony(
        context, chantier_id=chantier.id, actor_id=territory["garden"], text="Neuf mois",
        consent=Consent.ANONYMOUS,
    )  # fmt: skip
    services.publish_testimony(context, chantier_id=chantier.id, testimony_id=one.id)
    context.session.commit()

    table = client.get("/lists/chantier.list.csv")
    assert table.status_code == 200
    assert "Financer l’économie" in table.text
    sheet = client.get(f"/documents/chantier.sheet/{chantier.id}.pdf")
    assert sheet.data.startswith(b"%PDF")
    assert client.get("/documents/chantier.sheet/99.pdf").status_code == 404
    assert chantier.title in client.get("/search/?q=PRÊTE+economie").text
    record = client.get(f"/api/v1/chantier.chantiers/{chantier.id}").json
    assert (record["title"], record["phase"]) == ("Financer l’économie", "before")
    assert record["diagnosis"] is None


def test_a_measure_is_found_once_people_were_told_of_it(client, context, chantier):
    measure = Measure(
        chantier=chantier, kind=MeasureKind.CREATED, title="Un seul dossier", description="Le prêt et la caution",
        information="Demandez au guichet.",
    )  # fmt: skip
    context.session.add(measure)
    context.session.commit()
    assert measure.title not in client.get("/search/?q=guichet").text

    measure.informed_on = context.today
    context.session.commit()
    for words in ("guichet", "caution", "seul+dossier"):
        assert (
            f'<a href="/chantiers/{chantier.id}">Un seul dossier</a>'
            in client.get(f"/search/?q={words}").text
        )


def test_a_proposal_leads_to_a_new_chantier(client, sign_in, territory, program):
    sign_in("staff")
    actions = program.host.subject_actions

    with program.database.reading() as session:
        found = actions(session, program_viewer("test"), "proposal", territory["proposal"])

    assert [one.key for one in found] == ["chantier.open"]
    page = client.get(f"/chantiers/new?proposal_id={territory['proposal']}").text
    assert f'<option selected value="{territory["proposal"]}">' in page


def test_letters_invite_a_stakeholder_and_tell_a_structure_its_answer(
    app, program, context, chantier, territory
):
    for who in ("region", "garden"):
        context.session.get_one(Actor, territory[who]).email = f"{who}@example.org"
    party = services.identify_party(context, chantier_id=chantier.id, actor_id=territory["region"])
    services.invite_party(context, chantier_id=chantier.id, party_id=party.id)
    context.session.commit()
    with app.test_request_context():
        program.drain()

    letters = {one.to[0]: one for one in app.extensions["mailman"].outbox}
    assert set(letters) == {"region@example.org", "garden@example.org"}
    assert "Qui prête ?" in letters["region@example.org"].body
    assert f"/works/{chantier.id}" in letters["garden@example.org"].body
