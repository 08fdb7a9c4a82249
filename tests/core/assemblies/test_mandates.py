"""Mandates: answers, proxies to the chair, two assemblies, lists; each refusal changes nothing (L37)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from collegial.assemblies.models import AssemblyKind, BlankProxy, Mandate, MandateKind, RollEntry
from collegial.assemblies.queries.attending import attendance_by_college, live_proxies_held, live_proxy_of
from collegial.assemblies.queries.blanks import live_blank_of
from collegial.assemblies.queries.meetings import rules_for
from collegial.assemblies.rules import ListedProxy, listed_proxies
from collegial.assemblies.services.agenda import add_resolution
from collegial.assemblies.services.blanks import give_blank, revoke_blank
from collegial.assemblies.services.conducting import close_assembly, declare_inquorate
from collegial.assemblies.services.corresponding import enter_form
from collegial.assemblies.services.listing import bring_proxies_in
from collegial.assemblies.services.preparing import convene, convene_again, prepare_assembly
from collegial.assemblies.services.proxies import accept_proxy, decline_proxy, give_proxy, revoke_proxy
from collegial.kernel.errors import DomainError, Invalid
from collegial.kernel.outbox import OutboxMessage
from collegial.records import verifier
from collegial.records.services import record_of
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import World, _entries, convened, found, statutes_document
from collegial.votes import queries
from collegial.votes.models import Choice, Origin, SignOff
from collegial.votes.results import results_of
from collegial.votes.services import cast_vote, close_vote, open_vote

SIZES = {"A": 4, "B": 4, "C": 4}


@pytest.fixture
def world(context):
    return convened(context, SIZES, kinds=(DecisionKind.ORDINARY, DecisionKind.ORDINARY))


def refusal(code, act, *arguments, **more):
    with pytest.raises(DomainError) as caught:
        act(*arguments, **more)
    assert caught.value.code == code


def opened(world, *present):
    world.arrive(*present)
    world.open()
    return open_vote(world.context, world.assembly, world.assembly.resolutions)


def represented(world):
    session, meeting = world.context.session, world.assembly
    counts = attendance_by_college(session, meeting, rules_for(session, meeting, "Europe/Paris"))
    return {one.key: one.represented for one in counts}


def test_a_holder_accepts_or_declines(world, session):
    giver, holder, other = world.entries["A"][:3]
    mandate = give_proxy(world.context, giver, holder)
    refusal("proxy.not_your_answer", accept_proxy, world.member(other), mandate)
    accept_proxy(world.member(holder), mandate)
    assert mandate.accepted_at is not None
    refusal("proxy.accepted", decline_proxy, world.member(holder), mandate)

    revoke_proxy(world.member(giver), giver)
    refusal("proxy.ended", accept_proxy, world.member(holder), mandate)
    second = give_proxy(world.context, giver, holder)
    decline_proxy(world.member(holder), second)
    assert (second.declined_at, live_proxy_of(session, giver.id)) == (second.revoked_at, None)
    assert (
        session.scalar(select(func.count()).where(OutboxMessage.task == "assemblies.send_declined_proxy"))
        == 1
    )
    give_proxy(world.member(giver), giver, other)  # another one, at once


def test_whoever_votes_with_a_proxy_accepts_it(world):
    giver, holder = world.entries["A"][:2]
    mandate = give_proxy(world.context, giver, holder)
    vote = opened(world, holder, *world.entries["B"])
    cast_vote(
        world.member(holder), vote.id, mandate, dict.fromkeys([one.id for one in vote.questions], Choice.FOR)
    )
    assert mandate.accepted_at is not None


@pytest.mark.both_databases
def test_the_chair_votes_for_what_the_board_backs_and_against_the_rest(context, session):
    found(context, SIZES)
    meeting = prepare_assembly(
        context, kind=AssemblyKind.ORDINARY, title="Essai", starts_at=context.clock.now() + timedelta(days=21),
        place="Rennes",
    )  # fmt: skip
    for title, is_backed in (("Soutenue", True), ("Non soutenue", False)):
        add_resolution(
            context, meeting, title=title, text="Le texte.", kind=DecisionKind.ORDINARY, is_backed=is_backed
        )
    convene(context, meeting)
    context.clock.move(days=16)
    world = World(context=context, assembly=meeting, entries=_entries(context, meeting))
    a, b = world.entries["A"], world.entries["B"]
    give_blank(world.member(a[0]), a[0])
    give_blank(context, b[0])
    first = meeting.resolutions[0].id
    enter_form(context, b[0], {first: "abstain"}, received_on=context.clock.now().date())
    context.clock.move(days=5)
    vote = opened(world, a[1], *b[1:])
    assert represented(world) == {"A": 1, "B": 0, "C": 0, "D": 0}  # B's form goes before its proxy
    close_vote(context, vote.id)

    backed, other = results_of(session, vote, "Europe/Paris")
    assert [(one.for_, one.against, one.abstain) for one in backed.sums][:2] == [(1, 0, 0), (0, 0, 1)]
    assert [(one.for_, one.against) for one in other.sums][:2] == [(0, 1), (0, 1)]
    lines = session.scalars(select(SignOff).order_by(SignOff.sequence)).all()
    assert [one.origin for one in lines] == [Origin.CHAIR, Origin.FORM]
    assert queries.verify_board(session, vote) is None
    close_assembly(context, meeting)
    list(verifier.verify(record_of(context, meeting)))


@pytest.mark.both_databases
def test_one_proxy_for_a_right_to_a_holder_or_to_the_chair(world, session):
    giver, holder, other = world.entries["A"][:3]
    give_blank(world.context, giver)
    refusal("proxy.already_given", give_blank, world.context, giver)
    refusal("proxy.already_given", give_proxy, world.context, giver, holder)
    refusal("proxy.chain", give_proxy, world.context, other, giver)
    revoke_blank(world.member(giver), giver)
    refusal("proxy.none", revoke_blank, world.member(giver), giver)
    give_proxy(world.context, giver, holder)
    refusal("proxy.already_given", give_blank, world.context, giver)
    refusal("proxy.chain", give_blank, world.context, holder)
    given = (giver.id, world.context.clock.now().isoformat())
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(
            text(
                "INSERT INTO blank_proxy (entry_id, given_at, on_paper, for_pair) "
                f"VALUES ({given[0]}, '{given[1]}', false, false)"
            )
        )


def test_a_giver_who_comes_in_takes_a_blank_proxy_back(world, session):
    giver = world.entries["A"][0]
    give_blank(world.context, giver)
    world.arrive(giver)
    assert live_blank_of(session, giver.id) is None
    refusal("proxy.giver_present", give_blank, world.context, giver)


def test_other_statutes_know_no_blank_proxy_nor_one_for_two_assemblies(context):
    world = convened(context, SIZES, document=statutes_document(legal_form="association", capital=None))
    giver, holder = world.entries["A"][:2]
    refusal("proxy.no_blank", give_blank, context, giver)
    refusal("proxy.no_pair", give_proxy, context, giver, holder, for_pair=True)


def test_every_proxy_holds_for_the_second_convocation(context, session, clock):
    world = convened(context, SIZES, kinds=(DecisionKind.EXTRAORDINARY,))
    a, b = world.entries["A"], world.entries["B"]
    accept_proxy(world.member(a[1]), give_proxy(context, a[0], a[1]))
    give_blank(context, b[0])
    world.open()
    declare_inquorate(context, world.assembly)
    second = convene_again(context, world.assembly, starts_at=clock.now() + timedelta(days=12))
    convene(context, second)
    clock.move(days=12)
    again = World(context=context, assembly=second, entries=_entries(context, second))

    (carried,) = live_proxies_held(session, again.entries["A"][1].id)
    assert (carried.accepted_at is not None, carried.giver_id) == (True, again.entries["A"][0].id)
    assert live_blank_of(session, again.entries["B"][0].id) is not None
    vote = opened(again, again.entries["A"][1], *again.entries["C"])
    assert represented(again) == {"A": 1, "B": 1, "C": 0, "D": 0}
    close_vote(context, vote.id)
    close_assembly(context, second)
    list(verifier.verify(record_of(context, second)))


def pair(context, *, days, kind=AssemblyKind.EXTRAORDINARY):
    """Return an assembly of another kind, so many days after one that starts in 21 days."""
    meeting = prepare_assembly(
        context,
        kind=kind,
        title="L’autre",
        starts_at=context.clock.now() + timedelta(days=21 + days),
        place="Rennes",
    )
    decision = DecisionKind(kind.value)
    add_resolution(context, meeting, title="Résolution", text="Le texte.", kind=decision)
    return meeting


def given_in(session, meeting):
    rows = session.scalars(
        select(Mandate).where(
            Mandate.assembly_id == meeting.id, Mandate.kind == MandateKind.PROXY, Mandate.revoked_at.is_(None)
        )
    ).all()
    left = session.scalar(
        select(func.count())
        .select_from(BlankProxy)
        .join(RollEntry)
        .where(RollEntry.assembly_id == meeting.id)
    )
    return len(rows), left


@pytest.mark.parametrize(("days", "holds"), [(0, 1), (15, 1), (16, 0)])
@pytest.mark.parametrize("is_convened_first", [True, False])
def test_a_proxy_holds_in_an_ordinary_and_an_extraordinary_assembly_within_the_days(
    context, session, days, holds, is_convened_first
):
    found(context, SIZES)
    ordinary, other = pair(context, days=0, kind=AssemblyKind.ORDINARY), pair(context, days=days)
    convene(context, ordinary)
    if is_convened_first:
        convene(context, other)
    entries = _entries(context, ordinary)
    give_proxy(context, entries["A"][0], entries["A"][1], for_pair=True)
    give_blank(context, entries["B"][0], for_pair=True)
    give_proxy(context, entries["C"][0], entries["C"][1])  # for one assembly only
    if not is_convened_first:
        convene(context, other)

    assert given_in(session, ordinary) == (2, 1)
    assert given_in(session, other) == (holds, holds)


def test_a_list_is_recorded_whole_or_not_at_all(world, session):
    a, b = world.entries["A"], world.entries["B"]
    rows = [
        ListedProxy(row=2, giver=str(a[0].member_number), holder=str(a[3].member_number)),
        ListedProxy(row=3, giver=a[1].name, holder=a[3].name),
        ListedProxy(row=4, giver=str(a[2].member_number), holder=str(a[3].member_number)),  # above the cap
        ListedProxy(row=5, giver="nobody", holder=str(b[0].member_number)),
        ListedProxy(row=6, giver=str(b[1].member_number), holder=""),
    ]
    wrong = bring_proxies_in(world.context, world.assembly, rows)
    assert [one.row for one in wrong] == [4, 5]
    assert given_in(session, world.assembly) == (0, 0)

    assert bring_proxies_in(world.context, world.assembly, [rows[0], rows[1], rows[4]]) == []
    assert given_in(session, world.assembly) == (2, 1)
    with pytest.raises(Invalid):
        bring_proxies_in(world.context, world.assembly, [])


@pytest.mark.parametrize(
    "headers", [("Giver", "HOLDER"), ("mandant", "mandataire"), ("roer", "x", "dalc’her")]
)
def test_the_columns_of_a_list_are_known_by_their_titles(headers):
    row = ["1", *["" for _ in headers[1:-1]], "2"]
    assert listed_proxies(headers, [(2, row), (3, ["" for _ in row])]) == [
        ListedProxy(row=2, giver="1", holder="2")
    ]


@pytest.mark.parametrize("headers", [("giver",), ("giver", "giver", "holder"), ("name", "number")])
def test_a_list_without_its_two_columns_is_refused(headers):
    with pytest.raises(Invalid) as caught:
        listed_proxies(headers, [])
    assert caught.value.field == "file"
