"""The pages' scripts in Chromium, against a small server that can also lie."""

import copy
import gzip
import hashlib
import json
import re
import shutil
from pathlib import Path

import jinja2
import pytest
from flask import abort, render_template_string, request
from playwright.sync_api import expect

from collegial.kernel.permissions import PUBLIC
from collegial.web.routing import Pages

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.own_app]
expect.set_options(timeout=30_000)  # encrypting and checking take their time on a busy machine

# What a vote may weigh with all its scripts, compressed as the server does: in bytes.
HEAVIEST_TO_VOTE = 100_000
TEMPLATES = Path(__file__).parents[3] / "core/collegial/secret/templates"
REPORT = {
    "answers": ["Pour", "Contre", "Abstention"],
    "blank": True,
    "min": 1,
    "max": 1,
    "question": "1. Approuver le rapport",
}
COUNCIL = {"answers": ["Anne", "Bleiz", "Chloé"], "min": 1, "max": 2, "question": "2. Élire le conseil"}
REHEARSAL = {"answers": ["A", "B"], "min": 1, "max": 1, "question": "Rehearsal"}
GRADES = ["Bien", "Passable", "À rejeter"]
PRESIDENT = [
    {"answers": GRADES, "blank": True, "min": 1, "max": 1, "question": f"3. Présidence – {name}"}
    for name in ("Anne", "Bleiz")
]


def asked(question, name=None, labels=None):
    """Return what the page says of a question that is sealed."""
    return {
        "question": question["question"], "name": name, "labels": labels or question["answers"],
        "is_verbatim": labels is None,
    }  # fmt: skip


KINDS = [
    {
        "kind": "for_against", "title": "1. Approuver le rapport", "text_html_id": "text-1", "statements": [],
        "asks": [asked(REPORT, labels=["For", "Against", "I abstain"])],
    },
    {
        "kind": "election", "title": "2. Élire le conseil", "text_html_id": "text-2",
        "statements": [None, "statement-2", None], "asks": [asked(COUNCIL)],
    },
    {
        "kind": "election", "title": "3. Présidence", "text_html_id": None, "statements": [None, None],
        "asks": [
            asked(one, name, ["Good", "Passable", "To reject"]) for one, name in zip(PRESIDENT, ("Anne", "Bleiz"))
        ],
    },
]  # fmt: skip
TRACKER = re.compile(r"^[A-Za-z0-9+/]{43}$")
PAGE = """
{% extends "layout_plain.html" %}
{% import "secret/_voter.html" as voting with context %}
{% import "secret/_scrutineer.html" as opening with context %}
{% import "secret/_tracker.html" as reading with context %}
{% block title %}Vote{% endblock %}
{% block scripts %}
    <script type="module" src="{{ url_for("static", filename="js/secret/" ~ script ~ ".js") }}"></script>
{% endblock %}
{% block main %}
    <h1>Assemblée générale</h1>
    {% if script == "voter" %}
        <div id="text-1"><p>Le rapport moral.</p></div><div id="text-2"><p>Trois candidats.</p></div>
        <details id="statement-2" class="statement" hidden><summary>Bleiz</summary><p>Mon programme.</p></details>
        {% set asks = asks_code|default(false) %}
        {{ voting.voter("/fake/election.json", "/fake/board.json", "/fake/credential", "/fake/ballot", kinds, asks) }}
    {% elif script == "scrutineer" %}
        {{ opening.scrutineer("/fake/state.json", "Assemblée générale", "Camille Guével") }}
    {% else %}
        {% call reading.tracker("/fake/board.json", may_vote_again) %}
            <ul>{% for one in trackers %}<li data-tracker="{{ one }}">{{ one }}</li>{% endfor %}</ul>
        {% endcall %}
    {% endif %}
{% endblock %}
"""


class Server:
    """What the pages ask of a server. `told` keeps what they sent; `steps` is what the scrutineer's state says next."""

    def __init__(self, app, serve, tool):
        self.tool, self.told, self.steps, self.entries = tool, [], [], None
        self.asked = 2  # of KINDS
        self.terms, self.is_lost = {"floor": 3, "may_vote_again": False}, False
        app.jinja_env.loader = jinja2.ChoiceLoader([app.jinja_env.loader, jinja2.FileSystemLoader(TEMPLATES)])
        pages = Pages("fake", __name__, url_prefix="/fake")
        pages.page("/election.json", lambda: tool.election, permission=PUBLIC, name="election")
        pages.page("/board.json", self.board, permission=PUBLIC)
        pages.page("/state.json", self.state, permission=PUBLIC)
        pages.page("/<script>", self.page, permission=PUBLIC)
        pages.page("/credential", self.credential, permission=PUBLIC, methods=["POST"])
        pages.page("/ballot", self.ballot, permission=PUBLIC, methods=["POST"])
        pages.page("/key", self.part, permission=PUBLIC, methods=["POST"])
        app.register_blueprint(pages)
        self.address = serve(app) + "/fake"

    def page(self, script):
        trackers = [hashlib.sha256(b"1").hexdigest()]
        return render_template_string(
            PAGE, script=script, kinds=KINDS[: self.asked], trackers=trackers, **self.terms
        )

    def board(self):
        return {"uuid": self.tool.uuid, "entries": self.entries or self.tool.entries()}

    def state(self):
        election = {"uuid": self.tool.uuid, "name": "Vote", "board_url": "/fake/board.json"}
        election |= {
            "decrypt_url": "/fake/key",
            "is_done": False,
            "is_rehearsal": self.steps[0] == "rehearse",
        }
        return {
            "mode": "single", "n": 1, "k": 1, "owner": 1, "step": self.steps[0], "waiting_for": ["Nolwenn Le Goff"],
            "elections": [election], "urls": {"key": "/fake/key"}, **self.terms,
        }  # fmt: skip

    def credential(self):
        return {"credential": self.tool.credentials[0]}

    def ballot(self):
        text = request.form["payload"]
        self.told.append(text)
        self.tool.add("Ballot", text)
        if self.is_lost:
            abort(502)
        tracker = self.tool.run("sha256-b64", given=text).strip()
        return {"tracker": tracker, "board": "/fake/board", "sign_off": "ab" * 32}, 201

    def part(self):
        self.told.append(request.form["payload"])
        if self.is_lost:
            abort(502)
        self.steps.pop(0)
        return {"step": self.steps[0]}


@pytest.fixture
def lead(app, serve, tool, node):
    """Give a function that opens an election and serves its pages."""

    def start(questions, key=None):
        if key is None:
            key = node.generateKey()
        tool.open(questions, keys=[key["published"]])
        return Server(app, serve, tool)

    return start


def button(page, name):
    return page.get_by_role("button", name=name)


def vote_for(page, *answers):
    for choices in answers:
        for choice in choices:
            page.get_by_label(choice, exact=True).check()
        page.check()
        button(page, "Continue").click()


def test_a_voter_checks_one_ballot_and_casts_another(lead, open_page):
    server = lead([REPORT, COUNCIL, *PRESIDENT])
    server.asked = 3
    page = open_page(locale="en", scheme="dark", reduced_motion="reduce")  # a desk is in the journey
    sent = []
    page.on("request", lambda one: sent.append((one.method, one.url, one.post_data or "")))
    page.goto(f"{server.address}/voter")
    expect(page.get_by_text("Le rapport moral.")).to_be_visible()
    expect(page.get_by_text("Trois candidats.")).to_be_hidden()
    expect(page.get_by_text("Words on the sealed ballot")).to_contain_text("Pour, Contre, Abstention")

    # nothing chosen is no answer; a third name is one too many
    expect(page.get_by_role("alert")).to_have_count(0)
    button(page, "Continue").click()
    expect(page.get_by_role("alert")).to_be_visible()
    vote_for(page, ["Against"])
    expect(page.get_by_text("Choose 2 names at most.")).to_be_visible()
    page.get_by_text("Bleiz", exact=True).last.click()
    expect(page.get_by_text("Mon programme.")).to_be_visible()
    vote_for(page, ["Anne", "Bleiz", "Chloé"])
    expect(page.get_by_role("alert")).to_contain_text(
        "You chose 3 names, and 2 at most are allowed. Take 1 away."
    )
    page.get_by_label("Bleiz").uncheck()
    expect(page.locator("[data-part=count]")).to_have_text("Names chosen: 2 of 2.")
    button(page, "Continue").click()

    # grades are for one name each; a blank vote takes them away, and the other way round
    expect(page.get_by_text("A name without a grade counts as: To reject.")).to_be_visible()
    anne = page.get_by_role("group", name="Anne")
    anne.get_by_label("Good").check()
    page.get_by_label("Blank vote").check()
    expect(anne.get_by_label("Good")).not_to_be_checked()
    anne.get_by_label("Passable").check()
    expect(page.get_by_label("Blank vote")).not_to_be_checked()
    expect(page.locator("[data-part=count]")).to_have_text("Names graded: 1 of 2.")
    page.check()
    button(page, "Continue").click()
    expect(page.get_by_text("Chloé")).to_be_visible()
    expect(page.get_by_text("Bleiz: To reject")).to_be_visible()
    page.check()

    button(page, "Seal my ballot").click()
    first = page.locator("[data-part=tracker]")
    expect(button(page, "Cast my vote")).to_be_visible()
    expect(first).to_have_text(TRACKER)
    page.check()
    opened = first.inner_text()

    button(page, "Check this ballot instead").click()
    expect(page.get_by_text("The seal is right")).to_be_visible()
    page.check()
    with page.expect_download() as download:
        button(page, "Save for another program").click()
    record = json.loads(Path(download.value.path()).read_text())
    ballot, openings = record["ballot"], record["openings"]
    assert [[one["m"] for one in answer] for answer in openings] == [
        [0, 0, 1, 0], [1, 0, 1], [0, 0, 1, 0], [0, 0, 0, 1],
    ]  # fmt: skip
    assert len(ballot["answers"][0]["choices"]) == 4

    button(page, "Back to my choices, to seal again").click()
    button(page, "Change 1. Approuver le rapport").click()
    vote_for(page, ["Blank vote"])
    button(page, "Seal my ballot").click()
    expect(button(page, "Cast my vote")).to_be_visible()
    expect(first).to_have_text(TRACKER)
    cast = first.inner_text()
    assert cast != opened
    button(page, "Cast my vote").click()
    expect(page.get_by_role("heading", name="Your vote is cast")).to_be_focused()
    expect(page.locator("[data-part=receipt]")).to_have_text(cast)
    button(page, "Look for my ballot on the board").click()
    expect(page.get_by_text("Your ballot is on the board.")).to_be_visible()
    page.check()
    with page.expect_download() as download:
        button(page, "Save the receipt").click()
    kept = Path(download.value.path()).read_text(encoding="utf-8")
    assert cast in kept
    assert page.locator("[data-part=sign-off]").inner_text() in kept
    for choice in ("Anne", "Against", "Blank", "Chloé"):
        assert choice not in kept, "a receipt says that one voted, not how"
    button(page, "Copy the receipt").click()
    expect(page.get_by_text("This browser does not let the page copy.")).to_be_visible()
    page.context.grant_permissions(["clipboard-write"])
    button(page, "Copy the receipt").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    left = page.locator("#secret-vote").text_content()
    assert "Chloé" not in left, "what was chosen does not stay in the page"
    assert page.locator("[data-part=openings]").text_content() == ""

    assert server.tool.verify()
    taken = {url for method, url, _body in sent if method == "GET" and url.startswith("http")}
    assert any(url.endswith("/worker.js") for url in taken), "what encrypts is weighed too"
    weight = sum(len(gzip.compress(page.request.get(url).body())) for url in taken)
    assert 0 < weight <= HEAVIEST_TO_VOTE
    posted = [body for method, _url, body in sent if method == "POST"]
    assert len(posted) == 2, "the credential and the ballot that was cast, nothing else"
    for word in ("Anne", "Against", "Blank", "Abstention", opened):
        assert word not in "".join(posted)


def keep_key(page):
    """Make a key and return the file that was saved."""
    button(page, "Make my key").click()
    page.check()
    expect(page.get_by_role("alert")).to_have_count(0)
    button(page, "Send the public half").click()
    expect(page.get_by_role("alert")).to_be_visible()
    with page.expect_download() as download:
        button(page, "Save the key as a file").click()
    file = Path(download.value.path())
    page.get_by_label("The file that you saved").set_input_files(file)
    expect(page.get_by_text("This is your key: it is kept")).to_be_visible()
    return file


def show_key(page, file, announced=None):
    expect(page.get_by_label("Key file")).to_be_visible()  # set too early, it would be lost in a reload
    page.get_by_label("Key file").set_input_files(file)
    if announced is not None:
        page.get_by_label("Number of votes announced in the room").fill(str(announced))
    page.check()
    button(page, "Check the board and go on").click()


def test_a_scrutineer_makes_a_key_and_rehearses_with_its_file(app, serve, tool, node, open_page, tmp_path):
    server = Server(app, serve, tool)
    server.steps = ["key", "rehearse", "confirmed"]
    page = open_page(locale="en")
    page.goto(f"{server.address}/scrutineer")
    file = keep_key(page)

    # the sheet alone is printed, and has the same key
    page.emulate_media(media="print")
    expect(page.get_by_text("Key of a scrutineer")).to_be_visible()
    expect(button(page, "Send the public half")).to_be_hidden()
    sheet = page.locator("[data-part=sheet-key]").inner_text()
    assert sheet.replace(" ", "") == json.loads(file.read_text())
    page.emulate_media(media="screen")
    expect(page.get_by_text("Key of a scrutineer")).to_be_hidden()

    button(page, "Send the public half").click()
    expect(page.get_by_label("Key file")).to_be_visible()
    [published] = server.told
    assert json.loads(file.read_text()) not in published

    tool.open([REHEARSAL], keys=[published])
    tool.add("Ballot", node.createBallot(tool.election, tool.credentials[0], [[1, 0]])["text"])
    tool.close_voting()
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("not a key")
    expect(page.get_by_role("alert")).to_have_count(0)
    show_key(page, wrong)
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.locator("[data-part=sheet-key]").text_content() == "", "the key does not stay in the page"
    show_key(page, file)
    expect(page.get_by_text("The rehearsal has succeeded")).to_be_visible()
    expect(page.locator("[data-part=keys]")).to_have_text(re.compile(r"^([0-9a-f]{4} ?){6}$"))
    page.check()

    tool.add_decryption(1, server.told[1])
    assert tool.publish_result() == [[1, 0]]
    assert tool.verify()


def test_a_key_is_kept_once_its_file_or_its_sheet_was_shown(app, serve, tool, open_page, tmp_path):
    server = Server(app, serve, tool)
    server.steps = ["key", "wait"]
    page = open_page(locale="en")
    page.goto(f"{server.address}/scrutineer")
    button(page, "Make my key").click()

    button(page, "Send the public half").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing shows yet that you have your key.")
    other = tmp_path / "other.txt"
    other.write_text('"12345"\n')
    page.get_by_label("The file that you saved").set_input_files(other)
    expect(page.get_by_role("alert")).to_contain_text("This is not the key that was just made.")
    button(page, "Send the public half").click()
    expect(page.get_by_label("The file that you saved")).to_be_focused()
    assert server.told == [], "a key that is nowhere is not used"

    page.get_by_label("The file that you saved").set_input_files([])
    typed = page.get_by_label("Or the characters of the printed sheet").first
    typed.fill(page.locator("[data-part=sheet-key]").text_content())
    button(page, "Send the public half").click()
    expect(page.get_by_text("Your part is done")).to_be_visible()
    assert len(server.told) == 1
    assert typed.input_value() == "", "the key does not stay in the page"


def test_a_lost_key_is_told_with_what_it_means(app, serve, tool, open_page):
    server = Server(app, serve, tool)
    server.steps = ["rehearse"]
    page = open_page(locale="en")
    page.goto(f"{server.address}/scrutineer")
    button(page, "I have lost my key").click()
    expect(page.get_by_text("The 1 keys are all needed. Without yours")).to_be_visible()
    expect(page.get_by_text("If too few keys are left, or the common key")).to_be_visible()
    expect(page.get_by_text("each of them makes a new key")).to_be_visible()
    expect(page.get_by_text("it annuls the vote")).to_be_hidden()
    page.check()
    button(page, "I have found it").click()
    expect(page.get_by_label("Key file")).to_be_visible()

    server.steps, server.terms["n"] = ["decrypt"], 3
    page.evaluate("localStorage.clear()")
    page.reload()
    button(page, "I have lost my key").click()
    expect(
        page.get_by_text("1 of the 3 keys are needed. This vote can be counted without yours")
    ).to_be_visible()
    expect(page.get_by_text("it annuls the vote")).to_be_visible()


def closed_vote(lead, node, tmp_path):
    """Lead a vote of three ballots to its closing; return its server and the key file."""
    key = node.generateKey()
    server = lead([REPORT], key)
    for voter, place in enumerate((1, 1, 2)):
        choice = [int(i == place) for i in range(4)]
        server.tool.add(
            "Ballot",
            node.createBallot(server.tool.election, server.tool.credentials[voter], [choice])["text"],
        )
    file = tmp_path / "key.txt"
    file.write_text(key["file"] + "\n")
    server.steps = ["decrypt", "done"]
    return server, file


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def first_ballot_as_sum(entries):
    """Return the encrypted tally of a board, and the first ballot written as such a tally."""
    contents = [one["content"] for one in entries]
    tally = next(text for text in contents if text.startswith("[[{"))
    ballot = json.loads(next(text for text in contents if "election_uuid" in text))
    return tally, compact([one["choices"] for one in ballot["answers"]]), ballot["credential"]


def with_one_ballot_as_sum(entries):
    """Put the first ballot in the place of the encrypted tally, every hash as it should be."""
    tally, ballot, _credential = first_ballot_as_sum(entries)
    return rewritten(entries, {tally: ballot})


def with_weights(entries):
    """Give the first ballot the weight one and all others zero: the sums are those of one voter."""
    tally, ballot, chosen = first_ballot_as_sum(entries)
    roll = next(one["content"] for one in entries if re.match(r'\["\d', one["content"]))
    weighted = compact([f"{one},{int(one == chosen)}" for one in json.loads(roll)])
    return rewritten(
        entries,
        {tally: ballot, roll: weighted},
        lambda text: text.replace('"total_weight":3', '"total_weight":1'),
    )


def rewritten(entries, changes, edit=lambda text: text):
    """Put some contents in the place of others, every hash as it should be."""
    contents = [one["content"] for one in entries]
    kinds = [one["name"].rpartition(".json")[0].rpartition(".")[2] for one in entries]
    changed, done = dict(changes), []
    for kind, before in zip(kinds, contents):
        after = edit(changed.get(before, before))
        for old, now in changed.items():
            after = after.replace(_sha(old), _sha(now))
        changed[before] = after
        done.append({"name": f"{_sha(after)}.{kind}.json" if kind else "BELENIOS", "content": after})
    return done


def _sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_scrutineer_opens_the_sums_of_the_whole_board(lead, node, open_page, tmp_path):
    server, file = closed_vote(lead, node, tmp_path)
    server.tool.close_voting()
    page = open_page(locale="en")
    page.goto(f"{server.address}/scrutineer")

    for nothing in ("", "three"):
        show_key(page, file, announced=nothing)
        expect(page.get_by_role("alert")).to_contain_text(
            "in figures, the number of votes that was announced"
        )
        expect(page.get_by_label("Number of votes announced in the room")).to_be_focused()
    show_key(page, file, announced=2)
    expect(page.get_by_text("not the number announced")).to_be_visible()
    page.check()
    assert server.told == []
    button(page, "Start again").click()
    show_key(page, file, announced=3)
    expect(page.locator("[data-count]").last).to_have_text("3")
    head = node.verifyBoard(server.tool.entries())["head"]
    assert page.locator("[data-head]").last.inner_text().replace(" ", "") == head[:24]
    page.check()
    assert server.told == []
    button(page, "All are the same").click()
    expect(page.get_by_text("Thank you")).to_be_visible()

    server.tool.add_decryption(1, server.told[0])
    later = node.verifyBoard(server.tool.entries())
    assert (later["head"] == head, later["sealedHead"]) == (False, head)  # what a later scrutineer is shown
    assert server.tool.publish_result() == [[0, 2, 1, 0]]
    assert server.tool.verify()

    # the same key opens no other sums of this vote
    server.steps = ["decrypt"]
    entries = server.tool.entries()
    shorter = [one for one in entries if '"parent"' not in one["content"]][:5] + entries[5:6]
    server.entries = shorter
    page.goto(f"{server.address}/scrutineer")
    show_key(page, file, announced=3)
    expect(page.get_by_text("Nothing was opened, nothing was sent.")).to_be_visible()
    assert len(server.told) == 1


LIES = {
    "sums": (with_one_ballot_as_sum, "not those of the ballots"),
    "weights": (with_weights, "gives some ballots more weight"),
    "content": (lambda entries: [*entries[:-1], entries[-1] | {"content": "{}"}], "The board is not right"),
    "ballot": (
        lambda entries: [one for one in entries if "election_uuid" not in one["content"]],
        "The board is not right",
    ),
}


def test_the_scrutineer_refuses_every_board_that_is_not_right(lead, node, open_page, tmp_path):
    server, file = closed_vote(lead, node, tmp_path)
    server.tool.close_voting()
    page = open_page(locale="en")
    for name, (lie, sentence) in LIES.items():
        server.entries = lie(server.tool.entries())
        page.goto(f"{server.address}/scrutineer")
        show_key(page, file, announced=3)
        expect(page.get_by_role("alert"), name).to_contain_text(sentence)
        page.check = lambda: None  # the screens are the same for every lie
    assert server.told == []


def with_another_ballot(server, node, folder, voter):
    """Return the entries of the same board with one ballot more, closed."""
    shutil.copytree(server.tool.folder, folder)
    other = copy.copy(server.tool)
    other.folder = folder
    made = node.createBallot(other.election, other.credentials[voter], [[0, 1, 0, 0]])
    other.add("Ballot", made["text"])
    other.close_voting()
    return other.entries()


def test_a_lost_answer_does_not_let_another_board_be_opened(lead, node, open_page, tmp_path):
    server, file = closed_vote(lead, node, tmp_path)
    other = with_another_ballot(server, node, tmp_path / "other", 3)
    server.tool.close_voting()
    server.is_lost = True
    page = open_page(locale="en")
    page.goto(f"{server.address}/scrutineer")
    show_key(page, file, announced=3)
    button(page, "All are the same").click()
    expect(page.get_by_role("alert")).to_contain_text("The server has a problem")
    assert len(server.told) == 1

    server.is_lost, server.entries = False, other
    page.console_errors.clear()  # of the answer that was lost
    button(page, "Start again").click()
    show_key(page, file, announced=4)

    expect(page.get_by_text("are no longer on the board")).to_be_visible()
    assert len(server.told) == 1


def test_ballots_that_replace_others_are_refused_unless_voting_again_is_allowed(
    lead, node, open_page, tmp_path
):
    server, file = closed_vote(lead, node, tmp_path)
    server.entries = with_another_ballot(server, node, tmp_path / "other", 0)
    tracker = node.verifyBoard(server.entries)["trackers"][0]
    page = open_page(locale="en")
    page.goto(f"{server.address}/scrutineer")
    show_key(page, file, announced=3)
    expect(page.get_by_text("were replaced by later ones")).to_be_visible()
    assert server.told == []
    page.goto(f"{server.address}/board")
    page.get_by_label("Find my tracker").fill(tracker)
    button(page, "Find").click()
    expect(page.get_by_text("a later one of the same voter counts in its place")).to_be_visible()
    button(page, "Check the whole board here").click()
    expect(page.get_by_text("The board does not hold")).to_contain_text("replaced")

    server.terms["may_vote_again"] = True
    page.reload()
    button(page, "Check the whole board here").click()
    expect(page.get_by_text("The board holds")).to_be_visible()
    page.goto(f"{server.address}/scrutineer")
    show_key(page, file, announced=3)
    button(page, "All are the same").click()
    expect(page.get_by_text("Thank you")).to_be_visible()


def test_a_board_below_the_floor_is_not_opened(lead, node, open_page, tmp_path):
    server, file = closed_vote(lead, node, tmp_path)
    server.tool.close_voting()
    server.terms["floor"] = 4
    page = open_page(locale="en")
    page.goto(f"{server.address}/scrutineer")

    show_key(page, file, announced=3)

    expect(page.get_by_text("too few ballots on a board")).to_be_visible()
    assert server.told == []


def test_what_was_said_when_the_key_was_made_holds(app, serve, tool, open_page):
    server = Server(app, serve, tool)
    page = open_page(locale="en")
    for changed in ({"floor": 2}, {"may_vote_again": True}):
        said, server.steps = server.terms, ["key", "decrypt"]
        page.goto(f"{server.address}/scrutineer")
        keep_key(page)
        server.terms = said | changed
        button(page, "Send the public half").click()
        expect(
            page.get_by_text("The rules that were said when you made your key have changed.")
        ).to_be_visible()
        server.terms, page.check = said, lambda: None


def test_a_board_of_other_keys_than_those_of_the_rehearsal_is_not_opened(lead, node, open_page, tmp_path):
    server, file = closed_vote(lead, node, tmp_path)
    server.tool.close_voting()
    page = open_page(locale="en")
    page.goto(f"{server.address}/scrutineer")
    memory = "([id, facts]) => localStorage.setItem(`collegial.secret.${id}`, JSON.stringify(facts))"

    for facts in ({"trustees": "ab" * 32}, {"certs": "a certificate"}):
        page.evaluate(memory, ["/fake/state.json", facts])
        page.reload()
        show_key(page, file, announced=3)
        expect(page.get_by_text("not those that the scrutineers made and rehearsed with")).to_be_visible()
    assert server.told == []


def test_a_ballot_that_may_count_is_not_opened(lead, open_page):
    server = lead([REPORT, COUNCIL])
    server.is_lost = True
    page = open_page(locale="en")
    page.goto(f"{server.address}/voter")
    vote_for(page, ["Against"], ["Anne"])
    button(page, "Seal my ballot").click()
    button(page, "Cast my vote").click()
    expect(page.get_by_role("alert")).to_contain_text("The server has a problem")

    button(page, "Try again").click()
    expect(button(page, "Cast my vote")).to_be_visible()
    expect(button(page, "Check this ballot instead")).to_have_count(0)
    page.evaluate("document.querySelector('[data-part=audit-instead]').click()")  # as a changed page might

    expect(page.get_by_role("alert")).to_contain_text("refused what it was given (cast)")


def test_a_voter_types_the_code_of_a_card_and_the_server_gives_none(lead, open_page):
    server = lead([REPORT])
    server.asked, server.terms["asks_code"] = 1, True
    page, asked = open_page(locale="en"), []
    page.on("request", lambda one: asked.append(one.url))
    page.goto(f"{server.address}/voter")
    vote_for(page, ["For"])
    code = server.tool.credentials[0]
    for wrong in ("", code[:-1] + ("2" if code[-1] == "1" else "1")):
        page.get_by_label("Your code").fill(wrong)
        button(page, "Seal my ballot").click()
        expect(page.get_by_role("alert")).to_contain_text("This is not a code")
    page.get_by_label("Your code").fill(code.replace("-", ""))
    button(page, "Seal my ballot").click()
    expect(page.get_by_text("Fingerprint of this vote")).to_be_visible()
    button(page, "Cast my vote").click()
    expect(page.get_by_role("heading", name="Your vote is cast")).to_be_visible()
    assert len(server.told) == 1
    assert not [one for one in asked if one.endswith("/credential")]


def test_the_page_refuses_a_ballot_that_asks_something_else(lead, open_page):
    server = lead([REPORT | {"question": "1. Refuser le rapport"}, COUNCIL])
    page = open_page(locale="en")

    page.goto(f"{server.address}/voter")

    expect(page.get_by_role("alert")).to_contain_text("refused what it was given (questions)")


def test_a_real_board_is_not_opened_as_a_rehearsal(lead, node, open_page, tmp_path):
    server, file = closed_vote(lead, node, tmp_path)
    server.tool.close_voting()
    server.steps = ["rehearse"]
    page = open_page(locale="en")
    page.goto(f"{server.address}/scrutineer")

    show_key(page, file)

    expect(page.get_by_text("This is not a trial board.")).to_be_visible()
    assert server.told == []


def test_the_board_is_searched_and_checked_in_the_browser(lead, node, open_page, tmp_path):
    server, _file = closed_vote(lead, node, tmp_path)
    tracker = node.verifyBoard(server.tool.entries())["trackers"][1]
    page = open_page(locale="en")
    page.goto(f"{server.address}/board")

    page.get_by_label("Find my tracker").fill(f" {tracker} ")
    button(page, "Find").click()
    expect(page.get_by_text("This ballot is on the board.")).to_be_visible()
    page.get_by_label("Find my tracker").fill(tracker[::-1])
    button(page, "Find").click()
    expect(page.get_by_text("No ballot on the board has this tracker.")).to_be_visible()
    button(page, "Check the whole board here").click()
    expect(page.get_by_text("The board holds. Ballots so far: 3.")).to_be_visible()
    page.check()

    server.entries = [one for one in server.tool.entries() if "election_uuid" not in one["content"]]
    page.reload()
    button(page, "Check the whole board here").click()
    expect(page.get_by_text("The board does not hold")).to_be_visible()


def test_without_script_the_pages_say_what_they_need(lead, open_page):
    server = lead([REPORT])
    page = open_page(locale="en", java_script_enabled=False)

    page.goto(f"{server.address}/voter")

    expect(page.get_by_text("This page needs JavaScript")).to_be_visible()
