"""Two administrators who do the same thing at one moment: it is done once, and nobody sees a fault."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from collegial.accounts.models import Account
from collegial.accounts.queries import account_by_email
from collegial.accounts.services import give_roles, open_account
from collegial.actors.models import ActorKind
from collegial.actors.services import add_actor
from collegial.assemblies.queries.meetings import assembly
from collegial.assemblies.services.conducting import declare_inquorate
from collegial.assemblies.services.preparing import convene_again
from collegial.atlas.services import hide_actor, show_actor
from collegial.hosting.models import PluginState
from collegial.hosting.services import disable_plugin, enable_plugin
from collegial.journal.models import JournalEntry
from collegial.journal.queries import verify
from collegial.kernel.errors import DomainError
from collegial.kernel.permissions import program as program_viewer
from collegial.minutes.services import establish_minutes
from collegial.notices.services import choose
from collegial.onboarding.services import put_away
from collegial.privacy.services import erase_data
from collegial.publishing.rules.texts import Place
from collegial.publishing.services import publish_text
from collegial.testing.factories import convened
from collegial.testing.fakes import fake_plugin

pytestmark = pytest.mark.both_databases
HANDS = 3


def at_once(program, act, by=None):
    """Let several hands do an act at one moment; return what they were told, refusals by their codes."""
    start, told = threading.Barrier(HANDS), []

    def hand():
        start.wait()
        try:
            with program.database.unit_of_work() as session:
                act(program.context(session, by or program_viewer("test")))
        except DomainError as refusal:
            told.append(refusal.code)
        except Exception as fault:  # noqa: BLE001 (what a page would show as a fault)
            told.append(repr(fault)[:200])
        else:
            told.append("done")

    hands = [threading.Thread(target=hand) for _ in range(HANDS)]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    return told


def journal(program, event):
    with program.database.reading() as session:
        assert verify(session) is None
        return session.scalar(select(func.count(JournalEntry.sequence)).where(JournalEntry.event == event))


def test_an_assembly_is_convened_again_once_and_its_minutes_are_entered_once(program, context, clock):
    world = convened(context, {"A": 3})
    world.open()  # nobody came
    declare_inquorate(context, world.assembly)
    number, later = world.assembly.id, clock.now() + timedelta(days=20)
    context.session.commit()

    def again(hand):
        convene_again(hand, assembly(hand.session, number), starts_at=later)

    told = at_once(program, again)
    assert sorted(told) == sorted(["done", *["assemblies.second_exists"] * (HANDS - 1)])
    told = at_once(program, lambda hand: establish_minutes(hand, assembly(hand.session, number)))
    assert told == ["done"] * HANDS
    assert journal(program, "minutes.established") == 1


@pytest.mark.plugins(fake_plugin("fake"))
def test_a_module_is_switched_once(program):
    assert at_once(program, lambda context: enable_plugin(context, program.host, "fake")) == ["done"] * HANDS
    assert journal(program, "modules.enabled") == 1
    assert at_once(program, lambda context: disable_plugin(context, program.host, "fake")) == ["done"] * HANDS
    assert journal(program, "modules.disabled") == 1
    with program.database.reading() as session:
        assert session.get(PluginState, "fake").is_active is False


def test_an_account_is_opened_once_and_given_its_roles_once(program):
    def opened(context):
        open_account(context, email="iris@example.org", actor_id=None, roles=["pilot"])

    told = at_once(program, opened)
    assert sorted(told) == sorted(["done", *["accounts.email_taken"] * (HANDS - 1)])

    def raised(context):
        give_roles(context, account_by_email(context.session, "iris@example.org"), ["administrator", "staff"])

    assert at_once(program, raised) == ["done"] * HANDS
    with program.database.reading() as session:
        (one,) = session.scalars(select(Account))
        assert sorted(role.name for role in one.roles) == ["administrator", "pilot", "staff"]
    assert journal(program, "accounts.created") == 1


def test_a_text_is_published_once(program):
    def published(context):
        publish_text(context, place=Place.ABOUT, locale="fr", body="Un pôle", seen=0)

    assert sorted(at_once(program, published)) == ["done", *["publishing.changed"] * (HANDS - 1)]


def test_a_button_that_many_hands_press_does_its_work_once(program):
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        iris = add_actor(context, kind=ActorKind.PERSON, name="Iris", email="iris@example.org")
        account = open_account(context, email="iris@example.org", actor_id=iris.id, roles=["administrator"])
        show_actor(context, iris.id, how="By letter", at=None)
    person = replace(program_viewer("test"), account_id=account.id)
    sources = [one for _, one in program.host.declared("personal_data")]
    kinds = {one.key: one for _, one in program.host.declared("notice_kinds")}

    def chosen(context):
        choose(context, kinds, {one.key: one.ways[0] for one in kinds.values()})

    assert at_once(program, chosen, person) == ["done"] * HANDS
    assert at_once(program, lambda context: put_away(context, "pays"), person) == ["done"] * HANDS
    assert at_once(program, lambda context: hide_actor(context, iris.id)) == ["done"] * HANDS
    assert journal(program, "atlas.hidden") == 1
    told = at_once(program, lambda context: erase_data(context, sources, iris.id))
    assert sorted(told) == ["done", *["privacy.nothing_left"] * (HANDS - 1)]
    assert journal(program, "privacy.erased") == 1
