"""Choosing how a resolution is voted: what can be counted is kept, what cannot is refused at its field."""

import pytest
from sqlalchemy import select

from collegial.actors.models import Actor, ActorKind
from collegial.assemblies.models import AssemblyKind, Electorate
from collegial.assemblies.queries.voting import namesakes
from collegial.assemblies.rules.voting import Wish, check_board, check_voting
from collegial.assemblies.services.preparing import add_item, add_resolution, convene, prepare_assembly
from collegial.assemblies.services.voting import PLAIN, NewOption, NewVoting, choose_voting
from collegial.groups.models import GroupKind
from collegial.groups.services import create_group
from collegial.hooks.voting import TieRule
from collegial.kernel.errors import Invalid, Refused
from collegial.statutes.models import College
from collegial.statutes.rules import Carry, DecisionKind, parse_statutes
from collegial.testing.factories import found, statutes_document
from collegial.votes.methods import CORE_METHODS

METHODS = {one.key.removeprefix("core."): one for one in CORE_METHODS}
THREE = ("Ada", "Blaise", "Camille")


def rules(**changes):
    from datetime import date

    return parse_statutes(statutes_document(**changes), on=date.min)


def refusal(method, wish, of=None):
    with pytest.raises(Invalid) as caught:
        check_voting(METHODS[method], wish, of or rules())
    return caught.value.code, caught.value.field


HEADS = rules(votes={"carry": "heads", "on_tie": "drop", "on_empty": "drop"})
assert HEADS.carry is Carry.HEADS


@pytest.mark.parametrize(
    ("method", "wish", "of", "code", "field"),
    [
        ("approval", Wish(names=(), seats=1), None, "few_options", "options"),
        ("approval", Wish(names=tuple(map(str, range(61))), seats=1), None, "many_options", "options"),
        ("approval", Wish(names=("Ada", "Ada"), seats=1), None, "twice", "options"),
        ("approval", Wish(names=THREE, seats=61), None, "seats", "seats"),
        ("approval", Wish(names=THREE, seats=0), None, "seats", "seats"),
        ("irv", Wish(names=THREE, seats=2), None, "one_seat", "seats"),
        ("schulze", Wish(names=THREE, seats=1, is_weighted=True), None, "not_carried", "electorate"),
        ("scottish_stv", Wish(names=THREE, seats=1, is_weighted=True), None, "not_carried", "electorate"),
        (
            "majority_judgment",
            Wish(names=THREE, seats=1, is_weighted=True),
            None,
            "not_carried",
            "electorate",
        ),
        ("approval", Wish(names=THREE, seats=1, is_weighted=True), HEADS, "no_weights", "electorate"),
        ("approval", Wish(names=THREE, seats=1, college="Z"), None, "college", "college"),
        ("approval", Wish(names=THREE, seats=1, changes_statutes=True), None, "statutes", "method"),
        ("approval", Wish(names=THREE, seats=1, least=4), None, "least", "least"),
        ("approval", Wish(names=THREE, seats=1, least=3, most=2), None, "most", "most"),
        ("plurality", Wish(names=THREE, seats=1, least=2), None, "least", "least"),
        ("irv", Wish(names=THREE, seats=1, most=2), None, "no_limits", "most"),
        ("for_against", Wish(names=THREE, seats=1), None, "no_options", "method"),
        ("for_against", Wish(names=(), seats=1, college="A"), None, "text_in_college", "electorate"),
    ],
)
def test_what_cannot_be_counted_is_refused_at_its_field(method, wish, of, code, field):
    assert refusal(method, wish, of) == (f"voting.{code}", field)


def with_board(*seats, **board):
    """Return statutes that reserve seats on the board to the first colleges."""
    document = statutes_document(**({"board": board} if board else {}))
    for college, count in zip(document["colleges"], seats, strict=False):
        college["board_seats"] = count
    return document


def board_rules(*seats, **board):
    return parse_statutes(with_board(*seats, **board))


def test_an_election_to_the_board_keeps_to_the_seats_of_the_statutes():
    def told(seats, college, of):
        with pytest.raises(Invalid) as caught:
            check_board(seats, college, of)
        return caught.value.code, caught.value.field

    reserved = board_rules(3, 2)
    assert told(4, "A", reserved) == ("voting.board_seats", "seats")
    assert told(1, "C", reserved) == ("voting.board_seats", "seats")
    assert told(1, None, reserved) == ("voting.board_by_college", "electorate")
    assert told(3, None, board_rules(3, seats=2)) == ("voting.board_seats", "seats")
    for seats, college, of in [(3, "A", reserved), (2, None, board_rules(3, seats=2)), (9, "B", rules())]:
        check_board(seats, college, of)


def test_a_board_election_is_checked_where_it_is_chosen(context, session):
    resolution = prepared(context, with_board(0, 2, seats=1))
    board = create_group(context, key="board", name="Conseil", kind=GroupKind.BOARD)

    with pytest.raises(Invalid, match=r"voting\.board_seats"):
        choose_voting(context, resolution, wished(session, group=board, seats=3))
    choose_voting(context, resolution, wished(session, group=board, seats=2))
    resolution.assembly.kind = AssemblyKind.SPECIAL
    resolution.assembly.college_id = session.scalars(select(College.id).where(College.key == "A")).one()
    session.flush()
    session.expire(resolution.assembly)
    alone = {"electorate": Electorate.TOGETHER, "college": None, "group": board}
    with pytest.raises(Invalid, match=r"voting\.board_seats"):
        choose_voting(context, resolution, wished(session, seats=1, **alone))


@pytest.mark.parametrize(
    ("method", "wish"),
    [
        ("plurality", Wish(names=THREE, seats=2, is_weighted=True)),
        ("approval", Wish(names=THREE, seats=3, least=2)),
        ("plurality", Wish(names=THREE, seats=1, least=2, most=2)),
        ("approval", Wish(names=THREE, seats=4)),
        ("approval", Wish(names=("Ada",), seats=1)),
        ("scottish_stv", Wish(names=THREE, seats=2, college="A")),
        ("for_against", Wish(names=(), seats=1)),
    ],
)
def test_what_can_be_counted_passes(method, wish):
    check_voting(METHODS[method], wish, rules())


def prepared(context, document=None):
    """Return a resolution of an assembly in preparation, under some statutes."""
    found(context, {"A": 3, "B": 3, "C": 3, "D": 3}, document)
    from datetime import timedelta

    meeting = prepare_assembly(
        context, kind=AssemblyKind.ORDINARY, title="AGO", starts_at=context.clock.now() + timedelta(days=30),
        place="Rennes",
    )  # fmt: skip
    item = add_item(context, meeting, title="Élection")
    return add_resolution(context, meeting, title="Élection", text="…", kind=DecisionKind.ORDINARY, item=item)


@pytest.fixture
def resolution(context):
    return prepared(context)


def wished(session, **changes):
    college = session.scalars(select(College).where(College.key == "B")).one()
    given = {
        "method": "core.scottish_stv", "seats": 2, "electorate": Electorate.COLLEGE, "college": college,
        "options": [NewOption(name=" Ada "), NewOption(name=""), NewOption(name="Blaise", statement="Oui.")],
    }  # fmt: skip
    return NewVoting(**given | changes)


def test_the_list_keeps_its_order_and_leaves_empty_lines_out(context, session, resolution):
    voting = choose_voting(context, resolution, wished(session))

    assert [(one.number, one.name, one.statement) for one in voting.options] == [
        (1, "Ada", ""), (2, "Blaise", "Oui."),
    ]  # fmt: skip
    assert (voting.college.key, voting.ties) == ("B", TieRule.REPORT)


def test_a_choice_can_be_changed_and_taken_back_until_the_convocation(context, session, resolution):
    choose_voting(context, resolution, wished(session))
    choose_voting(
        context, resolution,
        wished(session, method="core.approval", electorate=Electorate.TOGETHER, college=None, seats=1),
    )  # fmt: skip
    assert resolution.voting.method == "core.approval"
    choose_voting(context, resolution, NewVoting(method=PLAIN))
    assert resolution.voting is None

    convene(context, resolution.assembly)
    with pytest.raises(Refused):
        choose_voting(context, resolution, wished(session))


def test_a_statement_needs_its_name(context, session, resolution):
    with pytest.raises(Invalid, match="no name above"):
        choose_voting(context, resolution, wished(session, options=[NewOption(name="", statement="Oui.")]))


def test_a_method_that_is_not_there_is_refused_by_its_module(context, session, resolution):
    with pytest.raises(Refused, match="“gone” is not available"):
        choose_voting(context, resolution, wished(session, method="gone.way"))


def test_the_page_keeps_what_was_typed_and_gives_more_lines(client, sign_in, session, resolution):
    address = f"/assemblies/{resolution.assembly_id}/resolutions/{resolution.id}/voting"
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("staff")
    typed = {
        "method": "core.irv", "seats": "2", "electorate": "together", "college": "0", "ties": "report",
        "options-0-name": "Ada", "options-0-statement": "Pour le pôle.", "options-1-name": "Blaise",
    }  # fmt: skip

    more = client.post(address, data={**typed, "go": "more"})
    wrong = client.post(address, data=typed)
    right = client.post(address, data={**typed, "seats": "1"})

    assert more.text.count("-statement") > 3 * 3
    assert wrong.status_code == 422
    assert "fills one seat" in wrong.text
    assert "Pour le pôle." in wrong.text
    assert right.status_code == 302
    page = client.get(f"/assemblies/{resolution.assembly_id}/agenda").text
    assert "Ranking, one seat" in page
    assert "Blaise" in page


def person(session, clock, name):
    one = Actor(kind=ActorKind.PERSON, name=name, created_at=clock.now())
    session.add(one)
    session.flush()
    return one


def test_a_candidate_is_who_was_chosen_whoever_else_bears_the_name(context, session, clock, resolution):
    first, second, other = (person(session, clock, one) for one in ("Ada", "Ada", "Blaise P."))
    options = [NewOption(name="Ada", actor_id=second.id), NewOption(name="Blaise", actor_id=other.id)]

    voting = choose_voting(context, resolution, wished(session, options=options))

    assert [one.candidacy.actor_id for one in voting.options] == [second.id, other.id]
    free = choose_voting(
        context, resolution, wished(session, options=[NewOption(name="Ada"), NewOption(name="Zoé")])
    )
    assert [one.candidacy for one in free.options] == [None, None], "two bear that name, nobody the other"
    for wrong, code in [
        (
            [NewOption(name="Ada", actor_id=first.id), NewOption(name="A.", actor_id=first.id)],
            "voting.actor_twice",
        ),
        ([NewOption(name="Ada", actor_id=99999)], "voting.no_actor"),
    ]:
        with pytest.raises(Invalid) as caught:
            choose_voting(context, resolution, wished(session, options=wrong))
        assert (caught.value.code, caught.value.field) == (code, "options")


def test_candidates_are_looked_up_by_a_part_of_their_name(context, session, clock, resolution):
    ada, _other = person(session, clock, "Ada Lovelace"), person(session, clock, "Adam Smith")

    found = namesakes(session, ["lovelace", "ada", "Zoé", ""])

    assert [one.actor_id for one in found["lovelace"]] == [ada.id]
    assert [one.name for one in found["ada"]] == ["Ada Lovelace", "Adam Smith"]
    assert found["Zoé"] == []
