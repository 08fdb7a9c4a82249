"""The pages of votes by correspondence: the member's form, the desk's paper, and what was wrong said at its place."""

import re

import pytest
from sqlalchemy import select

from collegial.assemblies.models import CorrespondenceForm, Electorate
from collegial.assemblies.services.corresponding import enter_form
from collegial.assemblies.services.voting import NewOption, NewVoting, choose_voting
from collegial.kernel.errors import Refused
from collegial.statutes.models import College
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened, statutes_document

TERMS = {"paper_days": 3, "online_hour": 15, "on_arrival": "bound"}


@pytest.fixture
def world(context, clock, session, client):
    client.set_cookie("locale", "en")
    world = convened(
        context, {"A": 3, "B": 3, "C": 3}, kinds=(DecisionKind.ORDINARY, DecisionKind.EXTRAORDINARY),
        document=statutes_document(correspondence=TERMS),
    )  # fmt: skip
    clock.move(days=-5)
    world.first, world.second = (one.id for one in world.assembly.resolutions)
    session.commit()
    return world


def forms(program):
    with program.database.reading() as session:
        return [
            (one.way.value, one.answers)
            for one in session.scalars(select(CorrespondenceForm).order_by(CorrespondenceForm.id))
        ]


def test_a_member_fills_the_form_in_and_changes_it(world, client, sign_in, program):
    entry = world.entries["A"][0]
    sign_in("member", actor_id=entry.voter_id)
    home, address = (
        f"/assemblies/{world.assembly.id}",
        f"/correspondence/{world.assembly.id}/entries/{entry.id}",
    )

    assert address in client.get(home).text
    assert "No answer: not counted as a vote cast" in client.get(address).text
    empty = client.post(address, data={f"r{world.first}": "", f"r{world.second}": ""})
    assert (empty.status_code, "Choose an answer to at least one resolution" in empty.text) == (422, True)
    wrong = client.post(address, data={f"r{world.first}": "maybe", f"r{world.second}": "against"})
    assert wrong.status_code == 422
    assert re.search(rf'checked[^>]*name="r{world.second}"[^>]*value="against"', wrong.text)

    assert client.post(address, data={f"r{world.first}": "for", f"r{world.second}": ""}).status_code == 302
    assert "Form received" in client.get(home).text
    assert (
        client.post(address, data={f"r{world.first}": "against", f"r{world.second}": ""}).status_code == 302
    )
    assert forms(program)[-1] == ("online", {str(world.first): "against"})
    assert client.post(f"{address}/withdraw").status_code == 302
    other = world.entries["B"][0]
    assert client.get(f"/correspondence/{world.assembly.id}/entries/{other.id}").status_code == 403


def test_a_form_that_is_over_says_so_instead_of_opening(world, client, sign_in, session, clock):
    clock.move(days=5)
    number, (here, late) = world.assembly.id, [(one.id, one.voter_id) for one in world.entries["A"][:2]]
    home = f"/assemblies/{number}"
    world.arrive(world.entries["A"][0])
    session.commit()
    sign_in("member", actor_id=here[1])
    mine = f"/correspondence/{number}/entries/{here[0]}"
    assert 'id="correspondence"' not in client.get(home).text
    page = client.get(mine).text
    assert ("vote in person" in page, f'name="r{world.first}"' in page) == (True, False)

    world.open()
    session.commit()
    sign_in("member", actor_id=late[1])
    for address, why in (
        (f"/correspondence/{number}/entries/{late[0]}", "Forms are taken between"),
        (f"{home}/entries/{late[0]}/ask", "Written questions are asked between"),
    ):
        page = client.get(address).text
        assert (why in page, "Back to the assembly" in page, "<textarea" in page) == (True, True, False)
    sign_in("staff", "chair")
    paper = client.get(f"/correspondence/{number}/entries/{late[0]}/paper").text
    assert ("Forms are taken between" in paper, 'name="received_on"' in paper) == (True, False)


def test_the_desk_enters_paper_forms_and_never_sees_what_they_say(world, client, sign_in, program, clock):
    entry, list_ = world.entries["A"][1], f"/correspondence/{world.assembly.id}"
    sign_in("staff")
    assert client.post(list_, data={"member": "nobody"}).status_code == 422
    found = client.post(list_, data={"member": str(entry.member_number)})
    assert found.location == f"{list_}/entries/{entry.id}/paper"

    today = clock.now().date()
    said = {f"r{world.first}": "abstain", f"r{world.second}": "for"}
    late = client.post(
        found.location, data={**said, "received_on": today.replace(year=today.year + 1).isoformat()}
    )
    assert (late.status_code, "came too late" in late.text, 'aria-invalid="true"' in late.text) == (
        422,
        True,
        True,
    )
    assert client.post(found.location, data={**said, "received_on": "tomorrow"}).status_code == 422
    assert client.post(found.location, data={**said, "received_on": today.isoformat()}).status_code == 302
    assert forms(program) == [("paper", {str(world.first): "abstain", str(world.second): "for"})]
    page = client.get(list_).text
    assert entry.name in page
    assert "I abstain" not in page
    again = client.post(found.location, data={**said, "received_on": today.isoformat()})
    assert (again.status_code, "already holds" in again.text) == (409, True)
    assert client.post(f"{found.location}/withdraw").status_code == 302
    assert "None yet. Members fill one in" in client.get(list_).text


def test_a_form_holds_elections_and_says_what_is_secret(context, clock, session, client, sign_in, program):
    client.set_cookie("locale", "en")
    names = [NewOption(name="Ada"), NewOption(name="Blaise"), NewOption(name="Camille")]

    def prepare(meeting):
        first, second, _third = meeting.resolutions
        choose_voting(context, first, NewVoting(method="core.schulze", options=names))
        choose_voting(context, second, NewVoting(method="core.majority_judgment", options=names))

    world = convened(
        context, {"A": 3, "B": 3, "C": 3}, kinds=(DecisionKind.ORDINARY,) * 3, prepare=prepare,
        document=statutes_document(correspondence=TERMS),
    )  # fmt: skip
    clock.move(days=-5)
    first, second, third = (one.id for one in world.assembly.resolutions)
    mine, other = world.entries["A"][0], world.entries["B"][0]
    session.commit()
    sign_in("member", actor_id=mine.voter_id)
    address = f"/correspondence/{world.assembly.id}/entries/{mine.id}"

    wrong = client.post(address, data={f"r{first}-rank-1": "1", f"r{first}-blank": "1", f"r{third}": "for"})
    assert (wrong.status_code, "Take one of them away" in wrong.text) == (422, True)
    said = {f"r{first}-rank-2": "1", f"r{first}-rank-1": "2", f"r{second}-grade-1": "1", f"r{third}": ""}
    assert client.post(address, data=said).status_code == 302
    assert forms(program)[-1] == ("online", {str(first): "2>1", str(second): "1,6,6"})
    assert re.search(rf'name="r{second}-grade-1"[^>]*value="1" checked', client.get(address).text)

    for one in world.assembly.resolutions[1:]:
        one.is_secret = True
    session.commit()
    page = client.get(address).text
    assert f'name="r{third}"' not in page
    assert "A form names its voter" in page
    assert (
        "Your form answers what is now voted in secret" in client.get(f"/assemblies/{world.assembly.id}").text
    )

    sign_in("staff")
    paper, today = (
        f"/correspondence/{world.assembly.id}/entries/{other.id}/paper",
        clock.now().date().isoformat(),
    )
    void = {"received_on": today, f"r{first}-void": "1", f"r{first}-rank-1": "1"}
    assert client.post(paper, data=void).status_code == 302
    assert forms(program)[-1] == ("paper", {str(first): "void"})
    with pytest.raises(Refused, match=r"votes\.form_not_secret"):
        enter_form(context, world.entries["C"][0], {third: "for"}, received_on=clock.now().date())


def test_who_does_not_elect_is_not_asked_to_come_for_a_secret_election(
    context, clock, session, client, sign_in
):
    client.set_cookie("locale", "en")
    names = [NewOption(name="Ada"), NewOption(name="Blaise")]

    def prepare(meeting):
        college = session.scalars(select(College).where(College.key == "B")).one()
        alone = NewVoting(
            method="core.plurality", options=names, electorate=Electorate.COLLEGE, college=college
        )
        choose_voting(context, meeting.resolutions[0], alone)

    world = convened(
        context, {"A": 1, "B": 1, "C": 1}, kinds=(DecisionKind.ORDINARY,) * 2,
        prepare=prepare, document=statutes_document(correspondence=TERMS),
    )  # fmt: skip
    clock.move(days=-5)
    for one in world.assembly.resolutions:
        one.is_secret = True
    session.commit()

    pages = {}
    for key in "AB":
        sign_in("member", actor_id=world.entries[key][0].voter_id)
        pages[key] = client.get(f"/assemblies/{world.assembly.id}").text
        session.rollback()

    warned = {
        key: page.partition("To take part, come")[2].partition("</ul>")[0] for key, page in pages.items()
    }
    assert {key: "Resolution 1:" in one for key, one in warned.items()} == {"A": False, "B": True}
    assert {key: "elects alone here" in page for key, page in pages.items()} == {"A": True, "B": False}
    assert all("Resolution 2:" in one for one in warned.values())
