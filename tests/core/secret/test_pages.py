"""A secret vote through its pages alone, as browsers and scrutineers' devices use them.

Link scanners and forwarded links are tried on SQLite alone: what stops them is the method of the request and whose
right it is, which asks the database nothing that the two answer differently. A session planted before the sign-in
is the same for every page (`accounts/test_fixation.py`). What these pages write is tried on both databases, by
`test_faults.py` and `test_concurrency.py`.
"""

import json
import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from collegial import web
from collegial.actors.models import Actor
from collegial.assemblies.models import Assembly, AssemblyState, BlankProxy, RollEntry
from collegial.assemblies.services.voting import NewOption, NewVoting, choose_voting
from collegial.journal.models import JournalEntry
from collegial.membership.models import Member
from collegial.secret.belenios import tally, trustees
from collegial.secret.belenios.archive import read_archive
from collegial.secret.belenios.ballots import make_ballot
from collegial.secret.belenios.credentials import new_credential
from collegial.secret.belenios.election import read_election
from collegial.secret.belenios.text import write
from collegial.secret.belenios.verifying import audit
from collegial.secret.cli import secret
from collegial.secret.credentials import Authority
from collegial.secret.models import Ceremony, SecretEvent
from collegial.secret.profiles import STATEMENTS
from collegial.secret.queries import archive_of
from collegial.secret.services import opening
from collegial.testing.factories import convened
from collegial.votes.models import SignOff

LOOK = Path(web.__file__).parent / "static/css/collegial.css"


FOR, AGAINST = [0, 1, 0, 0], [0, 0, 1, 0]


@pytest.fixture(autouse=True)
def in_english(client):
    client.set_cookie("locale", "en")


class Booth:
    """The hands of everyone in the room, on one HTTP client."""

    def __init__(self, client, sign_in, world):
        self.client, self.sign_in, self.world = client, sign_in, world
        self.people = [entry for college in world.entries.values() for entry in college]
        self.rights = {entry.id: world.own(entry).id for entry in self.people}
        self.known = {}
        self.privates = [trustees.new_private_key() for _ in range(2)]

    def as_one(self, role, actor_id=None):
        """Sign in as someone, with the account of the first time."""
        if (role, actor_id) not in self.known:
            self.sign_in(role, actor_id=actor_id)
            with self.client.session_transaction() as cookie:
                self.known[role, actor_id] = dict(cookie)
        with self.client.session_transaction() as cookie:
            cookie.clear()
            cookie.update(self.known[role, actor_id])

    def staff(self, path, **data):
        self.as_one("staff")
        return self.client.post(path, data=data)

    def member(self, entry):
        self.as_one("member", entry.voter_id)
        return self.client

    def prepare(self, **changes):
        plan = {
            "resolutions": [str(one.id) for one in self.world.assembly.resolutions],
            "scrutineers": "1 2",
            "needed": "2",
            "floor": "3",
            "profile": "standard",
        }
        return self.staff(f"/secret/assembly/{self.world.assembly.id}/prepare", **plan | changes)

    def state(self, owner):
        return self.member(self.people[owner]).get("/secret/1/scrutineer/state.json").json

    def make_keys(self):
        for owner, private in enumerate(self.privates):
            step = self.state(owner)["step"]
            assert step == "key"
            sent = write(trustees.trustee_key(private).written())
            assert (
                self.client.post(self.state(owner)["urls"]["key"], data={"payload": sent}).status_code == 200
            )

    def decrypt(self, step):
        for owner, private in enumerate(self.privates):
            state = self.state(owner)
            assert state["step"] == step
            for one in state["elections"]:
                if one["is_rehearsal"] is (step == "rehearse"):
                    self.client.post(
                        one["decrypt_url"], data={"payload": self.part(one["board_url"], private)}
                    )
        return [self.state(owner)["step"] for owner in range(2)]

    def part(self, url, private):
        entries = {one["name"]: one["content"] for one in self.client.get(url).json["entries"]}
        events = [json.loads(text) for name, text in entries.items() if name.endswith(".event.json")]
        setup = json.loads(entries[events[0]["payload"] + ".data.json"])
        election = read_election(entries[setup["election"] + ".data.json"])
        (closed,) = [one["payload"] for one in events if one["type"] == "EncryptedTally"]
        sums = json.loads(entries[closed + ".data.json"])["encrypted_tally"]
        encrypted = tally.read_tally(entries[sums + ".data.json"], election.questions)
        return write(tally.decrypt(election, encrypted, private).written())

    def paper(self, entry):
        return f"/secret/1/mandates/{self.rights[entry.id]}"

    def ballot(self, entry, choice):
        page = self.member(entry).get(self.paper(entry)).get_data(as_text=True)
        url = page.split('data-election-url="')[1].split('"')[0]
        election = read_election(self.client.get(url).get_data(as_text=True))
        code = self.client.post(self.paper(entry) + "/credential").json["credential"]
        return make_ballot(election, code, [choice]).text

    def vote(self, entry, choice=FOR):
        return self.client.post(self.paper(entry) + "/ballot", data={"payload": self.ballot(entry, choice)})


@pytest.fixture
def booth(client, sign_in, context, session):
    world = convened(context, {"A": 3, "B": 3, "C": 3})
    world.arrive(*(entry for college in world.entries.values() for entry in college))
    world.open()
    made = Booth(client, sign_in, world)
    session.commit()
    return made


def text(response):
    return response.get_data(as_text=True)


def test_the_bureau_is_told_which_scrutineers_can_make_no_key(booth):
    booth.prepare()
    names = [entry.name for entry in booth.people[:2]]
    page = text(booth.client.get("/secret/1"))
    assert "2 scrutineers cannot sign in" in page
    assert "Without an account, no key can be made" in page
    assert [f">{one}</a>" in page for one in names] == [True, True], (
        "each name leads to where it is put right"
    )

    booth.member(booth.people[0])
    assert "cannot sign in" not in text(booth.client.get("/secret/1")), "it is the bureau's affair"
    booth.as_one("staff")
    page = text(booth.client.get("/secret/1"))
    assert "1 scrutineer cannot sign in" in page
    assert [f">{one}</a>" in page for one in names] == [False, True]


def test_the_board_of_one_s_own_ballot_is_marked(booth):
    booth.prepare()
    booth.make_keys()
    booth.decrypt("rehearse")
    booth.staff("/secret/1/open")

    page = text(booth.member(booth.people[0]).get("/secret/1"))
    assert page.count("For your ballot") == 1
    assert "/secret/1/mine" in page, "who has not voted finds the way to the ballot"
    booth.as_one("staff")
    page = text(booth.client.get("/secret/1"))
    assert "For your ballot" not in page
    assert "/secret/1/mine" not in page


def test_too_few_ballots_are_told_before_the_closing(booth):
    booth.prepare()
    booth.make_keys()
    booth.decrypt("rehearse")
    booth.staff("/secret/1/open")
    booth.vote(booth.people[0])
    booth.as_one("staff")
    asked = text(booth.client.get("/secret/1/close"))
    assert "It cannot be closed yet" in asked
    assert "1 ballot, and sums of fewer than 3 are never published" in asked
    assert booth.client.post("/secret/1/close").status_code == 409
    for entry in booth.people[1:3]:
        booth.vote(entry)
    booth.as_one("staff")
    assert "It cannot be closed yet" not in text(booth.client.get("/secret/1/close"))


def test_a_ballot_that_was_replaced_is_marked_on_the_board(booth):
    booth.prepare(may_vote_again="y")
    booth.make_keys()
    booth.decrypt("rehearse")
    booth.staff("/secret/1/open")
    first, second = booth.people[:2]
    booth.vote(first)
    booth.vote(second)
    board = next(one["board_url"] for one in booth.state(0)["elections"] if not one["is_rehearsal"])
    page = board.removesuffix(".json")
    assert "Replaced" not in text(booth.client.get(page))
    booth.vote(first)
    lines = re.findall(r"<tr data-tracker.*?</tr>", text(booth.client.get(page)))
    assert ["Replaced" in one for one in lines] == [True, False, False]


def test_a_candidate_who_holds_a_part_of_the_key_is_told(client, sign_in, context, session):
    def stand(meeting):
        first = session.scalars(select(Member).order_by(Member.number)).first()
        names = [NewOption(name="A candidate", actor_id=first.actor_id), NewOption(name="Somebody else")]
        choose_voting(context, meeting.resolutions[0], NewVoting(method="core.plurality", options=names))

    booth = Booth(client, sign_in, convened(context, {"A": 3}, prepare=stand))
    session.commit()
    booth.prepare()
    booth.as_one("staff")
    page = text(booth.client.get("/secret/1"))
    assert "1 scrutineer is a candidate in this vote" in page
    assert page.count("Candidate: resolution 1") == 1
    seen = text(booth.member(booth.people[1]).get("/secret/1"))
    assert "Candidate: resolution 1" in seen, "everybody may know"
    assert "is a candidate in this vote" not in seen


def test_a_vote_that_was_given_up_awaits_no_key(booth):
    booth.prepare()
    assert "Key awaited" in text(booth.client.get("/secret/1"))
    booth.staff("/secret/1/cancel")
    page = text(booth.client.get("/secret/1"))
    assert "Key awaited" not in page
    assert page.count("No key made") == 2


def count(program, table):
    with program.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table))


def test_a_secret_vote_goes_from_the_marks_to_the_results_by_its_pages(booth, client, program):
    assert booth.prepare().location == "/secret/1"
    assert "A secret vote waits for you" in text(booth.member(booth.people[0]).get("/"))
    booth.make_keys()
    assert booth.decrypt("rehearse") == ["confirmed", "confirmed"]
    assert "A secret vote waits for you" not in text(booth.member(booth.people[0]).get("/"))
    assert booth.staff("/secret/1/open").location == "/secret/1"
    assert "A secret vote is open" in text(booth.member(booth.people[0]).get("/"))
    for number, entry in enumerate(booth.people):
        answer = booth.vote(entry, AGAINST if number % 3 == 0 else FOR)
        assert answer.status_code == 201
        assert answer.json["tracker"] in text(client.get(answer.json["board"]))
    assert "A secret vote is open" not in text(client.get("/"))
    shown = text(client.get("/secret/1"))
    assert "Fingerprint of the rules: " in shown
    assert "Empreinte" not in shown, "it is sealed in French, and read in English"
    assert "Number to announce: 9, the ballots on the boards." in shown
    assert booth.staff("/secret/1/close").location == "/secret/1"
    assert booth.decrypt("decrypt") == ["done", "done"]
    assert booth.staff("/secret/1/publish").location == "/votes/1/results"

    results = text(client.get("/votes/1/results"))
    assert "Adopted" in results
    assert "Secret vote" in results
    assert "never how" in text(client.get("/votes/1/board"))
    link = next(one for one in shown.split('href="') if "archive.bel" in one).split('"')[0]
    archive = client.get(link)
    assert audit(read_archive(archive.data)).election.questions[0].answers == (
        "Pour",
        "Contre",
        "Je m’abstiens",
    )


MOVED = (SignOff, SecretEvent, JournalEntry)


def moved(program):
    return [count(program, table) for table in MOVED]


def open_every_link(booth, app, ballot):
    """Open each address of a vote as a scanner of links does, with what a cast would send; return their number."""
    first = booth.people[0]
    uuid = text(booth.member(first).get(booth.paper(first))).split("/secret/elections/")[1].split("/")[0]
    numbers = {
        "ceremony_id": 1, "assembly_id": booth.world.assembly.id, "mandate_id": booth.rights[first.id],
        "question_id": 1, "uuid": uuid,
    }  # fmt: skip
    rules = [one for one in app.url_map.iter_rules() if one.endpoint.startswith("secret.")]
    addresses = [
        (
            one.build({name: numbers[name] for name in one.arguments}, append_unknown=False)[1],
            "GET" in one.methods,
        )
        for one in rules
        if one.arguments <= set(numbers)
    ]
    for who in (("member", first.voter_id), ("staff", None)):
        booth.as_one(*who)
        for address, is_shown in addresses:
            for opened in (booth.client.get, booth.client.head):
                status = opened(address, query_string={"payload": ballot, "reason": "x"}).status_code
                assert status < 500 if is_shown else status == 405
    return len(addresses)


def use_a_forwarded_link(booth, ballot):
    """Use the link to somebody's paper, and what its script asks for, as another member and as nobody."""
    first, second = booth.people[:2]
    link = booth.paper(first)
    for path, method in ((link, "GET"), (f"{link}/credential", "POST"), (f"{link}/ballot", "POST")):
        sent = {"method": method, "data": {"payload": ballot}}
        assert booth.member(second).open(path, **sent).status_code == 403
        booth.client.delete_cookie("collegial")
        assert booth.client.open(path, **sent).status_code in {302, 401}


def test_neither_a_scanner_of_links_nor_a_forwarded_one_nor_a_refused_ballot_changes_anything(
    booth, app, client, program
):
    booth.prepare()
    booth.make_keys()
    booth.decrypt("rehearse")
    booth.staff("/secret/1/open")
    first, second = booth.people[:2]
    other = booth.ballot(second, FOR)
    mine = booth.ballot(first, FOR)
    before = moved(program)
    assert open_every_link(booth, app, mine) > 15
    use_a_forwarded_link(booth, mine)
    assert moved(program) == before
    refused = booth.member(first).post(booth.paper(first) + "/ballot", data={"payload": other})
    assert (refused.status_code, refused.json["code"]) == (422, "secret.other_credential")
    assert refused.json["sentence"] == "This ballot was made for another voting right."
    assert client.post(booth.paper(first) + "/ballot").json["code"] == "secret.empty"
    assert client.post(booth.paper(second) + "/credential").status_code == 403
    assert client.post(booth.paper(first) + "/ballot", json={}).status_code == 415
    assert client.get(booth.paper(first) + "/ballot").status_code == 405
    assert client.get("/secret/1/scrutineer/state.json").status_code == 200
    assert booth.member(booth.people[2]).get("/secret/1/scrutineer").status_code == 403
    assert count(program, SignOff) == 0
    opposite = booth.ballot(first, AGAINST)
    assert "secret/voter.js" in client.get(booth.paper(first)).text
    assert booth.vote(first).status_code == 201
    assert "secret/voter.js" not in client.get(booth.paper(first)).text, "nothing is left for it to fill"
    again = client.post(booth.paper(first) + "/ballot", data={"payload": opposite})
    assert (again.status_code, again.json["code"]) == (409, "secret.already_voted")
    assert count(program, SignOff) == 1


def test_scrutineers_are_named_or_numbered(booth, session):
    first = session.scalars(select(RollEntry).order_by(RollEntry.member_number)).first()
    name = first.name
    session.commit()
    assert booth.prepare(scrutineers=f"{name}, 2").status_code == 302


def test_each_profile_shows_what_it_asks(booth, client, open_page):
    booth.as_one("staff")
    page = open_page()
    page.set_content(client.get(f"/secret/assembly/{booth.world.assembly.id}/prepare").text)
    page.add_style_tag(path=LOOK)

    def asked():
        return [one for one in ("needed", "registrar", "floor") if page.locator(f"[name={one}]").is_visible()]

    shown = {}
    for profile in ("light", "standard", "reinforced"):
        page.locator(f"[name=profile][value={profile}]").check()
        shown[profile] = asked()
    assert shown == {
        "light": ["floor"], "standard": ["needed", "floor"], "reinforced": ["needed", "registrar", "floor"]
    }  # fmt: skip


@pytest.mark.parametrize("needed", ["1", ""])
def test_the_light_profile_asks_no_number(booth, needed):
    assert booth.prepare(profile="light", scrutineers="1", needed=needed).status_code == 302


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"scrutineers": "1 999"}, "Member 999 is not on the roll"),
        ({"scrutineers": "0 2"}, "Member 0 is not on the roll"),
        ({"scrutineers": "Nobody, 2"}, "Nobody on the roll is called “Nobody”"),
        ({"scrutineers": "Membre, 2"}, "Several members on the roll are called “Membre”"),
        ({"needed": "3"}, "both are needed for the count: write 2."),
        ({"scrutineers": "1, 2, 3", "needed": "4"}, "write a number from 2 to 3."),
        ({"needed": "1"}, "At least two must be needed: write 2 or more."),
        ({"resolutions": []}, "This answer is needed"),
    ],
)
def test_a_wrong_plan_is_answered_at_its_field_and_kept(booth, program, changes, sentence):
    answer = booth.prepare(**changes)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert count(program, Ceremony) == 0


def test_the_bureau_merges_gives_up_and_annuls(booth, client, program):
    meeting = f"/assemblies/{booth.world.assembly.id}"
    booth.as_one("staff")
    assert "Prepare a secret vote" in text(client.get(meeting))
    booth.prepare()
    assert "Secret vote on resolution 1" in text(client.get(meeting))
    assert "You are a scrutineer" in text(booth.member(booth.people[0]).get(meeting))
    assert booth.staff("/secret/1/merge", source="C", target="B").location == "/secret/1"
    assert "Collège C with Collège B" in text(client.get("/secret/1"))
    assert client.get("/secret/1/annul").status_code == 200
    assert client.post("/secret/1/annul", data={"reason": "x"}).status_code == 409
    assert client.post("/secret/1/cancel").status_code == 302
    over = text(client.get("/secret/1/cancel"))
    assert "This is done already" in over
    assert 'action="/secret/1/cancel"' not in over
    assert "given up" in text(client.get("/secret/1"))
    assert count(program, SecretEvent) == 0
    assert booth.prepare().location == "/secret/2"
    assert client.post("/secret/2/open").status_code == 409


def test_a_secret_vote_can_be_prepared_as_soon_as_members_are_convened(booth, client, program):
    meeting = booth.world.assembly
    with program.database.writing() as session:
        session.get(Assembly, meeting.id).state = AssemblyState.CONVENED
    booth.as_one("staff")

    assert f'href="/secret/assembly/{meeting.id}/prepare"' in client.get(f"/assemblies/{meeting.id}").text


def test_a_questionnaire_proposes_a_profile_and_the_form_starts_from_it(booth, client):
    booth.as_one("staff")
    path = f"/secret/assembly/{booth.world.assembly.id}"
    assert client.post(f"{path}/profile", data={"postponed": "yes"}).status_code == 422
    worst = {one.key: "yes" if one.risk_if else "no" for one in STATEMENTS}
    answer = text(client.post(f"{path}/profile", data=worst))
    assert "10 out of 10, level 3" in answer
    assert "The server has no voting code" in answer
    assert "Reinforced (level 3)" in text(client.get(f"{path}/prepare?profile=reinforced"))
    refused = booth.prepare(profile="reinforced", scrutineers="1 2 3")
    assert (refused.status_code, "makes the voting codes: give the number" in text(refused)) == (422, True)


def test_the_page_of_codes_is_for_who_makes_them(booth, client):
    plan = {"profile": "reinforced", "scrutineers": "1 2 3", "registrar": "4"}
    assert booth.prepare(**plan).location == "/secret/1"
    meeting = f"/assemblies/{booth.world.assembly.id}"
    assert "You make the codes" in text(booth.member(booth.people[3]).get(meeting))
    assert client.get("/secret/1/registrar").status_code == 200
    listed = client.get("/secret/1/registrar/rights.json").json
    assert [len(one["rights"]) for one in listed["lists"]] == [3, 3, 3]
    assert client.post(listed["send_url"], data={"payload": "{}"}).json["code"] == "secret.unacceptable"
    assert booth.member(booth.people[0]).get("/secret/1/registrar").status_code == 403
    assert "Codes made by:" in text(client.get("/secret/1"))


def _told_on_the_open_page(booth, client):
    """Find the secret vote in what the assembly's open page asks for, and the way to one's own paper."""
    me = booth.people[0]
    shown = text(booth.member(me).get(f"/assemblies/{booth.world.assembly.id}"))
    news = re.search(r'hx-get="(/live/[^"?]+/news)', shown)[1]
    assert 'href="/secret/1/mine"' in text(client.get(news))
    assert client.get("/secret/1/mine").location == f"/secret/1/mandates/{booth.rights[me.id]}"


def test_the_bureau_lists_and_counts_papers_by_its_page(booth, client):
    booth.prepare()
    booth.make_keys()
    booth.decrypt("rehearse")
    booth.staff("/secret/1/open")
    _told_on_the_open_page(booth, client)
    assert booth.staff("/secret/1/papers/list").location == "/secret/1/papers"
    assert "Membre A 0001" in text(client.get("/secret/1/papers"))
    sums = {
        f"1-{key}-{side}": "0" for key in "ABC" for side in ("for_", "against", "abstain", "blank", "void")
    }
    few = booth.staff("/secret/1/papers/1", **sums | {"1-A-for_": "2"})
    assert (few.status_code, "2 papers are too few" in text(few)) == (409, True)
    assert booth.staff("/secret/1/papers/1", **sums | {"1-A-for_": "3"}).location == "/secret/1/papers"
    assert "Counted at" in text(client.get("/secret/1/papers"))


def test_unknown_votes_and_elections_answer_404(booth, client):
    booth.member(booth.people[0])
    for path in (
        "/secret/9",
        "/secret/9/scrutineer",
        "/secret/elections/x/board",
        "/secret/elections/x/archive.bel",
    ):
        assert client.get(path).status_code == 404
    assert client.get("/secret/elections/x/board.json").json["code"] == "secret.unknown_election"


def test_an_auditor_exports_and_verifies_by_command(app, led, session, tmp_path):
    vote = led().make_keys().rehearse().open()
    uuid = vote.elections[0].uuid
    session.commit()
    run = app.test_cli_runner()
    assert run.invoke(secret, ["export", uuid, str(tmp_path / "early")]).exit_code == 0
    for entry in vote.people:
        vote.vote(entry, FOR)
    vote.close().decrypt(1, 2).publish()
    session.commit()
    assert run.invoke(secret, ["export", uuid, str(tmp_path / "late")]).exit_code == 0
    early, late = (str(tmp_path / one / f"{uuid}.bel") for one in ("early", "late"))
    said = run.invoke(secret, ["verify", late, "--since", early])
    assert (said.exit_code, "For 4" in said.output, "4 ballots of 4 rights" in said.output) == (0, True, True)
    assert "It is open." in run.invoke(secret, ["verify", early]).output
    assert run.invoke(secret, ["verify", early, "--since", late]).exit_code == 1
    assert run.invoke(secret, ["export", "nothing", str(tmp_path)]).exit_code == 1


def test_ballots_of_belenios_tool_are_taken_in_by_command(app, led, session, tmp_path, tool):
    vote = led({"A": 4}).make_keys().rehearse()
    own = Authority(key=app.extensions["collegial"].settings.secrets.key)
    opening.open_secret_vote(vote.context, vote.id, own, opening.Wording())
    (row,) = vote.elections
    tool.put(row.uuid, archive_of(session, row))
    codes = [own.credential(row.uuid, entry.id) for entry in vote.people]
    session.commit()
    made = [tool.ballot(code, [choice]) for code, choice in zip(codes, (FOR, AGAINST, FOR))]
    file = tmp_path / "ballots"
    file.write_text(
        "\n".join([*made, made[0], made[1].replace("1", "2", 1), tool.ballot(new_credential(), [FOR])])
    )
    said = app.test_cli_runner().invoke(secret, ["import-ballots", row.uuid, str(file)])
    assert said.exit_code == 1
    assert [line.split(": ")[1].startswith("refused") for line in said.stdout.splitlines()] == [False] * 4 + [
        True
    ] * 2
    assert "(it was there)" in said.stdout
    session.expire_all()
    assert len(audit(archive_of(session, row)).counted) == 3


def test_the_mails_say_that_one_voted_and_never_how(app, program, led, session):
    vote = led().make_keys().rehearse().open()
    for number, entry in enumerate(vote.people[:3]):
        actor = session.get_one(Actor, entry.voter_id)
        actor.email, actor.locale = f"m{number}@example.org", "en"
    tracker = vote.vote(vote.people[0], FOR).tracker
    session.commit()
    with app.test_request_context():
        program.drain()
        mails = list(app.extensions["mailman"].outbox)
    (receipt,) = [one.body for one in mails if "your secret vote was received" in one.subject]
    sent = {mail.to[0]: mail for mail in mails}
    assert "says that you voted, not how" in receipt
    assert tracker not in receipt
    assert not {"For", "Against", "Blank"} & set(receipt.split())
    assert f"/secret/{vote.id}/scrutineer" in sent["m1@example.org"].body
    assert "2 scrutineers together" in sent["m1@example.org"].body
    assert "m2@example.org" not in sent


def test_the_page_names_whose_proxies_keep_the_vote_shut(client, sign_in, context, session, leading):
    world = convened(context, {"A": 5})
    *here, absent = world.entries["A"]
    world.arrive(*here)
    world.open()
    led = leading(world).make_keys().rehearse()
    session.commit()
    sign_in("chair")
    page = text(client.get(f"/secret/{led.id}"))
    assert ("Ready to be opened" in page, "Proxies that name no holder" in page) == (True, False)

    session.add(BlankProxy(entry_id=absent.id, given_at=context.clock.now()))
    name = absent.name
    session.commit()
    page = text(client.get(f"/secret/{led.id}"))
    assert ("Ready to be opened" in page, "Proxies that name no holder" in page) == (False, True)
    assert f"<li>{name}</li>" in page
