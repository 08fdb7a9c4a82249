"""A committee of three, and a question put to it."""

from datetime import date
from fractions import Fraction

import pytest

from collegial.actors.models import ActorKind
from collegial.actors.services import add_actor
from collegial.group_votes.services import GroupQuestion, open_group_vote
from collegial.groups.models import GroupKind
from collegial.groups.permissions import MANAGE
from collegial.groups.services import add_group_member, create_group


@pytest.fixture
def committee(context):
    """Give the numbers of the members, by name, and that of their group as `group`."""
    group = create_group(context, key="committee", name="Comité", kind=GroupKind.WORKING)
    found = {"group": group.id}
    for name in ("anna", "bran", "cloe"):
        actor = add_actor(context, kind=ActorKind.PERSON, name=name.title(), is_invented=True)
        add_group_member(context, group, actor, starts_on=date(2026, 1, 1))
        found[name] = actor.id
    return found


@pytest.fixture
def ask(context, committee):
    """Give a function that puts a question to the committee."""

    def put(*, set_aside=None, quorum="1/2", subject_id=7, **words):
        told = {"title": "Aider le four ?", "question": "Donner **800 €** au four."} | words
        asked = GroupQuestion(
            subject="test.thing",
            subject_id=subject_id,
            page="/groups/of/committee",
            quorum=Fraction(quorum),
            **told,
        )
        return open_group_vote(
            context, committee["group"], asked, permission=MANAGE, set_aside=set_aside or {}
        )

    return put


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client
