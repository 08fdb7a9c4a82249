"""The register bears no one without a name: whoever is erased at the moment of the admission comes before or after."""

from datetime import date

import pytest
from sqlalchemy import select

from collegial.actors.models import Actor
from collegial.actors.rules import nameless
from collegial.membership.models import Member
from collegial.membership.services import admit_member
from collegial.privacy.services import erase_data

pytestmark = pytest.mark.both_databases
TODAY = date(2026, 11, 23)


@pytest.fixture
def acts(program, session, statutes, new_actor):
    """Give two acts on one person, who is in the directory: to admit it, and to erase it."""
    number = new_actor().id
    sources = [source for _, source in program.host.declared("personal_data")]
    session.commit()

    def admit(context):
        admit_member(
            context, context.session.get_one(Actor, number), category_key="beneficiaries", admitted_on=TODAY
        )

    return admit, lambda context: erase_data(context, sources, number)


def names(program):
    with program.database.reading() as session:
        return [one.actor.name for one in session.scalars(select(Member))]


def test_who_is_erased_while_it_is_admitted_keeps_the_name(program, acts, at_once):
    admit, erase = acts
    assert at_once(admit, erase) == ("done", "privacy.nothing_left")
    assert names(program) == ["Nolwenn Kerbrazan"]


def test_who_was_erased_is_not_admitted(program, acts, at_once, context):
    admit, erase = acts
    assert at_once(erase, admit) == ("done", "actors.erased")
    assert at_once(admit) == "actors.erased"
    assert names(program) == []
    assert context.session.scalars(select(Actor.name)).all() == [nameless(1)]
