"""The pages of a vote: each wrong request has its status, its sentence, and changes nothing."""

import re

import pytest
from sqlalchemy import func, select

from collegial.assemblies.models import Attendance, Mandate
from collegial.assemblies.services.proxies import give_proxy
from collegial.assemblies.services.voting import NewOption, NewVoting, choose_voting
from collegial.journal.models import JournalEntry
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened
from collegial.votes.models import Ballot, SignOff
from collegial.votes.services import cast_vote, close_vote, open_vote
from collegial.votes.views.lines import BOARD_PAGE, page_of_line


@pytest.fixture(autouse=True)
def in_english(client):
    client.set_cookie("locale", "en")


@pytest.fixture
def voting(program, context, session):
    """Give an open vote on two resolutions, with two members of each college in the room; committed."""
    world = convened(
        context, {"A": 4, "B": 4, "C": 4}, kinds=(DecisionKind.ORDINARY, DecisionKind.EXTRAORDINARY)
    )
    world.arrive(*(entry for college in world.entries.values() for entry in college[:2]))
    world.open()
    world.vote = open_vote(context, world.assembly, world.assembly.resolutions)
    world.vote.questions  # noqa: B018 (loaded before the session closes)
    world.rights = {entry.id: world.own(entry) for college in world.entries.values() for entry in college}
    session.commit()
    return world


def url(voting, entry):
    return f"/votes/{voting.vote.id}/mandates/{voting.rights[entry.id].id}"


def answers(voting, value="for"):
    return {f"q{question.id}": value for question in voting.vote.questions}


def cast_count(program):
    with program.database.reading() as session:
        return session.scalar(select(func.count()).select_from(SignOff))


def turn(client, voting, entry, *, go="next", **fields):
    """Send a page of the paper, and open the one that it leads to."""
    sent = client.post(url(voting, entry), data={"go": go, **fields})
    assert sent.status_code == 303
    return client.get(sent.location)


def text(response):
    return response.get_data(as_text=True)


def test_pages_take_as_many_statements_for_ten_times_the_votes(context, session, sign_in, statements_of):
    world = convened(context, {"A": 22, "B": 1})
    voter, *others = world.entries["A"]
    world.arrive(voter, *others)
    world.open()
    vote = open_vote(context, world.assembly, world.assembly.resolutions)
    (question,) = vote.questions

    def cast(entries):
        for one in entries:
            cast_vote(world.member(one), vote.id, world.own(one), {question.id: "for"})
        session.commit()

    pages = [
        f"/votes/{vote.id}/mandates/{world.own(voter).id}",
        f"/votes/{vote.id}/board",
        f"/votes/{vote.id}/results",
        f"/assemblies/{world.assembly.id}",
        "/",
    ]
    reader = voter.voter_id
    cast(others[:2])
    sign_in("member", actor_id=reader)

    def counted():
        for one in pages:
            statements_of(one)  # what lasts until the journal's next entry is made
        return {one: statements_of(one) for one in pages}

    few = counted()
    cast(others[2:])
    assert counted() == few


def test_the_voter_goes_from_the_first_resolution_to_the_receipt(voting, client, sign_in, program):
    entry = voting.entries["A"][0]
    sign_in("member", actor_id=entry.voter_id)
    first, second = [question.id for question in voting.vote.questions]

    assert "Résolution 1" in text(client.get(url(voting, entry)))
    step = turn(client, voting, entry, step="1", **{f"q{first}": "for"})
    assert "Résolution 2" in text(step)
    review = turn(client, voting, entry, step="2", **{f"q{first}": "for", f"q{second}": "against"})
    assert 'value="cast"' in text(review)
    assert cast_count(program) == 0

    cast = client.post(url(voting, entry), data={"go": "cast", f"q{first}": "for", f"q{second}": "against"})
    receipt = client.get(cast.location)
    with program.database.reading() as session:
        assert session.scalars(select(SignOff.digest)).one() in text(receipt)
    assert "nobody can change it: it is line 1 of the board." in text(receipt)


def test_who_votes_is_told_that_more_votes_come(client, sign_in, context, session):
    candidates = [NewOption(name="Ana"), NewOption(name="Bo")]

    def elects_last(meeting):
        wish = NewVoting(method="core.plurality", options=candidates)
        choose_voting(context, meeting.resolutions[2], wish)

    world = convened(context, {"A": 2}, kinds=(DecisionKind.ORDINARY,) * 3, prepare=elects_last)
    entry, more = world.entries["A"][0], "2 more votes come later in this assembly. 1 of them is an election."
    world.arrive(entry)
    world.open()
    world.vote, world.rights = open_vote(context, world.assembly, world.assembly.resolutions[:1]), {}
    world.rights[entry.id] = world.own(entry)
    choices, paper = answers(world), url(world, entry)
    session.commit()
    sign_in("member", actor_id=entry.voter_id)
    page = f"/assemblies/{world.assembly.id}"
    assert more in text(client.get(page))
    assert more in text(client.get(paper)), "a ballot paper says what is not on it"
    assert more in text(client.get(client.post(paper, data={"go": "cast", **choices}).location))
    close_vote(context, world.vote.id)
    texts = open_vote(context, world.assembly, world.assembly.resolutions[1:2])
    session.commit()
    assert "1 election comes later in this assembly." in text(client.get(page))
    close_vote(context, texts.id)
    open_vote(context, world.assembly, world.assembly.resolutions[2:])
    session.commit()
    assert "later in this assembly" not in text(client.get(page))


def test_an_open_vote_is_the_first_thing_that_waits_for_who_attends(voting, client, sign_in):
    entry, absent = voting.entries["A"][0], voting.entries["A"][3]
    sign_in("member", actor_id=absent.voter_id)
    assert url(voting, absent) not in text(client.get("/"))
    sign_in("member", actor_id=entry.voter_id)
    home = text(client.get("/"))
    assert "1 thing waits for you at this moment." in home
    assert home.index("next-now") < home.index(url(voting, entry)) < home.index("What is going on")

    client.post(url(voting, entry), data={"go": "cast", **answers(voting)})
    assert url(voting, entry) not in text(client.get("/"))


def test_who_is_not_there_is_told_who_votes_or_to_come_in(voting, client, sign_in, context, session):
    holder, _here, giver, absent = voting.entries["A"]
    give_proxy(context, giver, holder)
    session.commit()
    voters = {"given": giver.voter_id, "absent": absent.voter_id}
    meeting, name = voting.assembly.id, holder.name
    session.commit()

    pages = {}
    for one, actor in voters.items():
        sign_in("member", actor_id=actor)
        shown = text(client.get(f"/assemblies/{meeting}"))
        pages[one] = shown[shown.index('id="votes"') :]

    assert f"{name} votes for you." in pages["given"]
    assert "Check in to vote" not in pages["given"]
    assert "Check in to vote" in pages["absent"]
    assert "votes for you" not in pages["absent"]


def test_the_bureau_reads_what_opens_and_what_waits_for_its_quorum(context, session, client, sign_in):
    kinds = (DecisionKind.EXTRAORDINARY, DecisionKind.ORDINARY, DecisionKind.ORDINARY)
    world = convened(context, {"A": 20}, kinds=kinds)  # ordinary: 1/5, so 4; extraordinary: 1/4, so 5
    world.arrive(*world.entries["A"][:4])
    world.open()
    page = f"/assemblies/{world.assembly.id}"
    chosen = {"resolution": [one.id for one in world.assembly.resolutions[1:]]}
    session.commit()
    sign_in("staff")

    waits = "Resolution 1 waits for its quorum. 1 more voting right is needed."
    before = text(client.get(page))
    assert "Open the vote on resolution 2<" in before
    assert waits in before

    opened = client.post(f"/votes/assembly/{world.assembly.id}/open", data=chosen, follow_redirects=True)
    assert "The vote on resolutions 2 and 3 is open." in text(opened)
    assert waits in text(opened)


def test_a_step_without_an_answer_comes_back_with_its_error(voting, client, sign_in):
    entry = voting.entries["A"][0]
    sign_in("member", actor_id=entry.voter_id)

    again = turn(client, voting, entry, step="1")
    assert again.status_code == 422
    assert 'autocomplete="off"' in text(again), (
        "an answer would stay in the history of a device of many hands"
    )
    assert 'aria-invalid="true"' in text(again)


def test_each_way_of_voting_says_first_what_is_wrong_and_leads_there(context, session, client, sign_in):
    # by method: what is sent wrongly, and the choice that lets the next page be opened
    ways = {
        None: ({}, "for"),
        "core.approval": ({}, "1"),
        "core.irv": ({"-rank-1": "1", "-rank-2": "1"}, "1>2"),
        "core.majority_judgment": ({"-grade-1": "7"}, "1,2"),
    }
    names = [NewOption(name="Ada"), NewOption(name="Blaise")]

    def prepare(meeting):
        for resolution, method in zip(meeting.resolutions, ways):
            if method:
                choose_voting(context, resolution, NewVoting(method=method, options=names))

    world = convened(context, {"A": 2}, kinds=(DecisionKind.ORDINARY,) * len(ways), prepare=prepare)
    entry = world.entries["A"][0]
    world.arrive(entry)
    world.open()
    world.vote = open_vote(context, world.assembly, world.assembly.resolutions)
    world.rights = {entry.id: world.own(entry)}
    fields = [f"q{question.id}" for question in world.vote.questions]
    session.commit()
    sign_in("member", actor_id=entry.voter_id)

    filled = {}
    for step, (name, (wrong, right)) in enumerate(zip(fields, ways.values()), start=1):
        sent = {f"{name}{ending}": value for ending, value in wrong.items()}
        page = text(turn(client, world, entry, step=step, **filled, **sent))
        # one alert that takes the focus, before all fields, with a way to them and their own sentence
        assert re.search(r'role="alert" tabindex="-1" autofocus>', page), name
        assert page.count('role="alert"') == 1
        summary, form = page.split(f'id="{name}" tabindex="-1"')
        said = re.search(r'class="error" id="[^"]+".*?<span>(.*?)</span>', form, re.DOTALL)[1]
        assert f'<a href="#{name}">Your vote</a>: {said}' in summary
        filled[name] = right


def test_the_open_vote_stands_before_the_way_out_of_the_assembly(voting, client, sign_in):
    here, absent = voting.entries["A"][0], voting.entries["A"][3]
    page, paper = f"/assemblies/{voting.assembly.id}", url(voting, here)
    sign_in("member", actor_id=here.voter_id)
    shown = text(client.get(page))
    leaving = shown.index(f"/entries/{here.id}/leave")
    closed = shown.index("<summary>Leave the assembly</summary>")
    assert shown.index(paper) < closed < leaving

    sign_in("member", actor_id=absent.voter_id)
    shown = text(client.get(page))
    assert shown.index("Check in online") < shown.index('id="votes"')


def test_every_page_of_a_paper_has_an_address_that_shows_what_was_answered(voting, client, sign_in):
    entry, other = voting.entries["A"][0], voting.entries["B"][0]
    sign_in("member", actor_id=entry.voter_id)
    first, second = [question.id for question in voting.vote.questions]
    page = url(voting, entry)

    assert "Résolution 1" in text(client.get(f"{page}?step=3"))  # nothing is answered yet
    turn(client, voting, entry, step="1", **{f"q{first}": "for"})
    turn(client, voting, entry, step="2", **{f"q{second}": "against"})  # a page from before the first answer
    assert _ticked(client.get(f"{page}?step=1")) == "for"
    assert _ticked(client.get(f"{page}?step=2")) == "against"
    assert 'value="cast"' in text(client.get(f"{page}?step=3"))

    sign_in("member", actor_id=other.voter_id)  # the same browser: nobody reads what another filled in
    assert client.get(page).status_code == 403


def test_an_answer_that_is_changed_leads_back_to_the_review(voting, client, sign_in):
    entry = voting.entries["A"][0]
    sign_in("member", actor_id=entry.voter_id)
    first = voting.vote.questions[0].id

    changing = turn(client, voting, entry, go="change-1", **answers(voting))
    assert 'name="change"' in text(changing)
    review = turn(client, voting, entry, step="1", change="1", **answers(voting) | {f"q{first}": "against"})
    assert 'value="cast"' in text(review)


def _ticked(page):
    return re.search(r'<input(?=[^>]*checked)[^>]*value="(\w+)"', text(page))[1]


def test_a_link_never_votes(voting, client, sign_in, program):
    entry = voting.entries["A"][0]
    sign_in("member", actor_id=entry.voter_id)
    client.get(url(voting, entry) + "?go=cast&" + "&".join(f"{k}={v}" for k, v in answers(voting).items()))
    assert cast_count(program) == 0


MOVED = (SignOff, Ballot, Attendance, Mandate)


@pytest.mark.both_databases
def test_a_link_scanner_that_opens_everything_moves_nothing(voting, app, client, sign_in, session, program):
    entry = voting.entries["A"][0]
    sign_in("member", "staff", "chair", actor_id=entry.voter_id)
    numbers = {
        "assembly_id": voting.assembly.id, "entry_id": entry.id, "vote_id": voting.vote.id,
        "mandate_id": voting.rights[entry.id].id, "resolution_id": voting.vote.questions[0].resolution_id,
    }  # fmt: skip
    rules = [
        one
        for one in app.url_map.iter_rules()
        if one.endpoint.split(".")[0] in {"assemblies", "votes", "sitting", "desk", "minutes", "records"}
        and "GET" in one.methods
        and one.arguments <= set(numbers)
    ]
    before = [session.scalar(select(func.count()).select_from(table)) for table in MOVED]
    head = session.scalar(select(func.max(JournalEntry.sequence)))
    session.commit()

    for rule in rules:
        address = rule.build({name: numbers[name] for name in rule.arguments}, append_unknown=False)[1]
        for query in ({}, {"go": "cast", **answers(voting)}):
            assert client.get(address, query_string=query).status_code < 500
            assert client.head(address, query_string=query).status_code < 500

    assert len(rules) > 15
    with program.database.reading() as after:
        assert [after.scalar(select(func.count()).select_from(table)) for table in MOVED] == before
        assert after.scalar(select(func.max(JournalEntry.sequence))) == head


@pytest.mark.parametrize(
    ("prepare", "status"),
    [("other", 403), ("closed", 409), ("absent", 409), ("partial", 422), ("unknown", 404)],
)
def test_a_wrong_cast_has_its_status_and_changes_nothing(
    voting, client, sign_in, program, context, session, prepare, status
):
    entry, other, absent = voting.entries["A"][0], voting.entries["B"][0], voting.entries["A"][3]
    voter = absent if prepare == "absent" else entry
    sign_in("member", actor_id=voter.voter_id)
    address, data = url(voting, voter), {"go": "cast", **answers(voting)}
    if prepare == "other":
        address = url(voting, other)
    elif prepare == "closed":
        close_vote(context, voting.vote.id)
        session.commit()
    elif prepare == "partial":
        data.popitem()
    elif prepare == "unknown":
        address = f"/votes/{voting.vote.id}/mandates/999999"
    before = cast_count(program)

    response = client.post(address, data=data)

    assert response.status_code == status
    assert "</html>" in text(response)
    assert cast_count(program) == before
    if prepare == "closed":
        assert f'href="{address}"' in text(response)  # the way back to the vote, not home
    if prepare == "absent":  # the paper as it was filled in: it can be cast as soon as the voter checked in
        assert all(
            f'name="{name}" value="{given}"' in text(response) for name, given in answers(voting).items()
        )


def test_the_same_cast_again_shows_the_same_receipt(voting, client, sign_in, program):
    entry = voting.entries["A"][0]
    sign_in("member", actor_id=entry.voter_id)
    data = {"go": "cast", **answers(voting)}
    first, again = (client.post(url(voting, entry), data=data) for _ in range(2))
    assert first.location == again.location
    assert cast_count(program) == 1


def test_another_vote_in_a_second_window_leads_to_the_receipt_of_the_first(voting, client, sign_in, program):
    entry = voting.entries["A"][0]
    sign_in("member", actor_id=entry.voter_id)
    first = client.post(url(voting, entry), data={"go": "cast", **answers(voting)})
    second = client.post(url(voting, entry), data={"go": "cast", **answers(voting, "against")})
    assert second.location == first.location
    assert "This voting right has already been used." in text(client.get(second.location))
    assert cast_count(program) == 1


def test_who_cast_for_another_is_led_to_its_receipt(voting, client, sign_in, context, session):
    giver, holder = voting.entries["A"][2], voting.entries["A"][0]
    mandate = give_proxy(context, giver, holder)
    session.commit()
    sign_in("member", actor_id=holder.voter_id)
    paper = f"/votes/{voting.vote.id}/mandates/{mandate.id}"
    first = client.post(paper, data={"go": "cast", **answers(voting)})
    again = client.post(paper, data={"go": "cast", **answers(voting, "against")})
    assert again.location == first.location, "who cast it for another sees its receipt"


def test_someone_elses_receipt_is_not_shown(voting, client, sign_in):
    entry, other = voting.entries["A"][0], voting.entries["B"][0]
    sign_in("member", actor_id=entry.voter_id)
    receipt = client.post(url(voting, entry), data={"go": "cast", **answers(voting)}).location
    sign_in("member", actor_id=other.voter_id)
    assert client.get(receipt).status_code == 403


def test_receipts_stay_within_reach_once_the_vote_is_closed(voting, client, sign_in, context, session):
    giver, holder, other = voting.entries["A"][3], voting.entries["A"][0], voting.entries["A"][1]
    voting.rights[giver.id] = give_proxy(context, giver, holder)
    session.commit()
    sign_in("member", actor_id=holder.voter_id)
    kept = [
        client.post(url(voting, one), data={"go": "cast", **answers(voting)}).location
        for one in (giver, holder)
    ]
    assembly, pages = (
        f"/assemblies/{voting.assembly.id}",
        [f"/votes/{voting.vote.id}/{one}" for one in ("results", "board")],
    )
    while_open = text(client.get(assembly))
    close_vote(context, voting.vote.id)
    session.commit()
    closed = [receipts_on(text(client.get(one))) for one in (assembly, *pages)]
    sign_in("member", actor_id=giver.voter_id)
    represented = receipts_on(text(client.get(assembly)))
    sign_in("member", actor_id=other.voter_id)
    nobody = [receipts_on(text(client.get(one))) for one in (assembly, *pages)]

    assert list(receipts_on(while_open).values()) == ["Receipt: resolutions 1 and 2"] * 2
    assert closed == [{kept[1]: "My receipt", kept[0]: f"Receipt for {giver.name}"}] * 3
    assert represented == {kept[0]: "My receipt"}
    assert nobody == [{}] * 3


def receipts_on(page):
    return dict(re.findall(r'href="(/votes/receipts/[^"]+)">([^<]+)<', page))


def test_an_old_sign_in_is_asked_again_before_the_paper(voting, client, sign_in):
    entry = voting.entries["A"][0]
    sign_in("member", actor_id=entry.voter_id)
    with client.session_transaction() as cookie:
        cookie["fs_paa"] -= 3600
    response = client.get(url(voting, entry))
    assert response.status_code == 302
    assert "/confirm" in response.location


def test_a_visitor_is_sent_to_sign_in(voting, client, program):
    response = client.post(url(voting, voting.entries["A"][0]), data={"go": "cast", **answers(voting)})
    assert response.status_code == 302
    assert "/sign-in" in response.location
    assert cast_count(program) == 0


def test_the_bureau_opens_and_closes_members_do_not(voting, client, sign_in):
    sign_in("member", actor_id=voting.entries["A"][0].voter_id)
    assert client.post(f"/votes/{voting.vote.id}/close").status_code == 403
    sign_in("chair")
    assert client.post(f"/votes/{voting.vote.id}/close").status_code == 302
    assert client.post(f"/votes/{voting.vote.id}/close").status_code == 409


def test_results_show_colleges_fractions_and_the_verdict(voting, client, sign_in, context, session):
    from collegial.votes.models import Choice
    from collegial.votes.services import cast_vote

    wishes = {"A": "for for", "B": "for against", "C": "against blank"}
    for key, choices in wishes.items():
        for entry, choice in zip(voting.entries[key], choices.split()):
            cast_vote(
                context,
                voting.vote.id,
                voting.rights[entry.id],
                dict.fromkeys([q.id for q in voting.vote.questions], Choice(choice)),
            )
    close_vote(context, voting.vote.id)
    session.commit()
    sign_in("member", actor_id=voting.entries["A"][0].voter_id)

    page = text(client.get(f"/votes/{voting.vote.id}/results"))
    # A 2/5, B 1/4 × 1/2, C nothing; D (1/10) has no vote and is dropped: (2/5 + 1/8) ÷ 9/10 = 7/12
    assert "7/12" in page
    assert page.count("1 vote is blank.") == 2  # beside each result
    assert page.count("Adopted") == 2  # at a glance, and with its count
    assert page.count("Rejected") == 2
    assert "Needed: at least ≈\u202f66.67%" in page  # the fraction of the statutes stands in the steps
    assert "carry=majority" in page
    assert "carry=proportional" not in page  # the statutes' own: nothing to simulate
    trial = text(client.get(f"/votes/{voting.vote.id}/results?carry=majority"))
    assert "Simulation" in trial


def test_the_board_names_each_line(voting, client, sign_in):
    entry = voting.entries["A"][0]
    sign_in("member", actor_id=entry.voter_id)
    client.post(url(voting, entry), data={"go": "cast", **answers(voting)})
    page = text(client.get(f"/votes/{voting.vote.id}/board?verify=1"))
    assert entry.name in page
    assert "Resolution 1: <strong>For" in page
    assert "The board holds" in page


def test_how_others_voted_is_read_once_the_vote_is_closed(voting, client, sign_in):
    """One's own choices stand on the board at any time; those of others not before the end, nor in its export."""
    mine, other = voting.entries["A"][:2]
    for entry, wish in ((other, "against"), (mine, "for")):
        sign_in("member", actor_id=entry.voter_id)
        client.post(url(voting, entry), data={"go": "cast", **answers(voting, wish)})
    board = f"/votes/{voting.vote.id}/board"

    def read():
        return text(client.get(board)), text(client.get(f"{board}/export.csv"))

    for page, said in zip(
        read(), ("How each right was used is shown once the vote", "Shown once the vote"), strict=True
    ):
        assert other.name in page
        assert said in page
        assert ("For" in page, "Against" in page) == (True, False)
    sign_in("chair")
    client.post(f"/votes/{voting.vote.id}/close")
    for page in read():
        assert "Against" in page
        assert "shown once" not in page.lower()


def test_a_name_finds_its_lines_on_the_board(voting, client, sign_in):
    first, second = voting.entries["A"][:2]
    for entry in (first, second):
        sign_in("member", actor_id=entry.voter_id)
        client.post(url(voting, entry), data={"go": "cast", **answers(voting)})
    board = f"/votes/{voting.vote.id}/board"

    found = text(client.get(board, query_string={"q": first.name.upper()}))

    assert f'role="rowheader">{first.name}' in found
    assert f'role="rowheader">{second.name}' not in found
    assert "No line of that name" in text(client.get(f"{board}?q=Personne"))
    assert "The first" not in found


@pytest.mark.parametrize("button", ["change-x", "change-²", "change-" + "9" * 30, "change-0", "back"])
def test_a_button_that_names_no_resolution_shows_one_that_is_there(voting, client, sign_in, button):
    entry = voting.entries["A"][0]
    sign_in("member", actor_id=entry.voter_id)

    assert turn(client, voting, entry, go=button, step="-7").status_code == 200


def test_a_receipt_leads_to_the_page_of_its_line():
    assert [page_of_line(one) for one in (1, BOARD_PAGE, BOARD_PAGE + 1)] == [1, 1, 2]


def test_what_a_resolution_speaks_of_is_a_link_on_its_paper(voting, client, sign_in):
    entry = voting.entries["A"][0]
    sign_in("member", actor_id=entry.voter_id)
    home = f"/assemblies/{voting.assembly.id}"
    first = text(client.get(url(voting, entry)))
    assert f'href="{home}#agenda"' in first
    assert 'href="/statutes/"' not in first  # an ordinary decision
    assert f'href="{home}#votes"' in first  # the way back
    second = text(turn(client, voting, entry, step=1, **answers(voting)))
    assert 'href="/statutes/"' in second


def test_once_all_is_voted_the_next_step_is_the_closing(voting, client, sign_in, context, session):
    close, said = f"/assemblies/{voting.assembly.id}/close", "All resolutions are voted"
    pages = (
        "/",
        f"/assemblies/{voting.assembly.id}",
        f"/sitting/{voting.assembly.id}",
        f"/votes/{voting.vote.id}/results",
    )
    sign_in("staff", "chair")
    assert [said in text(client.get(one)) for one in pages] == [False] * 4
    close_vote(context, voting.vote.id)
    session.commit()
    shown = [text(client.get(one)) for one in pages]
    assert [(said in one, one.count(f'href="{close}"')) for one in shown] == [(True, 1)] * 4
    assert "nothing more is voted. This cannot be undone" in text(client.get(close))
    sign_in("member")
    assert [said in text(client.get(one)) for one in (*pages[:2], pages[3])] == [False] * 3
