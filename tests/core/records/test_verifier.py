"""The record of an assembly verifies offline; whatever is touched in it is found, with its place."""

import json
import random
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from collegial.assemblies.models import AssemblyKind, AttendanceMode
from collegial.assemblies.services.attending import check_in, check_out
from collegial.assemblies.services.conducting import close_assembly, declare_inquorate
from collegial.assemblies.services.preparing import convene, convene_again
from collegial.assemblies.services.proxies import give_proxy, revoke_proxy
from collegial.kernel.errors import Refused
from collegial.records import verifier
from collegial.records.rules import write_record
from collegial.records.services import record_of
from collegial.statutes.models import College
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import World, _entries, convened, statutes_document
from collegial.votes.models import Choice
from collegial.votes.services import cast_vote, close_vote, open_vote

SIZES = {"A": 4, "B": 6, "C": 5, "D": 3}
KINDS = (DecisionKind.ORDINARY, DecisionKind.EXTRAORDINARY)
CHOICES = list(Choice)


def vote_at_random(world, chance):
    """Let everyone who is there use each right, at random; some abstain from the paper altogether."""
    vote = open_vote(world.context, world.assembly, world.assembly.resolutions)
    for right in rights(world):
        if chance.random() < 0.9:
            paper = {question.id: chance.choice(CHOICES) for question in vote.questions}
            cast_vote(world.context, vote.id, right, paper)
    return vote


def rights(world):
    from collegial.assemblies.queries.attending import current_stay, live_proxies_held

    session = world.context.session
    here = [one for many in world.entries.values() for one in many if current_stay(session, one.id)]
    return [right for one in here for right in (world.own(one), *live_proxies_held(session, one.id))]


def held(context, clock, document=None, seed=1):
    """Hold an assembly with everything in it: proxies given and taken back, departures, a remote member."""
    chance = random.Random(seed)
    world = convened(context, SIZES, kinds=KINDS, document=document)
    everyone = [one for many in world.entries.values() for one in many]
    give_proxy(context, everyone[0], everyone[1])
    give_proxy(context, everyone[2], everyone[1])
    give_proxy(context, everyone[3], everyone[5])
    revoke_proxy(context, everyone[3])
    for entry in everyone[4:14]:
        check_in(context, entry, mode=chance.choice(list(AttendanceMode)))
    world.arrive(everyone[1], everyone[3])
    world.open()
    clock.move(minutes=5)
    check_out(context, everyone[13])
    check_in(context, everyone[2], mode=AttendanceMode.ROOM)  # the giver comes in: the proxy ends
    vote = vote_at_random(world, chance)
    clock.move(minutes=5)
    check_out(context, everyone[4])  # has perhaps voted, and leaves before the closing
    close_vote(context, vote.id)
    clock.move(minutes=5)
    close_assembly(context, world.assembly)
    return world


def verified(data):
    return list(verifier.verify(data))


@pytest.fixture
def record(context, clock):
    return record_of(context, held(context, clock).assembly)


RULES = {
    "in proportion": {},
    "by the majority of each college": {
        "votes": {"carry": "majority", "on_tie": "share", "on_empty": "against"}
    },
    "heads": {"votes": {"carry": "heads", "on_tie": None, "on_empty": None}},
    "of the members": {
        "majority": {
            "ordinary": {"threshold": "1/2", "strict": True, "base": "members"},
            "extraordinary": {"threshold": "2/3", "strict": False, "base": "present"},
        }
    },
    "another majority at each round": {
        "majority": {
            kind: {
                "first": {"threshold": "1/2", "strict": True, "base": "members"},
                "second": {"threshold": "1/2", "strict": True, "base": "cast"},
            }
            for kind in ("ordinary", "extraordinary")
        },
        "legal_form": "SARL",
    },
    "weighted quorum": {
        "quorum": {
            kind: {
                "first": {"at_least": "1/4", "base": "weighted", "per_college": False},
                "second": {"at_least": "1/5", "base": "weighted", "per_college": False},
            }
            for kind in ("ordinary", "extraordinary")
        }
    },
}


@pytest.mark.both_databases
@pytest.mark.parametrize("rules", RULES)
def test_an_assembly_verifies_under_every_rule(context, clock, rules):
    world = held(context, clock, statutes_document(**RULES[rules]), seed=len(rules))
    said = verified(record_of(context, world.assembly))
    assert sum(one.startswith("Resolution") for one in said) == 2


def test_an_assembly_of_one_college_verifies_by_heads(context, clock):
    def special(meeting):
        college = context.session.scalars(select(College).where(College.key == "B")).one()
        meeting.kind, meeting.college_id = AssemblyKind.SPECIAL, college.id

    world = convened(context, {"A": 3, "B": 9, "C": 3, "D": 3}, prepare=special)
    world.arrive(*world.entries["B"][:5])
    world.open()
    vote = open_vote(context, world.assembly, world.assembly.resolutions)
    for entry, choice in zip(world.entries["B"][:3], (Choice.FOR, Choice.FOR, Choice.AGAINST), strict=True):
        cast_vote(world.member(entry), vote.id, world.own(entry), {vote.questions[0].id: choice})
    close_vote(context, vote.id)
    clock.move(minutes=5)
    close_assembly(context, world.assembly)

    said = verified(record_of(context, world.assembly))

    assert list(world.entries) == ["B"]
    assert any("2/3 in favour, adopted" in one for one in said)


@pytest.mark.both_databases("sqlite")  # so many acts in one transaction, as no deployment has them
def test_a_missed_quorum_and_its_second_convocation_verify(context, clock):
    world = convened(context, {"A": 16, "B": 457, "C": 146, "D": 252}, kinds=(DecisionKind.EXTRAORDINARY,))
    give_proxy(context, world.entries["D"][5], world.entries["D"][0])
    world.arrive(*world.entries["A"], *world.entries["D"][:3])
    world.open()
    clock.move(minutes=30)
    declare_inquorate(context, world.assembly)
    assert "quorums" in " ".join(verified(record_of(context, world.assembly)))

    second = convene_again(context, world.assembly, starts_at=clock.now() + timedelta(days=20))
    convene(context, second)
    clock.move(days=20)
    again = World(context=context, assembly=second, entries=_entries(context, second))
    again.arrive(
        *again.entries["A"], *again.entries["B"][:120], *again.entries["C"][:30], *again.entries["D"][:40]
    )
    again.open()
    vote = vote_at_random(again, random.Random(3))
    close_vote(context, vote.id)
    close_assembly(context, second)
    said = verified(record_of(context, second))
    assert "The roll has 871 rights, each with its own vote; 1 proxies" in " ".join(said)


def test_the_same_assembly_gives_the_same_bytes_and_a_later_act_only_more_journal(context, clock):
    world = held(context, clock)
    assert record_of(context, world.assembly) == record_of(context, world.assembly)


def test_an_assembly_that_is_not_over_has_no_record(context):
    world = convened(context, SIZES)
    with pytest.raises(Refused, match=r"records\.not_over"):
        record_of(context, world.assembly)


def test_any_byte_that_is_changed_is_found(record):
    chance = random.Random(7)
    for place in chance.sample(range(len(record)), 150):
        touched = bytearray(record)
        touched[place] ^= 1 << chance.randrange(7)
        with pytest.raises((verifier.Broken, verifier.Unreadable)):
            verified(bytes(touched))


@pytest.mark.parametrize("cut", [1, 2, 1000])
def test_a_record_that_is_cut_off_is_found(record, cut):
    with pytest.raises((verifier.Broken, verifier.Unreadable)):
        verified(record[:-cut])


def forged(record, change):
    """Change the record as its keeper could: touch a section, and write all its seals anew."""
    sections = json.loads(record)["sections"]
    change(sections)
    return write_record(verifier.FORMAT, sections)


def flip(sections):
    line = sections["votes"][0]["board"]["lines"][2]["content"]["choices"]
    first = next(iter(line))
    line[first] = "against" if line[first] == "for" else "for"


def remove_line(sections):
    board = sections["votes"][0]["board"]
    del board["lines"][-1]
    board["length"] -= 1
    board["head"] = board["lines"][-1]["digest"]


def rechain(sections):
    """Flip a ballot and seal the whole board anew."""
    flip(sections)
    board, previous = sections["votes"][0]["board"], verifier.GENESIS
    for line in board["lines"]:
        line["previous"] = previous
        previous = line["digest"] = verifier.seal(line)
    board["head"] = previous


def change_college(sections):
    entry = sections["votes"][0]["board"]["lines"][0]["content"]["giver"]
    one = next(one for one in sections["roll"] if one["entry"] == entry)
    one["college"] = "A" if one["college"] != "A" else "B"


def change_outcome(sections):
    sections["votes"][0]["outcomes"][0]["adopted"] ^= True


def change_sums(sections):
    sections["votes"][0]["outcomes"][0]["sums"][1]["for_"] += 1


def change_weights(sections):
    document = sections["statutes"]["document"]
    document["colleges"][0]["weight"], document["colleges"][3]["weight"] = "1/10", "2/5"


def change_quorum(sections):
    sections["quorums"][0]["count"] += 1


def forget_arrival(sections):
    for line in sections["journal"]:
        if line.get("content", {}).get("event") == "assemblies.arrived":
            del line["content"]
            return


def add_proxy(sections):
    roll = [one["entry"] for one in sections["roll"]]
    sections["mandates"].append(
        {"id": 99, "kind": "proxy", "giver": roll[-1], "holder": roll[1], "given_at": "2020-01-01T00:00:00+00:00",
         "revoked_at": None, "cap": 2}
    )  # fmt: skip


def add_proxy_over_the_cap(sections):
    add_proxy(sections)
    sections["mandates"][-1] |= {"given_at": "2026-11-23T10:00:00+00:00"}


def come_earlier(sections):
    sections["attendance"][0]["arrived_at"] = "2026-12-14T08:00:00+00:00"


FORGERIES = [
    (come_earlier, "attendance of entry"),
    (lambda sections: sections["attendance"].pop(), "attendance"),
    (flip, "board line 3"),
    (remove_line, "journal entry"),
    (rechain, "journal entry"),
    (change_college, "quorum 1"),
    (change_outcome, "question"),
    (change_sums, "college B"),
    (change_weights, "statutes"),
    (change_quorum, "quorum 1"),
    (forget_arrival, "quorum 1"),
    (add_proxy_over_the_cap, "mandate 99"),
    (lambda sections: sections["journal"].pop(3), "journal entry"),
    (lambda sections: sections["roll"].append(dict(sections["roll"][0])), "roll"),
    (lambda sections: sections["votes"][0].update(opened_at="2099-01-01T00:00:00+00:00"), "board line 1"),
    (lambda sections: sections["agenda"]["resolutions"].pop(), "question"),
    (lambda sections: sections["quorums"].append(sections["quorums"][0]), "quorums"),
]


def test_a_forgery_with_new_seals_is_named(record):
    for change, place in FORGERIES:
        with pytest.raises(verifier.Broken, match=place):
            verified(forged(record, change))


def test_the_verifier_is_one_file_that_runs_alone(record, tmp_path):
    program, file = tmp_path / "verify.py", tmp_path / "record.json"
    program.write_bytes(Path(verifier.__file__).read_bytes())
    file.write_bytes(record)

    def run(path):
        command = [sys.executable, "-I", "-S", str(program), str(path)]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)

    assert (run(file).returncode, run(file).stdout.splitlines()[-1]) == (0, "Everything holds.")
    file.write_bytes(forged(record, flip))
    assert (run(file).returncode, "board line 3" in run(file).stderr) == (1, True)
    file.write_text("{}")
    assert run(file).returncode == 2
    assert run(tmp_path / "none").returncode == 2


def test_members_take_the_record_from_the_page(context, clock, session, client, sign_in):
    world = held(context, clock)
    session.commit()
    address = f"/records/assembly/{world.assembly.id}.json"
    assert client.get(address).status_code == 302
    sign_in("member")
    page = client.get(f"/assemblies/{world.assembly.id}").text
    assert address in page
    answer = client.get(address)
    day = world.assembly.starts_at.date()
    name = f"dossier-de-l-assemblee-{day}-{world.assembly.id}.json"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert f"<code>python3 collegial-verify.py {name}</code>" in page
    assert verified(answer.data)


def test_the_verifier_itself_is_given_to_anyone(client):
    answer = client.get("/records/collegial-verify.py")
    assert answer.data == Path(verifier.__file__).read_bytes()
