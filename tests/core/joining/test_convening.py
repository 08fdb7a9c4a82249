"""Members choose how they are convened: what they chose last holds, before what their application said."""

import pytest
from sqlalchemy import func, select
from tests.core.joining.conftest import TODAY

from collegial.actors.models import ActorKind
from collegial.actors.services import NewActor, add_actors
from collegial.joining.models import ConveningChoice
from collegial.joining.queries.consents import convened_by_post, convening_of
from collegial.joining.services import choose_convening
from collegial.kernel.errors import Forbidden, Refused
from collegial.kernel.permissions import Viewer
from collegial.membership.services import Admission, admit_members


@pytest.fixture
def members(context, session, statutes):
    """Give two members from a list, of whom one has an address; committed."""
    emails = {"Élodie Le Bras": "elodie@example.org", "Samuel Tregoarn": None}
    actors = add_actors(
        context, [NewActor(kind=ActorKind.PERSON, name=name, email=email) for name, email in emails.items()]
    )
    admitted = admit_members(
        context, [Admission(actor=one, category_key="employees") for one in actors], admitted_on=TODAY
    )
    session.commit()
    return admitted


def test_the_last_choice_holds(context, session, members):
    elodie, samuel = members
    assert set(session.scalars(convened_by_post())) == set()
    assert convening_of(session, samuel.actor_id, TODAY).by_post  # no address is known

    choose_convening(context, elodie, by_post=True)
    assert set(session.scalars(convened_by_post())) == {elodie.actor_id}
    choose_convening(context, elodie, by_post=True)
    choose_convening(context, elodie, by_post=False)

    assert set(session.scalars(convened_by_post())) == set()
    assert session.scalar(select(func.count()).select_from(ConveningChoice)) == 2


def test_mail_needs_an_address_and_nobody_chooses_for_another(context, session, program, members):
    elodie, samuel = members
    with pytest.raises(Refused, match="No e-mail address"):
        choose_convening(context, samuel, by_post=False)

    other = Viewer(name="Samuel", actor_id=samuel.actor_id, grants=program.registry.grants(("member",)))
    with pytest.raises(Forbidden):
        choose_convening(program.context(session, other), elodie, by_post=True)


def test_a_member_sees_how_it_is_convened_and_changes_it(client, sign_in, session, members):
    elodie, samuel = members
    client.set_cookie("locale", "en")
    sign_in("member", actor_id=elodie.actor_id)
    space, page = f"/mine/{elodie.id}", f"/mine/{elodie.id}/convening"
    assert "come by e-mail, to elodie@example.org" in client.get(space).text
    assert "I can go back to post at any time" in client.get(page).text

    assert client.post(page, data={}).status_code == 422
    assert client.post(page, data={"way": "post"}).location.endswith(f"{space}#convening")

    assert "Convocations to assemblies come by post." in client.get(space).text
    session.rollback()
    assert session.scalars(select(ConveningChoice.on_paper)).all() == [False]
    assert client.get(f"/mine/{samuel.id}/convening").status_code == 404
