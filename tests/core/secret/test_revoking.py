"""Directors are revoked off the agenda in secret, and who replaces them is elected in secret after that."""

from collegial.actors.models import ActorKind
from collegial.actors.services import add_actor
from collegial.assemblies.services.conducting import close_assembly
from collegial.assemblies.services.revoking import NewRevocation
from collegial.groups.models import GroupKind
from collegial.groups.queries import members_of
from collegial.groups.services import add_group_member, create_group
from collegial.records import verifier
from collegial.records.services import record_of
from collegial.sitting.services import ask_to_revoke
from collegial.testing.factories import convened
from collegial.votes.queries import resolutions_unmarked

FOR, CLEO = [0, 1, 0, 0], [0, 1, 0]


def asked(context, world):
    """Ask in the sitting to revoke Ada, and propose two to replace her; return the group and what is decided."""
    group = create_group(context, key="board", name="Conseil", kind=GroupKind.BOARD)
    ada, _ = (add_actor(context, kind=ActorKind.PERSON, name=name) for name in ("Ada Martin", "Cleo Petit"))
    context.session.flush()
    seat = add_group_member(context, group, ada, starts_on=context.today)
    context.session.flush()
    world.arrive(*world.entries["A"])
    world.open()
    new = NewRevocation(
        asked_by=world.entries["A"][0], seats=[seat.id], candidates=("Cleo Petit", "Dan Roux")
    )
    item = ask_to_revoke(context, world.assembly, new, text="Défiance.", say=str)
    return group, [one for one in world.assembly.resolutions if one.item_id == item.id]


def vote_in_secret(leading, world, resolution, choice):
    vote = leading(world, resolutions=[resolution]).make_keys().rehearse().open()
    for entry in world.entries["A"]:
        vote.vote(entry, choice)
    vote.close().decrypt(1, 2).publish()
    world.context.session.flush()


def test_a_director_is_revoked_and_replaced_in_secret(context, leading):
    world = convened(context, {"A": 4})
    group, (revoking, election) = asked(context, world)
    assert election not in resolutions_unmarked(context.session, world.assembly.id)

    vote_in_secret(leading, world, revoking, FOR)
    assert [one.ends_on for one in members_of(context.session, group)] == [context.today]
    vote_in_secret(leading, world, election, CLEO)

    here = [one.actor.name for one in members_of(context.session, group) if one.ends_on is None]
    assert here == ["Cleo Petit"]
    close_assembly(context, world.assembly)
    assert list(verifier.verify(record_of(context, world.assembly)))
