"""A list of actors of the directory: nobody becomes a member by it."""

import pytest
from sqlalchemy import func, select

from collegial.actors.models import Actor, ActorKind
from collegial.actors.services import add_family
from collegial.imports.queries import rows
from collegial.imports.rules import Mode, Outcome
from collegial.membership.models import Member

pytestmark = pytest.mark.both_databases

TITLES = ["Structure", "Type", "Ville", "Famille"]
AMIS = ["Les Amis du Blosne", "Association", "Rennes", "Structures de base"]


@pytest.fixture(autouse=True)
def family(context):
    return add_family(context, key="base", label="Structures de base", level=0)


@pytest.mark.parametrize("mode", Mode)
def test_actors_are_added_with_their_family_and_only_once(session, import_all, bring, lists, mode):
    content = lists.written(AMIS, titles=TITLES)
    import_all(content, kind="actors", mode=mode)

    (actor,) = session.scalars(select(Actor))
    assert (actor.name, actor.kind, actor.family.key) == (AMIS[0], ActorKind.ORGANISATION, "base")
    assert session.scalar(select(func.count()).select_from(Member)) == 0
    assert bring(content, kind="actors").same_count == 1


def test_an_unknown_family_stands_at_its_cell(session, bring, lists):
    file = bring(lists.written([*AMIS[:3], "Inconnue"], titles=TITLES), kind="actors")

    (row,) = session.scalars(rows(file.id, Outcome.WRONG))
    assert [(fault["field"], fault["code"]) for fault in row.faults] == [("family", "actors.unknown_family")]


def test_one_family_may_stand_for_all(session, import_all, lists):
    import_all(lists.written(AMIS[:2], titles=TITLES[:2]), kind="actors", defaults={"family": "base"})

    assert session.scalars(select(Actor)).one().family.key == "base"
