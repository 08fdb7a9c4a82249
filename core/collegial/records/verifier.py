"""Verify the record of an assembly offline: seals, chains, attendance, quorums, every count.

This file needs Python 3.11 and nothing else. It shares no code with the program that wrote the record.

    collegial-verify RECORD.json        (or: python3 verifier.py RECORD.json)

It prints what it checks. At the first thing that does not hold it names the place and exits with 1;
a file that is no record gives 2.
"""

import argparse
import base64
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

RULED = 2  # lines of an election's description since it seals the rules
FORMAT = "collegial assembly record 1"
GENESIS = "0" * 64
AT_ONCE = 60  # seconds
FOR_AGAINST = "core.for_against"
CHOICES = ("for", "against", "abstain", "blank")
VOID = "void"  # a paper that says nothing that can be counted
ROOM = ("for_", "against", "abstain", "blank", "void")
# The modulus of the group BELENIOS-2048, from the specification of Belenios.
PRIME = int(
    "2069478569142254640101364365750500806492298929575110409710088478705737421924271740192223725449768433"
    "8129066633138078958404960054389636289796393038773905722803605973749427671376777618898589872735865049"
    "0811670993105358677809800307904916540637771737641986785272734744763418356000356983051931442845617019"
    "1100078673730733356412397173289791324047457883446826065232797464795113767265869358218004631792207366"
    "8860052627186363386088796882120769432366149491002923444346373222145884100586421050242120365433561201"
    "3204811188524087310770141516662001623131771693721892480785077118278423174980732765988288251691831031"
    "25680162072880719"
)


class Broken(Exception):
    """Something that does not hold, with its place in the record."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(f"{place}: {what}")


class Unreadable(Exception):
    """The file is no record at all."""


def verify(data: bytes) -> Iterator[str]:
    """Check everything, saying each thing that holds; raise Broken at the first that does not."""
    record = read(data)
    yield check_seals(record)
    parts = record["sections"]
    yield check_statutes(parts)
    yield check_journal(parts)
    yield check_rights(parts)
    yield check_forms(parts)
    for vote in parts["votes"]:
        yield check_board(vote)
        yield check_lines(parts, vote)
    yield from Replay(parts).run()
    for vote in parts["votes"]:
        yield from check_outcomes(parts, vote)


def read(data: bytes) -> dict[str, Any]:
    """Return the record; its bytes must be the only way to write what they say."""
    try:
        record = json.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"this is no JSON in UTF-8: {error}") from None
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise Unreadable(f"this is not a “{FORMAT}”")
    written = (json.dumps(record, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode()
    if written != data:
        place = next(
            (at for at, (a, b) in enumerate(zip(written, data, strict=False)) if a != b), len(written)
        )
        line = data[:place].count(b"\n") + 1
        raise Broken(f"line {line}", "the text was touched: it is not written as the program writes it")
    return record


def check_seals(record: dict[str, Any]) -> str:
    """Check that each section is the one that was sealed."""
    if set(record) != {"format", "sections", "seals", "seal"}:
        raise Broken("the record", "it does not have its four parts")
    for name, content in record["sections"].items():
        if record["seals"].get(name) != digest(content):
            raise Broken(f"section {name}", "its content is not what was sealed")
    if set(record["seals"]) != set(record["sections"]):
        raise Broken("seals", "a section is missing")
    if record["seal"] != digest({"format": record["format"], "seals": record["seals"]}):
        raise Broken("seal", "it is not the seal of the sections")
    return f"The {len(record['sections'])} sections are as they were sealed: {record['seal']}."


def check_statutes(parts: dict[str, Any]) -> str:
    """Check the statutes against their digest."""
    statutes = parts["statutes"]
    if statutes is None:
        raise Broken("statutes", "the assembly has none: it was never convened")
    if digest(statutes["document"]) != statutes["digest"]:
        raise Broken("statutes", "the document is not the one that was recorded")
    return f"The statutes are version {statutes['version']} as recorded."


def check_journal(parts: dict[str, Any]) -> str:
    """Check that the journal has no gap, and that what it shows is what was sealed."""
    previous = None
    for number, line in enumerate(parts["journal"]):
        place = f"journal entry {line['sequence']}"
        if previous and (line["sequence"], line["previous"]) != (
            previous["sequence"] + 1,
            previous["digest"],
        ):
            raise Broken(place, "it does not follow the one before it")
        if "content" in line and seal(line) != line["digest"]:
            raise Broken(place, "its content is not what was sealed")
        if number == 0 and line.get("content", {}).get("event") != "assemblies.convened":
            raise Broken(place, "the extract does not begin with the convocation")
        previous = line
    return f"The journal's {len(parts['journal'])} entries follow one another."


def check_rights(parts: dict[str, Any]) -> str:
    """Check the roll and the mandates: one own vote each, and proxies between its entries."""
    entries = {one["entry"] for one in parts["roll"]}
    if len(entries) < len(parts["roll"]) or len({one["member"] for one in parts["roll"]}) < len(entries):
        raise Broken("roll", "an entry or a member stands twice")
    proxies = [one for one in parts["mandates"] if one["kind"] == "proxy"]
    own = [
        one["giver"] for one in parts["mandates"] if one["kind"] == "own" and one["giver"] == one["holder"]
    ]
    if sorted(own) != sorted(entries) or len(own) + len(proxies) != len(parts["mandates"]):
        raise Broken("mandates", "not everyone on the roll has one own right")
    check_blanks(parts, entries)
    for one in proxies:
        if not {one["giver"], one["holder"]} <= entries or one["giver"] == one["holder"]:
            raise Broken(f"mandate {one['id']}", "its giver or its holder is not another one of the roll")
    return f"The roll has {len(entries)} rights, each with its own vote; {len(proxies)} proxies were given."


def check_blanks(parts: dict[str, Any], entries: set[int]) -> None:
    """Check the proxies to the chair: the statutes know them, and their givers are on the roll."""
    document = parts["statutes"]["document"]
    known = document["legal_form"] == "SA" or document["proxies"].get("blank") == "board"
    for number, one in enumerate(parts["blanks"], start=1):
        if not known or one["giver"] not in entries:
            raise Broken(
                f"proxy to the chair {number}", "the statutes know none, or its giver is not on the roll"
            )


def check_forms(parts: dict[str, Any]) -> str:
    """Check the forms of votes by correspondence: their seals, their choices, the days on which they came in."""
    section, entries = parts["correspondence"], {one["entry"] for one in parts["roll"]}
    resolutions = {str(one["id"]) for one in parts["agenda"]["resolutions"]}
    asked = {str(one["id"]): method_and_voting(one) for one in parts["agenda"]["resolutions"]}
    check_cut_off(parts)
    for form in section["forms"]:
        place, said = f"form {form['id']}", form["content"]
        if digest(said) != form["digest"]:
            raise Broken(place, "its content is not what was sealed")
        if said["entry"] not in entries or not set(said["answers"]) <= resolutions:
            raise Broken(place, "it is of nobody on the roll, or answers what is not on the agenda")
        if not all(
            (choice == VOID and said["way"] == "paper") or is_answer(*asked[resolution], choice)
            for resolution, choice in said["answers"].items()
        ):
            raise Broken(place, "it makes a choice that does not exist")
        until = section["paper_until"] if said["way"] == "paper" else section["online_until"]
        if until is None or (said["received_on"] if said["way"] == "paper" else form["entered_at"]) > until:
            raise Broken(place, "it came in too late, or in a way that the statutes do not open")
    return (
        f"The {len(section['forms'])} forms of votes by correspondence came in in time, as they were sealed."
    )


def method_and_voting(text: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
    """Return by which method a resolution is voted, and on what list; for or against where it elects nobody."""
    voting = text["voting"]
    return (voting["method"], voting) if voting and voting["options"] else (FOR_AGAINST, None)


def check_cut_off(parts: dict[str, Any]) -> None:
    """Check the last day of paper forms against the statutes; the zone of the assembly may move it by a day."""
    section, rule = parts["correspondence"], parts["statutes"]["document"].get("correspondence")
    if rule is None or section["paper_until"] is None:
        return
    if rule["paper_days"] is None:
        raise Broken("correspondence", "the statutes accept no paper forms")
    told = date.fromisoformat(parts["assembly"]["starts_at"][:10]) - timedelta(days=rule["paper_days"])
    if abs(told - date.fromisoformat(section["paper_until"])) > timedelta(days=1):
        raise Broken("correspondence", "the last day of paper forms is not that of the statutes")


def check_board(vote: dict[str, Any]) -> str:
    """Check the chain of a board up to the end that the vote states."""
    previous, board = GENESIS, vote["board"]
    for number, line in enumerate(board["lines"], start=1):
        place = f"vote {vote['id']}, board line {number}"
        if line["sequence"] != number or line["previous"] != previous:
            raise Broken(place, "it does not follow the one before it")
        if seal(line) != line["digest"]:
            raise Broken(place, "its content is not what was sealed")
        previous = line["digest"]
    if (board["length"], board["head"]) != (len(board["lines"]), previous):
        raise Broken(f"vote {vote['id']}", "its board does not end where the vote says")
    return f"Vote {vote['id']}: the board's {len(board['lines'])} lines follow one another."


def check_lines(parts: dict[str, Any], vote: dict[str, Any]) -> str:
    """Check each line: a right that held, used once, inside the vote; or a list or a count of the room."""
    mandates = {one["id"]: one for one in parts["mandates"]}
    college_of = {one["entry"]: one["college"] for one in parts["roll"]}
    asked = {college: asked_of(parts, vote, college) for college in set(college_of.values())}
    used: set[int] = set()
    room = Room(set(), {})
    for line in vote["board"]["lines"]:
        said, place = line["content"], f"vote {vote['id']}, board line {line['sequence']}"
        if not within(vote, said["at"]) or said["vote"] != vote["id"]:
            raise Broken(place, "it was cast outside this vote")
        if "giver" in said:
            check_ballot(place, mandates, asked[college_of[said["giver"]]], said)
            rights = {said["giver"]}
        elif "rights" in said:
            rights = check_listed(place, parts, said)
            room.listed.update(rights)
        else:
            check_room(place, parts, vote, said, room)
            rights = set()
        if rights & used:
            raise Broken(place, "this right was used before")
        used |= rights
    return f"Vote {vote['id']}: each of the {len(used)} rights was used once, by who held it."


def is_answer(method: str, voting: dict[str, Any] | None, choice: str) -> bool:
    """Tell whether a text is a choice of a method; those of a module are for the module to tell."""
    if method == FOR_AGAINST:
        return choice in CHOICES
    return voting is None or not voting["options"] or check_paper(voting, choice)


Asked = dict[str, tuple[str, dict[str, Any] | None]]


def asked_of(parts: dict[str, Any], vote: dict[str, Any], college: str | None) -> Asked:
    """Return the questions that a college is asked openly, each with its method and how it is voted."""
    votings = {one["id"]: one["voting"] for one in parts["agenda"]["resolutions"]}
    if vote["secrecy"] != "open":
        return {}  # what a secret vote says stands in its archive
    asked = {str(one["id"]): (one["method"], votings.get(one["resolution"])) for one in vote["questions"]}
    return {
        question: (method, voting)
        for question, (method, voting) in asked.items()
        if voting is None or voting["college"] in (None, college)
    }


def check_ballot(place: str, mandates: dict[int, dict[str, Any]], mine: Asked, said: dict[str, Any]) -> None:
    """Check one ballot of the board."""
    right = mandates.get(said["mandate"])
    if right is None or (right["giver"], right["holder"]) != (said["giver"], said["holder"]):
        raise Broken(place, "it uses a right that is not on the list of mandates")
    if set(said["choices"]) != set(mine):
        raise Broken(place, "it does not answer each question once")
    by_form = said.get("origin") in ("form", "form_and_proxy")
    for question, what in mine.items():
        choice = said["choices"][question]
        if not is_answer(*what, choice) and not (choice == VOID and by_form):
            raise Broken(place, "one of its answers is none of its method")


def check_listed(place: str, parts: dict[str, Any], said: dict[str, Any]) -> set[int]:
    """Check a list of those who vote in the room; return them."""
    rights = set(said["rights"])
    if (
        not rights
        or len(rights) < len(said["rights"])
        or not rights <= {one["entry"] for one in parts["roll"]}
    ):
        raise Broken(
            place, "its list of the room is empty, or names a right twice, or one that is not on the roll"
        )
    return rights


class Room(NamedTuple):
    """Who was listed in the room so far, and the papers that hold, by question, group and choice."""

    listed: set[int]
    papers: dict[tuple[int, str, str], int]


def check_room(
    place: str, parts: dict[str, Any], vote: dict[str, Any], said: dict[str, Any], room: Room
) -> None:
    """Check what was counted in the room: never more than the rights of each college on its lists."""
    asked = {one["id"]: one["resolution"] for one in put_to_vote(parts, vote)}
    if said["question"] not in asked:
        raise Broken(place, "it counts a question that there is not")
    (text,) = [one for one in parts["agenda"]["resolutions"] if one["id"] == asked[said["question"]]]
    _method, voting = method_and_voting(text)
    college_of = {one["entry"]: one["college"] for one in parts["roll"]}
    is_secret = vote["secrecy"] == "secret"
    keys = secret_groups(parts, vote, voting) if is_secret else groups_of(parts, voting)
    limits = {key: sum(is_of(key, college_of[entry]) for entry in room.listed) for key in keys}
    if not set(said.get("counted", ())) | ({said["group"]} if "group" in said else set()) <= set(keys):
        raise Broken(place, "it counts a college that there is not")
    if "group" in said:
        check_papers(place, voting, said, limits, room)
    elif voting and is_secret:
        check_rows(place, text, said, limits)
    elif voting:
        check_marks(place, voting, said, limits)
    else:
        check_counted(place, said, limits)
    if is_secret:
        check_floor(place, parts, vote, said)


def check_floor(place: str, parts: dict[str, Any], vote: dict[str, Any], said: dict[str, Any]) -> None:
    """Check that no sums of few papers were told beside a secret vote, whatever became of it."""
    (led,) = (one for one in parts["secret"] if one["vote"] == vote["id"])
    for figures in said["counted"].values():
        if 0 < sum(number for pile, number in figures.items() if pile != "rows") < led["floor"]:
            raise Broken(place, "its paper ballots are too few")


def groups_of(parts: dict[str, Any], voting: dict[str, Any] | None) -> list[str]:
    """Return the keys of who is counted apart: each college, or in an election one college, or all as one."""
    if voting and voting["electorate"] != "weighted":
        return [voting["college"] or "all"]
    return [one["key"] for one in colleges_of(parts)]


def secret_groups(parts: dict[str, Any], vote: dict[str, Any], voting: dict[str, Any] | None) -> list[str]:
    """Return the keys of the colleges that are counted together in a secret vote, and are asked a question."""
    (led,) = (one for one in parts["secret"] if one["vote"] == vote["id"])
    alone = voting["college"] if voting else None
    return ["+".join(one["colleges"]) for one in led["elections"] if alone in (None, *one["colleges"])]


def check_counted(place: str, said: dict[str, Any], limits: dict[str, int]) -> None:
    """Check a count of a text: whole figures."""
    for key, figures in said["counted"].items():
        if set(figures) != set(ROOM) or any(type(one) is not int or one < 0 for one in figures.values()):
            raise Broken(place, "its figures are no counts")
        if sum(figures.values()) > limits[key]:
            raise Broken(place, f"more was counted than votes in the room in college {key}")


def check_marks(place: str, voting: dict[str, Any], said: dict[str, Any], limits: dict[str, int]) -> None:
    """Check marks that were added up: so many papers can give them."""
    size = len(voting["options"])
    least, most = voting.get("least", 1), min(most_names(voting), size)
    for key, figures in said["counted"].items():
        given = list(figures["marks"].values())
        every = [figures["papers"], figures["blank"], figures["void"], *given]
        if any(type(one) is not int or one < 0 for one in every) or not set(figures["marks"]) <= {
            str(one) for one in range(1, size + 1)
        }:
            raise Broken(place, "its figures are no counts")
        if figures["blank"] and not voting.get("takes_blank", True):
            raise Broken(place, "it counts blank papers, and this election takes none")
        if figures["papers"] + figures["blank"] + figures["void"] > limits[key]:
            raise Broken(place, f"more was counted than votes in the room in college {key}")
        papers = figures["papers"]
        if max(given, default=0) > papers or not papers * least <= sum(given) <= papers * most:
            raise Broken(place, f"no {papers} papers give these votes")


def check_rows(place: str, text: dict[str, Any], said: dict[str, Any], limits: dict[str, int]) -> None:
    """Check what each candidate had on paper in a secret election: so many papers can give it."""
    if text["voting"]["method"] not in SEALED:
        return  # what its papers may say is for its module to tell
    asks = sealed_asks(text)
    for key, figures in said["counted"].items():
        papers, rows = figures["papers"], figures["rows"]
        every = [papers, figures["blank"], figures["void"], *(cell for row in rows for cell in row)]
        if any(type(one) is not int or one < 0 for one in every) or len(rows) != len(asks):
            raise Broken(place, "its figures are no counts")
        if papers + figures["blank"] + figures["void"] > limits[key]:
            raise Broken(place, f"more was counted than votes in the room in college {key}")
        for ask, row in zip(asks, rows, strict=True):
            fits = papers * ask.least <= sum(row) <= papers * ask.most and max(row) <= papers
            if len(row) != ask.size or not fits or (figures["blank"] and not ask.blank):
                raise Broken(place, f"no {papers} papers give these votes")


def check_papers(
    place: str, voting: dict[str, Any] | None, said: dict[str, Any], limits: dict[str, int], room: Room
) -> None:
    """Check papers of the room that say the same, or that are taken back: there must be such papers to take."""
    question, key, choice = said["question"], said["group"], said["choice"]
    if (
        type(said["papers"]) is not int
        or voting is None
        or not (choice == VOID or check_paper(voting, choice))
    ):
        raise Broken(place, "it enters what is no paper of its method")
    box = room.papers
    box[question, key, choice] = box.get((question, key, choice), 0) + said["papers"]
    held = sum(count for (one, group, _choice), count in box.items() if (one, group) == (question, key))
    if box[question, key, choice] < 0:
        raise Broken(place, "it takes back papers that were not entered")
    if held > limits[key]:
        raise Broken(place, f"more was counted than votes in the room in college {key}")


def within(vote: dict[str, Any], moment: str) -> bool:
    """Tell whether a moment lies between the opening and the closing of a vote."""
    return bool(vote["opened_at"] <= moment <= (vote["closed_at"] or moment))


class Replay:
    """Walk the journal: who is there, whose proxies hold, and what the quorum was at each moment."""

    def __init__(self, parts: dict[str, Any]) -> None:
        self.parts = parts
        self.college = {one["entry"]: one["college"] for one in parts["roll"]}
        self.here: dict[int, str] = {}
        self.proxies: dict[int, int] = {}
        self.quorums = iter(parts["quorums"])
        self.votes = {one["id"]: one for one in parts["votes"]}
        self.given = {one["id"]: one for one in parts["correspondence"]["forms"]}
        self.forms: dict[int, dict[str, Any]] = {}
        self.told: dict[int, int] = {}
        self.paused: set[int] = set()
        self.chair: set[int] = set()
        self.backed = {one["id"]: one["backed"] for one in parts["agenda"]["resolutions"]}
        self.taken = 0
        self.ruled: set[str] = set()
        self.open: set[int] = set()
        self.handed: list[tuple[int, int]] = []
        self.stays: dict[int, list[list[Any]]] = {}

    def run(self) -> Iterator[str]:
        """Replay every entry that is about the assembly."""
        for line in self.parts["journal"]:
            if "content" in line:
                self.place, self.at = f"journal entry {line['sequence']}", line["content"]["at"]
                self.step(line["content"]["event"], line["content"]["payload"])
        if next(self.quorums, None) is not None:
            raise Broken("quorums", "there are more than the journal tells of")
        left = {one["giver"] for one in self.parts["blanks"] if one["revoked_at"] is None}
        if left != self.chair:
            raise Broken("blanks", "the proxies to the chair are not those that the journal tells of")
        holding = {form["id"] for form in self.given.values() if form["withdrawn_at"] is None}
        if holding != {form["id"] for form in self.forms.values()}:
            raise Broken("correspondence", "the forms that hold are not those that the journal tells of")
        self.check_stays()
        self.check_proxies()
        yield "Proxies kept to the cap of the statutes, without a chain; each was used while it held."
        yield f"The attendance gives each of the {self.taken} quorums that were taken, and those of the counts."
        for key in sorted(self.ruled):
            yield f"Not recounted: what a module says of its quorum {key}."

    def step(self, event: str, said: dict[str, Any]) -> None:
        """Take one act into account."""
        acts: dict[str, Callable[[dict[str, Any]], object]] = {
            "assemblies.arrived": self.come,
            "assemblies.departed": self.leave,
            "assemblies.proxy_given": self.give_proxy,
            "assemblies.proxy_revoked": lambda one: self.proxies.pop(one["giver"], None),
            "assemblies.blank_given": self.give_blank,
            "assemblies.blank_revoked": lambda one: self.chair.discard(one["giver"]),
            "assemblies.form_received": self.receive_form,
            "assemblies.form_withdrawn": lambda one: self.forms.pop(one["entry"], None),
            "assemblies.quorum": self.check_quorum,
            "votes.opened": self.check_opening,
            "votes.cast": self.check_cast,
            "votes.paused": lambda one: self.paused.add(one["vote"]),
            "votes.resumed": lambda one: self.paused.discard(one["vote"]),
            "votes.room_opened": self.check_room_list,
            "votes.room_counted": self.check_line,
            "votes.absent_entered": self.check_absent,
            "votes.closed": self.check_closing,
        }
        if event in acts:
            acts[event](said)

    def come(self, said: dict[str, Any]) -> None:
        """Let someone in."""
        self.here[said["entry"]] = said["mode"]
        self.stays.setdefault(said["entry"], []).append([said["mode"], self.moment(said), None])

    def leave(self, said: dict[str, Any]) -> None:
        """Let someone out."""
        self.here.pop(said["entry"], None)
        self.stays[said["entry"]][-1][2] = self.moment(said)

    def give_proxy(self, said: dict[str, Any]) -> None:
        """Check a proxy against those that hold at that moment: the order of the journal, whatever the clock said."""
        giver, holder = said["giver"], said["holder"]
        cap = self.parts["statutes"]["document"]["proxies"]["per_holder"]
        if list(self.proxies.values()).count(holder) >= cap:
            raise Broken(self.place, f"its holder has more than {cap}")
        if giver in self.proxies:
            raise Broken(self.place, "its giver has given another one")
        if holder in self.proxies or giver in self.proxies.values() or {giver, holder} & self.chair:
            raise Broken(self.place, "it makes a chain of proxies, or its giver or holder has left one blank")
        self.proxies[giver] = holder
        self.handed.append((giver, holder))

    def give_blank(self, said: dict[str, Any]) -> None:
        """Check a proxy left to the chair beside the others that hold at that moment."""
        giver = said["giver"]
        if giver in self.chair or giver in self.proxies or giver in self.proxies.values():
            raise Broken(self.place, "its giver gives or holds another proxy")
        self.chair.add(giver)

    def check_proxies(self) -> None:
        """Check that the proxies of the record are those that the journal tells of."""
        told = Counter(self.handed)
        proxies = [one for one in self.parts["mandates"] if one["kind"] == "proxy"]
        for one in proxies:
            told[one["giver"], one["holder"]] -= 1
            if told[one["giver"], one["holder"]] < 0:
                raise Broken(f"mandate {one['id']}", "the journal does not tell of it")
        if +told:
            raise Broken("mandates", "a proxy of which the journal tells is missing")
        holding = {one["giver"]: one["holder"] for one in proxies if one["revoked_at"] is None}
        left = {one["giver"] for one in self.parts["blanks"] if one["revoked_at"] is None}
        if left != self.chair:
            raise Broken("blanks", "those that hold at the end are not those of the journal")
        if holding != self.proxies:
            raise Broken("mandates", "the proxies that hold at the end are not those of the journal")

    def check_opening(self, said: dict[str, Any]) -> None:
        """Check that the roll and what was put to the vote are those of the opening, word for word."""
        vote, texts = (
            self.votes.get(said["vote"]),
            {one["id"]: one for one in self.parts["agenda"]["resolutions"]},
        )
        if vote is None:
            raise Broken(self.place, "the vote that was opened here is missing")
        if digest(self.parts["roll"]) != said["roll"]:
            raise Broken("roll", f"it is not the one of the opening of vote {said['vote']}")
        asked = [
            {
                "question": one["id"], "position": one["position"], "method": one["method"],
                "resolution": one["resolution"],
                **{name: texts[one["resolution"]][name] for name in ("number", "kind", "title", "text")},
                "options": option_names(texts[one["resolution"]]["voting"]),
            }
            for one in put_to_vote(self.parts, vote)
            if one["resolution"] in texts
        ]  # fmt: skip
        if digest(asked) != said["asked"]:
            raise Broken(f"vote {vote['id']}", "its questions or their texts are not those of the opening")
        self.open.add(said["vote"])

    def moment(self, said: dict[str, Any]) -> tuple[str, bool]:
        """Return when someone came or left, and whether that is exact: what is entered late says its own time."""
        late = said.get("at")
        return (late, True) if late else (self.at, False)

    def check_stays(self) -> None:
        """Check the times of the attendance sheet against the journal; whoever stays leaves at the end."""
        end = (self.parts["assembly"]["closed_at"], False)
        written: dict[int, list[dict[str, Any]]] = {}
        for one in self.parts["attendance"]:
            written.setdefault(one["entry"], []).append(one)
        if set(written) != set(self.stays):
            raise Broken("attendance", "it is not of those of whom the journal tells")
        for entry, stays in written.items():
            told = [(mode, arrived, left or end) for mode, arrived, left in self.stays[entry]]
            if len(stays) != len(told) or not all(map(same_stay, stays, told)):
                raise Broken(
                    f"attendance of entry {entry}", "the journal tells of other times, or another way"
                )

    def check_line(self, said: dict[str, Any]) -> dict[str, Any]:
        """Check that the board has the next line as it was sealed in the journal; return its content."""
        lines = self.votes[said["vote"]]["board"]["lines"]
        if not 1 <= said["line"] <= len(lines) or lines[said["line"] - 1]["digest"] != said["digest"]:
            raise Broken(self.place, "the board does not have the line that was sealed here")
        self.told[said["vote"]] = self.told.get(said["vote"], 0) + 1
        content: dict[str, Any] = lines[said["line"] - 1]["content"]
        return content

    def check_room_list(self, said: dict[str, Any]) -> None:
        """Check that whoever votes in the room is there, or represented by someone who is, and sent no form."""
        for entry in self.check_line(said)["rights"]:
            hand = entry if entry in self.here else self.proxies.get(entry)
            if self.here.get(hand if hand is not None else entry) != "room" or entry in self.forms:
                raise Broken(self.place, f"right {entry} is on the list of the room, and was not there")

    def check_cast(self, said: dict[str, Any]) -> None:
        """Check that a vote was cast by someone who was there, while the vote was under way, as the form says."""
        content = self.check_line(said)
        if said["vote"] in self.paused:
            raise Broken(self.place, "a vote was cast during a pause")
        if said["holder"] not in self.here:
            raise Broken(self.place, "whoever cast this vote was not there")
        if said["vote"] not in self.open:
            raise Broken(self.place, "the vote was not open")
        if said["giver"] != said["holder"] and self.proxies.get(said["giver"]) != said["holder"]:
            raise Broken(self.place, "it uses a proxy that was not given, or had ended")
        if self.votes[said["vote"]]["secrecy"] == "secret":
            return  # its board says that a right was used, never how
        form = self.forms.get(content["giver"])
        if content.get("origin") != ("form_and_proxy" if form else None):
            raise Broken(self.place, "the board does not say whether a form of the giver holds")
        if form and content["holder"] == content["giver"]:
            raise Broken(self.place, "someone who votes by correspondence cast a vote")
        if form and any(
            content["choices"][question] != choice
            for question, choice in self.answers(self.votes[said["vote"]], form).items()
        ):
            raise Broken(self.place, "a proxy was used against the form of its giver")

    def receive_form(self, said: dict[str, Any]) -> None:
        """Take a form into account; it must be the one that the journal sealed."""
        form = self.given.get(said["form"])
        if form is None or (form["digest"], form["content"]["entry"]) != (said["digest"], said["entry"]):
            raise Broken(self.place, "the form that was sealed here is not in the record")
        self.forms[said["entry"]] = form

    def answers(self, vote: dict[str, Any], form: dict[str, Any]) -> dict[str, str]:
        """Return what a form says on the questions of a vote."""
        said = form["content"]["answers"]
        asked = {str(one["id"]): str(one["resolution"]) for one in vote["questions"]}
        return {question: said[resolution] for question, resolution in asked.items() if resolution in said}

    def check_absent(self, said: dict[str, Any]) -> None:
        """Check the lines that entered the board at the closing: every form that was not used, as it was written."""
        vote = self.votes[said["vote"]]
        lines = vote["board"]["lines"]
        before, entered = lines[: said["first"] - 1], lines[said["first"] - 1 :]
        if len(entered) != said["lines"] or len(before) != self.told.get(said["vote"], 0):
            raise Broken(self.place, "the board does not have the lines that entered here")
        self.told[said["vote"]] = len(lines)
        for line in entered:
            self.check_entered(f"vote {vote['id']}, board line {line['sequence']}", vote, line["content"])

    def check_entered(self, place: str, vote: dict[str, Any], content: dict[str, Any]) -> None:
        """Check one line that entered the board at the closing, by a form or by the chair."""
        form, to_chair = self.forms.get(content["giver"]), content["giver"] in self.chair
        origin = "form" if form else "chair" if to_chair else None
        if origin is None or content.get("origin") != origin or content["holder"] != content["giver"]:
            raise Broken(place, "neither a form nor a proxy to the chair stands behind it")
        expected = {
            question: self.left_out(vote, question, to_chair=to_chair) for question in content["choices"]
        }
        if content["choices"] != expected | (self.answers(vote, form) if form else {}):
            raise Broken(place, "it does not say what the form says, or what the board backs")

    def left_out(self, vote: dict[str, Any], question: str, *, to_chair: bool) -> str:
        """Return what counts where nothing was written: the chair's vote or an abstention, blank in an election."""
        (resolution,) = [one["resolution"] for one in vote["questions"] if str(one["id"]) == question]
        (voting,) = [one["voting"] for one in self.parts["agenda"]["resolutions"] if one["id"] == resolution]
        if voting and voting["options"]:
            return backing(voting) if to_chair else BLANK
        if to_chair:
            return "for" if self.backed[resolution] else "against"
        return "abstain"

    def is_asked(self, vote: dict[str, Any], entry: int) -> bool:
        """Tell whether a vote asks a right anything: one for another college alone does not."""
        votings = {one["id"]: one["voting"] for one in self.parts["agenda"]["resolutions"]}
        asked = [votings[one["resolution"]] for one in vote["questions"]]
        return any(one is None or one["college"] in (None, self.college[entry]) for one in asked)

    def check_quorum(self, said: dict[str, Any]) -> None:
        """Check a quorum against the attendance of that moment and the rule of the statutes."""
        self.taken += 1
        taken, place = next(self.quorums, None), f"quorum {self.taken}"
        if taken is None or any(taken[name] != said[name] for name in ("kind", "count", "needed", "reached")):
            raise Broken(place, "it is not the one that the journal tells of")
        found = [self.attendance(one) for one in colleges_of(self.parts)]
        if [strip(one) for one in taken["colleges"]] != [strip(one) for one in found]:
            raise Broken(place, "the attendance of that moment is another one")
        document, convocation = self.parts["statutes"]["document"], self.parts["assembly"]["convocation"]
        asked = document.get("quorum_demands", {}).get(taken["kind"], [])
        if [one["key"] for one in taken.get("rulings", [])] != asked:
            raise Broken(place, "the quorums of modules are not those that the statutes ask for")
        self.ruled |= set(asked)
        check_arithmetic(place, taken, found, document["quorum"][taken["kind"]][convocation])

    def attendance(self, college: dict[str, Any]) -> dict[str, Any]:
        """Count how the rights of a college attend now."""
        rights = [entry for entry, key in self.college.items() if college["key"] in ("all", key)]
        ways = [self.way(entry) for entry in rights]
        return {
            "key": college["key"], "weight": college["weight"], "members": len(rights),
            "present": ways.count("room"), "remote": ways.count("remote"),
            "represented": ways.count("represented"), "correspondence": ways.count("correspondence"),
        }  # fmt: skip

    def way(self, entry: int) -> str | None:
        """Return how a right attends; None when it does not. An absent holder represents nobody."""
        if entry in self.here:
            return self.here[entry]
        if entry in self.forms:
            return "correspondence"
        if entry in self.chair:
            return "represented"
        return "represented" if self.proxies.get(entry) in self.here else None

    def check_closing(self, said: dict[str, Any]) -> None:
        """Check how many attended each count: those there at the closing, and those who had voted."""
        vote = self.votes[said["vote"]]
        self.open.discard(said["vote"])
        if (vote["board"]["length"], vote["board"]["head"]) != (said["lines"], said["head"]):
            raise Broken(self.place, "the board does not end as it did at the closing")
        lines = [line["content"] for line in vote["board"]["lines"]]
        voted = {one["giver"] for one in lines if "giver" in one}
        voted |= {entry for one in lines for entry in one.get("rights", ())}
        absent = {entry for entry in (*self.forms, *self.chair) if self.is_asked(vote, entry)}
        if len(lines) != self.told.get(said["vote"], 0) or (
            vote["secrecy"] == "open" and not absent <= voted
        ):
            raise Broken(
                self.place, "a line of the board is told of nowhere, or an absent member was left out"
            )
        attending = {entry for entry in self.college if entry in voted or self.way(entry)}
        self.check_elections(vote, attending)
        for outcome in vote["outcomes"]:
            for sums in outcome["sums"]:
                counted = sum(is_of(sums["key"], self.college[entry]) for entry in attending)
                if counted != sums["attending"]:
                    raise Broken(
                        f"vote {vote['id']}, question {outcome['question']}, college {sums['key']}",
                        f"{counted} attended, and {sums['attending']} were counted",
                    )

    def check_elections(self, vote: dict[str, Any], attending: set[int]) -> None:
        """Check how many could vote in each election, and attended it."""
        votings = {one["id"]: one["voting"] for one in self.parts["agenda"]["resolutions"]}
        asked = {one["id"]: votings[one["resolution"]] for one in vote["questions"]}
        for sealed in vote["elections"]:
            college = asked[sealed["question"]]["college"]
            electing = {entry for entry, key in self.college.items() if college in (None, key)}
            counted = (len(electing), len(electing & attending))
            if counted != (sealed["members"], sealed["attending"]):
                raise Broken(
                    f"vote {vote['id']}, question {sealed['question']}",
                    f"{counted[1]} of {counted[0]} attended, and other numbers were counted",
                )


def option_names(voting: dict[str, Any] | None) -> list[list[Any]]:
    """Return the numbers and names of what a resolution lets choose between; none where it is for or against."""
    return [[one["number"], one["name"]] for one in voting["options"]] if voting else []


def same_stay(written: dict[str, Any], told: tuple[Any, ...]) -> bool:
    """Compare a stay as it is written with what the journal tells of it."""
    mode, arrived, left = told
    return bool(
        written["mode"] == mode
        and same_moment(written["arrived_at"], arrived)
        and same_moment(written["left_at"], left)
    )


def same_moment(written: str | None, told: tuple[str, bool] | None) -> bool:
    """Compare two moments; what is entered at once is told a moment after it is written."""
    if written is None or told is None:
        return written is None and told is None
    at, is_exact = told
    lapse = abs((datetime.fromisoformat(at) - datetime.fromisoformat(written)).total_seconds())
    return lapse == 0 if is_exact else lapse <= AT_ONCE


def check_arithmetic(
    place: str, taken: dict[str, Any], found: list[dict[str, Any]], rule: dict[str, Any]
) -> None:
    """Compute a quorum again: its value, what it needs, whether it is reached."""
    members, count = sum(one["members"] for one in found), sum(map(attending, found))
    at_least = Fraction(rule["at_least"])
    shares = [Fraction(attending(one), one["members"]) if one["members"] else Fraction(0) for one in found]
    value = Fraction(count, members) if members else Fraction(0)
    if rule["base"] == "weighted":
        value = sum(
            (Fraction(one["weight"]) * share for one, share in zip(found, shares, strict=True)), Fraction(0)
        )
    reached = value >= at_least and (not rule["per_college"] or all(share >= at_least for share in shares))
    reached = reached and all(one["is_met"] for one in taken.get("rulings", []))
    computed = (
        Fraction(taken["value"]),
        Fraction(taken["required"]),
        taken["count"],
        taken["needed"],
        taken["reached"],
    )
    if computed != (value, at_least, count, ceil(at_least * members), reached):
        raise Broken(place, "its arithmetic does not hold")


def attending(college: dict[str, Any]) -> int:
    """Count every way of attending."""
    return sum(int(college[way]) for way in ("present", "represented", "remote", "correspondence"))


def strip(college: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of a college without its name."""
    return {name: value for name, value in college.items() if name != "name"}


def colleges_of(parts: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the colleges that are counted apart; without any, or in an assembly of one college, the roll as one."""
    written = parts["statutes"]["document"]["colleges"]
    return written if written and not is_special(parts) else [{"key": "all", "weight": "1/1"}]


def is_special(parts: dict[str, Any]) -> bool:
    """Tell an assembly of one college alone: its members count by heads."""
    return bool(parts["assembly"]["kind"] == "special")


def check_outcomes(parts: dict[str, Any], vote: dict[str, Any]) -> Iterator[str]:
    """Count every question of a closed vote again, from the board."""
    if vote["state"] != "closed":
        yield f"Vote {vote['id']} is still open: there is nothing to count."
        return
    if vote["secrecy"] == "secret":
        yield from check_secret(parts, vote)
    outcomes = {one["question"]: one for one in vote["outcomes"]}
    texts = {one["id"]: one for one in parts["agenda"]["resolutions"]}
    for question in vote["questions"]:
        place = f"vote {vote['id']}, question {question['id']}"
        outcome, text = outcomes.get(question["id"]), texts.get(question["resolution"])
        if text is None:
            raise Broken(place, "its text is missing")
        if text["voting"] and text["voting"]["method"] != question["method"]:
            raise Broken(place, "it was voted by another method than the one that was prepared")
        if text["voting"] and text["voting"]["options"]:
            yield check_election(parts, vote, question, text)
            continue
        if outcome is None:
            raise Broken(place, "its count is missing")
        if (question["method"], question["revision"]) != (FOR_AGAINST, 1):
            yield unknown_method(question, text)
            continue
        if vote["secrecy"] == "open":
            check_sums(place, parts, vote, question, outcome)
        verdict = decide(parts, text["kind"], outcome)
        yield f"Resolution {text['number']}, “{text['title']}”: {verdict}"


def check_sums(
    place: str, parts: dict[str, Any], vote: dict[str, Any], question: dict[str, Any], outcome: dict[str, Any]
) -> None:
    """Add the ballots of each college up again."""
    college_of = {one["entry"]: one["college"] for one in parts["roll"]}
    lines = [line["content"] for line in vote["board"]["lines"]]
    said = [
        (college_of[one["giver"]], one["choices"][str(question["id"])]) for one in lines if "giver" in one
    ]
    room = [one["counted"] for one in lines if one.get("question") == question["id"]]
    if any("rights" in one for one in lines) and not room:
        raise Broken(place, "the room was listed and is not counted")
    expected = colleges_of(parts)
    if [one["key"] for one in outcome["sums"]] != [one["key"] for one in expected]:
        raise Broken(place, "its colleges are not those of the statutes")
    for sums, college in zip(outcome["sums"], expected, strict=True):
        mine = [choice for key, choice in said if sums["key"] in ("all", key)]
        there = room[-1].get(sums["key"], {}) if room else {}
        members = sum(sums["key"] in ("all", key) for key in college_of.values())
        votes = [mine.count(choice) for choice in (*CHOICES, VOID)]
        figures = (*(a + there.get(b, 0) for a, b in zip(votes, ROOM, strict=True)), members)
        if (*(sums[one] for one in ROOM), sums["members"]) != figures or Fraction(sums["weight"]) != Fraction(
            college["weight"]
        ):
            raise Broken(f"{place}, college {sums['key']}", "its sums are not those of the board")


def decide(parts: dict[str, Any], kind: str, outcome: dict[str, Any]) -> str:
    """Decide from the sums by the statutes, and compare with what was sealed."""
    place, document = f"question {outcome['question']}", parts["statutes"]["document"]
    rule = document["majority"][kind]
    rule = rule if "threshold" in rule else rule[parts["assembly"]["convocation"]]
    carry = document["votes"]["carry"] if document["colleges"] and not is_special(parts) else "heads"
    total = carried_total(outcome["sums"], rule["base"], carry, document["votes"])
    threshold = Fraction(rule["threshold"])
    adopted = None if total is UNDEFINED else is_adopted(total, threshold, strict=rule["strict"])
    rulings = outcome.get("rulings", [])
    if [one["key"] for one in rulings] != document.get("demands", {}).get(kind, []):
        raise Broken(place, "the rules of modules are not those that the statutes ask for")
    if adopted is not None:
        adopted = adopted and all(one["is_met"] for one in rulings)
    share = total if isinstance(total, Fraction) else (None if total is UNDEFINED else Fraction(0))
    sealed = None if outcome["for"] is None else Fraction(outcome["for"])
    if (outcome["adopted"], sealed, Fraction(outcome["threshold"]), outcome["carry"]) != (
        adopted, share, threshold, carry,
    ):  # fmt: skip
        raise Broken(place, f"the count gives {share} in favour, and adopted: {adopted}")
    verdict = (
        f"{share} in favour, {'adopted' if adopted else 'undefined' if adopted is None else 'rejected'}."
    )
    for one in rulings:
        said = "is met" if one["is_met"] else "is not met"
        verdict += f" Not recounted: a module says that its rule {one['key']} {said}."
    return verdict


def is_of(key: str, college: str | None) -> bool:
    """Tell whether sums are those of a college; colleges that were counted together join their keys by a plus."""
    return key == "all" or college in key.split("+")


def check_secret(parts: dict[str, Any], vote: dict[str, Any]) -> Iterator[str]:
    """Check what can be checked of a secret vote without its cryptography, and say how to check the rest."""
    (led,) = (one for one in parts["secret"] if one["vote"] == vote["id"])
    if led["stage"] == "void":
        yield f"Secret vote {led['id']} was annulled, {what_was_decrypted(led)}: {led['ended_reason']}"
    elif dropped(parts, vote):
        numbers = ", ".join(map(str, sorted(dropped(parts, vote))))
        yield (
            f"Secret vote {led['id']}: some colleges could not be decrypted, and resolutions {numbers} were annulled: "
            f"{led['ended_reason']}"
        )
    for election in led["elections"]:
        archive = Archive(parts, vote, election)
        archive.check(is_counted=led["stage"] == "counted" and any(archive.asked()))
        archive.check_number(may_vote_again=led.get("may_vote_again", True))
        yield (
            f"Election {election['uuid']}: {archive.counted} ballots, as many as rights were signed off, "
            f"{archive.replaced} of them in the place of an earlier one; "
            f"names, chain{archive.sealed} and encrypted sums hold. Its proofs: "
            f"collegial-verify RECORD --archives DIR, then\n"
            f"    belenios-tool election verify --dir DIR/{election['uuid']}"
        )
    if led["stage"] == "counted":
        check_secret_sums(parts, vote, led)


def dropped(parts: dict[str, Any], vote: dict[str, Any]) -> set[int]:
    """Return the numbers of the resolutions that a secret vote was opened on and that were annulled since."""
    led = [one for one in parts["secret"] if one["vote"] == vote["id"] and one["ended_reason"]]
    kept = {one["resolution"] for one in vote["questions"]}
    texts = {one["id"]: one["number"] for one in parts["agenda"]["resolutions"]}
    return {texts[one] for each in led for one in each["resolutions"] if one not in kept}


def what_was_decrypted(led: dict[str, Any]) -> str:
    """Tell whether an annulled vote gave a result away: parts that were sent stay in its archives."""
    sent = [
        sum('"type":"PartialDecryption"' in one["content"] for one in election["archive"])
        for election in led["elections"]
    ]
    if not any(sent):
        return "and nothing of it decrypted"
    if any('"type":"Result"' in one["content"] for each in led["elections"] for one in each["archive"]):
        return "after some of its colleges were decrypted, which decides nothing"
    if min(sent) < led["needed"]:
        return "before enough scrutineers had decrypted all of it"
    return "THOUGH ENOUGH SCRUTINEERS HAD DECRYPTED IT"


def check_secret_sums(parts: dict[str, Any], vote: dict[str, Any], led: dict[str, Any]) -> None:
    """Compare the sums of each text with the results in the archives, group of colleges by group."""
    said = {
        outcome["question"]: sealed_sums(parts, vote, led, outcome["question"])
        for outcome in vote["outcomes"]
    }
    weights = {one["key"]: Fraction(one["weight"]) for one in colleges_of(parts)}
    for outcome in vote["outcomes"]:
        keys = [key for sums in outcome["sums"] for key in sums["key"].split("+")]
        if sorted(keys) != sorted(weights):
            raise Broken(f"vote {vote['id']}", "its colleges are not those of the statutes")
        papers = papers_of(parts, vote, outcome["question"])
        for sums in outcome["sums"]:
            paper = papers.get(sums["key"], dict.fromkeys(ROOM, 0))
            if 0 < sum(paper.values()) < led["floor"] or sums["void"] != paper["void"]:
                raise Broken(
                    f"vote {vote['id']}, college {sums['key']}", "its paper ballots are too few, or changed"
                )
            written = [sums[side] - paper[side] for side in ("blank", "for_", "against", "abstain")]
            weight = sum((weights[key] for key in sums["key"].split("+")), Fraction(0))
            members = sum(is_of(sums["key"], one["college"]) for one in parts["roll"])
            _ballots, (found,) = said[outcome["question"]].get(sums["key"], (0, [[0, 0, 0, 0]]))
            if (written, Fraction(sums["weight"]), sums["members"]) != (found, weight, members):
                raise Broken(
                    f"vote {vote['id']}, college {sums['key']}", "its sums are not those of the archive"
                )


def sealed_sums(
    parts: dict[str, Any], vote: dict[str, Any], led: dict[str, Any], question: int
) -> dict[str, tuple[int, list[list[int]]]]:
    """Return the ballots and the published sums of one question, by colleges that were counted together.

    Each row begins with the blank votes, of which there are none where none were taken.
    """
    found = {}
    for election in led["elections"]:
        archive, first = Archive(parts, vote, election), 0
        for one, asks in archive.asked():
            if one["id"] == question:
                sums = archive.result()[first : first + len(asks)]
                rows = [row if ask.blank else [0, *row] for ask, row in zip(asks, sums, strict=True)]
                found["+".join(election["colleges"])] = (archive.signed, rows)
            first += len(asks)
    return found


class SealedAsk(NamedTuple):
    """A question of a secret ballot: its words, its answers (or how many, in whatever language), and its limits."""

    words: str
    answers: list[str] | int
    least: int = 1
    most: int = 1
    blank: bool = True

    @property
    def size(self) -> int:
        """Count the answers."""
        return self.answers if isinstance(self.answers, int) else len(self.answers)


def sealed_asks(text: dict[str, Any]) -> list[SealedAsk]:
    """Return what a secret ballot asks on a resolution."""
    title, voting = f"{text['number']}. {text['title']}", text["voting"]
    if not voting or not voting["options"]:
        return [SealedAsk(title, 3)]
    names, blank = [one["name"] for one in voting["options"]], voting.get("takes_blank", True)
    if voting["method"] == "core.majority_judgment":
        return [SealedAsk(f"{title} – {name}", GRADE_COUNT, blank=blank) for name in names]
    return [SealedAsk(title, names, voting.get("least", 1), most_names(voting), blank)]


def papers_of(parts: dict[str, Any], vote: dict[str, Any], question: int) -> dict[str, dict[str, Any]]:
    """Return what the bureau counted last on paper on a question, by the colleges that are counted together."""
    lines = [line["content"] for line in vote["board"]["lines"]]
    counted = [one["counted"] for one in lines if one.get("question") == question and "counted" in one]
    if not counted:
        check_no_paper(parts, vote, question)
    return dict(counted[-1]) if counted else {}


def check_no_paper(parts: dict[str, Any], vote: dict[str, Any], question: int) -> None:
    """Refuse a question that was never counted on paper though rights of its colleges were listed for it."""
    texts = {one["id"]: one for one in parts["agenda"]["resolutions"]}
    (asked,) = (one for one in vote["questions"] if one["id"] == question)
    voting = method_and_voting(texts[asked["resolution"]])[1]
    college_of = {one["entry"]: one["college"] for one in parts["roll"]}
    listed = {
        college_of[entry]
        for line in vote["board"]["lines"]
        if "room" in line["content"]
        for entry in line["content"]["rights"]
    }
    if any(is_of(key, college) for key in secret_groups(parts, vote, voting) for college in listed):
        raise Broken(f"vote {vote['id']}, question {question}", "the room was listed and is not counted")


def opened_on(parts: dict[str, Any], vote: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the resolutions that a secret vote was opened on, in the order of the ballot; annulled ones stay in it."""
    (led,) = (one for one in parts["secret"] if one["vote"] == vote["id"])
    texts = {one["id"]: one for one in parts["agenda"]["resolutions"]}
    return [texts[one] for one in led["resolutions"]]


def put_to_vote(parts: dict[str, Any], vote: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the questions that a vote was opened on; the journal's opening numbers those that were annulled since."""
    if vote["secrecy"] != "secret" or not dropped(parts, vote):
        return list(vote["questions"])
    kept = {one["resolution"]: one for one in vote["questions"]}
    opened = (line["content"] for line in parts["journal"] if "content" in line)
    numbered = next(
        (
            one["payload"].get("questions", "")
            for one in opened
            if one["event"] == "votes.opened" and one["payload"]["vote"] == vote["id"]
        ),
        "",
    )
    numbers = [one for one in numbered.split(", ") if one.isdigit()]
    return [
        kept.get(text["id"])
        or {"id": int(number), "position": place, "resolution": text["id"], "method": method_of(text)}
        for place, (number, text) in enumerate(zip(numbers, opened_on(parts, vote), strict=False), start=1)
    ]


def method_of(text: dict[str, Any]) -> str:
    """Return by which method a resolution is put to the vote."""
    return str(text["voting"]["method"]) if text["voting"] else FOR_AGAINST


def rules_of(parts: dict[str, Any], vote: dict[str, Any]) -> str:
    """Return the fingerprint of what decides between the sums of a secret vote and its result."""
    (led,) = (one for one in parts["secret"] if one["vote"] == vote["id"])
    rules = {
        "statutes": parts["statutes"]["digest"], "needed": led["needed"], "floor": led["floor"],
        "may_vote_again": led.get("may_vote_again", True),
        "merges": sorted([one["source"], one["target"]] for one in led["merges"]),
        "resolutions": [
            {
                "number": text["number"], "title": text["title"], "kind": text["kind"],
                "voting": sealed_voting(text["voting"]),
            }
            for text in opened_on(parts, vote)
        ],
    }  # fmt: skip
    written = json.dumps(rules, separators=(",", ":"), ensure_ascii=False)
    return fingerprint(written)


def fingerprint(text: str) -> str:
    """Return the hash of a text as Belenios writes it."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def sealed_voting(voting: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return what the seal of the rules covers of a way of voting."""
    names = ("method", "seats", "electorate", "college", "ties", "least", "most", "takes_blank")
    return {**{one: voting[one] for one in names}, "options": option_names(voting)} if voting else None


class Archive:
    """The public data of one election of a secret vote, in the format of Belenios."""

    def __init__(self, parts: dict[str, Any], vote: dict[str, Any], election: dict[str, Any]) -> None:
        self.election, self.place, self.counted = election, f"election {election['uuid']}", 0
        self.questions, self.dropped = vote["questions"], dropped(parts, vote)
        self.texts = {one["id"]: one for one in parts["agenda"]["resolutions"]}
        self.opened = opened_on(parts, vote)
        self.rules, self.is_ruled = rules_of(parts, vote), False
        mine = {
            one["entry"] for one in parts["roll"] if is_of("+".join(election["colleges"]), one["college"])
        }
        self.rights = len(mine)
        self.signed = sum(line["content"].get("giver") in mine for line in vote["board"]["lines"])
        again = (
            line["content"]["payload"]
            for line in parts["journal"]
            if line.get("content", {}).get("event") == "secret.replaced"
        )
        self.replaced = sum(said["vote"] == vote["id"] and said["giver"] in mine for said in again)
        self.cast = 0

    def check(self, *, is_counted: bool) -> None:
        """Check names, chain, credentials, the number of ballots, and the encrypted sums."""
        ballots: dict[str, dict[str, Any]] = {}
        kinds: list[str] = []
        for kind, data in self.events():
            kinds.append(kind)
            if kind == "Setup":
                self.check_setup(data)
            elif kind == "Ballot":
                ballot = json.loads(data[-1])
                if ballot["credential"] not in self.credentials or "EndBallots" in kinds:
                    raise Broken(self.place, "a ballot is of nobody on the roll, or came after the closing")
                if ballot["election_hash"] != self.fingerprint:
                    raise Broken(
                        self.place, "a ballot was made for other parameters: words or rules were changed"
                    )
                ballots[ballot["credential"]] = ballot
                self.cast += 1
            elif kind == "EncryptedTally":
                self.check_tally(data, list(ballots.values()))
        self.counted = len(ballots)
        if kinds[:1] != ["Setup"] or kinds.count("Setup") != 1 or (is_counted and kinds[-1] != "Result"):
            raise Broken(self.place, "its events do not begin, or end, as they must")
        if self.counted != self.signed:
            raise Broken(
                self.place, f"it counts {self.counted} ballots, and {self.signed} rights were signed off"
            )

    def check_number(self, *, may_vote_again: bool) -> None:
        """Check that each ballot has its sign-off, or its replacement that the rule allows and the journal tells of."""
        if self.replaced and not may_vote_again:
            raise Broken(
                self.place, "the journal tells of a ballot that was replaced, though nobody may vote twice"
            )
        if self.cast != self.signed + self.replaced:
            raise Broken(
                self.place,
                f"{self.cast} ballots were cast, {self.signed} rights signed off and {self.replaced} used again",
            )

    def events(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each event with its data; every name is the digest of its content, every event names the last."""
        parent, height, data = None, 0, list[str]()
        for one in self.election["archive"][1:]:
            name = hashlib.sha256(one["content"].encode()).hexdigest()
            if one["name"] == f"{name}.data.json":
                data.append(one["content"])
                continue
            event = json.loads(one["content"])
            last = hashlib.sha256(data[-1].encode()).hexdigest() if data else None
            if one["name"] != f"{name}.event.json" or (event.get("parent"), event["height"], event.get("payload")) != (
                parent, height, last,
            ):  # fmt: skip
                raise Broken(self.place, f"event {height} does not follow the one before it")
            yield event["type"], data
            parent, height, data = name, height + 1, []

    def check_setup(self, data: list[str]) -> None:
        """Check that the election has one credential for each right of its colleges."""
        names = [hashlib.sha256(text.encode()).hexdigest() for text in data]
        said = json.loads(data[-1])
        if [said["election"], said["trustees"], said["credentials"]] != names[:-1]:
            raise Broken(self.place, "its setup is not the one that was sealed")
        self.credentials, self.fingerprint = set(json.loads(data[2])), fingerprint(data[0])
        if json.loads(data[0])["uuid"] != self.election["uuid"] or len(self.credentials) != self.rights:
            raise Broken(self.place, "it does not have one credential for each right on the roll")
        self.check_questions(json.loads(data[0])["questions"])
        self.check_rules(json.loads(data[0])["description"].splitlines())

    def asked(self) -> Iterator[tuple[dict[str, Any], list[SealedAsk]]]:
        """Yield the questions of the vote that these colleges are asked, with what stands on the ballot for each."""
        for one in self.questions:
            text = self.texts[one["resolution"]]
            if self.is_asked(text):
                yield one, sealed_asks(text)

    def is_asked(self, text: dict[str, Any]) -> bool:
        """Tell whether these colleges are asked a resolution."""
        return not text["voting"] or text["voting"]["college"] in (None, *self.election["colleges"])

    def check_questions(self, written: list[dict[str, Any]]) -> None:
        """Check that what was sealed for the voters is what was convened, of annulled resolutions too."""
        if any(method_of(text) not in SEALED for text in self.opened):
            return
        expected = [ask for text in self.opened if self.is_asked(text) for ask in sealed_asks(text)]
        said = [
            SealedAsk(
                one["question"], one["answers"] if isinstance(ask.answers, list) else len(one["answers"]),
                one["min"], one["max"], one.get("blank", False),
            )
            for one, ask in zip(written, expected, strict=False)
        ]  # fmt: skip
        if said != expected or len(written) != len(expected):
            raise Broken(self.place, "its questions are not those that were convened")

    def check_rules(self, described: list[str]) -> None:
        """Check the seal of the rules: a way of voting that was convened never changes, annulled since or not."""
        self.is_ruled = len(described) == RULED
        if self.is_ruled and described[-1].split()[-1] != self.rules:
            raise Broken(self.place, "its seats, limits or other rules are not those that were sealed")

    @property
    def sealed(self) -> str:
        """Say whether the rules are sealed with the election."""
        return ", rules" if self.is_ruled else ""

    def is_kept(self, written: dict[str, Any]) -> bool:
        """Tell whether a question of the ballot is of a resolution that was not annulled since, by its number."""
        number = str(written["question"]).split(".", 1)[0]
        return not (number.isdigit() and int(number) in self.dropped)

    def check_tally(self, data: list[str], ballots: list[dict[str, Any]]) -> None:
        """Multiply the ballots again."""
        sums = json.loads(data[0])
        for question, row in enumerate(sums):
            for choice, value in enumerate(row):
                for half in ("alpha", "beta"):
                    product = 1
                    for ballot in ballots:
                        product = product * int(ballot["answers"][question]["choices"][choice][half]) % PRIME
                    if product != int(value[half]):
                        raise Broken(self.place, "its encrypted sums are not those of the ballots")
        if json.loads(data[-1])["num_tallied"] != len(ballots):
            raise Broken(self.place, "its encrypted sums are not those of the ballots")

    def result(self) -> list[list[int]]:
        """Return the sums that were published, of the resolutions that were not annulled since."""
        (found,) = (json.loads(data[-1])["result"] for kind, data in self.events() if kind == "Result")
        (setup,) = (json.loads(data[0]) for kind, data in self.events() if kind == "Setup")
        both = zip(setup["questions"], found, strict=True)
        return [sums for written, sums in both if self.is_kept(written)]


def write_archives(record: dict[str, Any], folder: Path) -> None:
    """Write each election into a folder of its own, byte for byte as `belenios-tool election verify` wants it."""
    for election in (each for one in record["sections"]["secret"] for each in one["elections"]):
        target = folder / election["uuid"]
        target.mkdir(parents=True, exist_ok=True)
        moment = int(json.loads(election["archive"][0]["content"])["timestamp"])
        with (target / f"{election['uuid']}.bel").open("wb") as file:
            for one in election["archive"]:
                content = one["content"].encode()
                file.write(
                    tar_header(one["name"], len(content), moment) + content + bytes(-len(content) % 512)
                )


def tar_header(name: str, size: int, moment: int) -> bytes:
    """Return the header of one file in an old-style tar."""
    fields = name.encode().ljust(100, b"\0") + b"0000644\0" + b"0000000\0" * 2
    fields += b"%011o\0%011o\0" % (size, moment)
    rest = b"0" + bytes(100)
    plain = fields + b" " * 8 + rest
    return (fields + b"%06o\0 " % sum(plain) + rest).ljust(512, b"\0")


UNDEFINED = "undefined"
NOTHING_COUNTS = "nothing"


def is_adopted(total: Fraction | str, threshold: Fraction, *, strict: bool) -> bool:
    """Compare the total in favour with the threshold; where no vote counts, nothing is adopted."""
    if not isinstance(total, Fraction):
        return False
    return total > threshold if strict else total >= threshold


def carried_total(sums: list[dict[str, Any]], base: str, carry: str, rules: dict[str, Any]) -> Fraction | str:
    """Return the total in favour, or why there is none."""
    bases = [base_of(one, base) for one in sums]
    if not any(bases):
        return NOTHING_COUNTS
    if carry == "heads":
        return Fraction(sum(one["for_"] for one in sums), sum(bases))
    shares = [Fraction(one["for_"], size) if size else None for one, size in zip(sums, bases, strict=True)]
    fates = [fate(share, carry, rules) for share in shares]
    if "missing" in fates:
        return UNDEFINED
    weights = weights_left([Fraction(one["weight"]) for one in sums], fates)
    if not sum(weights):
        return NOTHING_COUNTS
    carried = [
        weight * part(share, carry) if end == "decides" else Fraction(0)
        for weight, share, end in zip(weights, shares, fates, strict=True)
    ]
    return sum(carried, Fraction(0)) / sum(weights)


def base_of(sums: dict[str, Any], base: str) -> int:
    """Return what the votes in favour of a college are compared with."""
    return int(
        {"cast": sums["for_"] + sums["against"], "present": sums["attending"], "members": sums["members"]}[
            base
        ]
    )


def fate(share: Fraction | None, carry: str, rules: dict[str, Any]) -> str:
    """Tell whether a college decides, or what the statutes do with its weight."""
    if share is None:
        return rules["on_empty"] or "missing"
    if carry == "majority" and share == Fraction(1, 2):
        return rules["on_tie"] or "missing"
    return "decides"


def weights_left(weights: list[Fraction], fates: list[str]) -> list[Fraction]:
    """Send the weights of colleges that do not decide where the statutes send them."""
    shared = sum((weight for weight, end in zip(weights, fates, strict=True) if end == "share"), Fraction(0))
    deciding = fates.count("decides")
    more = shared / deciding if deciding else Fraction(0)
    return [remaining(weight, end, more) for weight, end in zip(weights, fates, strict=True)]


def remaining(weight: Fraction, end: str, more: Fraction) -> Fraction:
    """Return what a college weighs in the total once others have left it."""
    if end == "decides":
        return weight + more
    return weight if end == "against" else Fraction(0)


def part(share: Fraction | None, carry: str) -> Fraction:
    """Return which part of its weight a college carries."""
    share = share or Fraction(0)
    return Fraction(share > Fraction(1, 2)) if carry == "majority" else share


# -- elections -------------------------------------------------------------------------------------
# What follows counts by the published rules of each method, written anew: not one line is the program's.

BLANK = "blank"
MOST_WAYS = 256
FIVE_DECIMALS = 100_000
GRADE_COUNT = 6


def check_election(
    parts: dict[str, Any], vote: dict[str, Any], question: dict[str, Any], text: dict[str, Any]
) -> str:
    """Count an election again from the board and compare who is elected."""
    place = f"vote {vote['id']}, question {question['id']}"
    sealed = {one["question"]: one for one in vote["elections"]}.get(question["id"])
    if sealed is None:
        raise Broken(place, "its count is missing")
    counts = [key for key in COUNTS if vote["secrecy"] == "open" or key in SEALED]
    if (question["method"], question["revision"]) not in [(key, 1) for key in counts]:
        return unknown_method(question, text)
    if vote["secrecy"] == "secret":
        elected = count_sealed(parts, vote, question["id"], text["voting"])
    else:
        elected = count_open(parts, vote, question, text["voting"])
    if elected != sealed["elected"]:
        raise Broken(place, f"the count elects {elected}, and {sealed['elected']} were sealed")
    names = {one["number"]: one["name"] for one in text["voting"]["options"]}
    told = ", ".join(names[one] for one in elected) or "nobody"
    return f"Resolution {text['number']}, “{text['title']}”: elected {told}."


def in_the_box(
    parts: dict[str, Any], vote: dict[str, Any], question: dict[str, Any]
) -> tuple[list[tuple[str, str]], dict[str, dict[str, Any]]]:
    """Return every paper with its college, those of the room too, and the marks of the room that were added up."""
    college_of = {one["entry"]: one["college"] for one in parts["roll"]}
    said, room = [], {}
    boxed: Counter[tuple[str, str]] = Counter()
    lines, is_listed, is_counted = [line["content"] for line in vote["board"]["lines"]], False, False
    for one in lines:
        is_listed = is_listed or "rights" in one
        if str(question["id"]) in one.get("choices", {}):
            said.append((college_of[one["giver"]], one["choices"][str(question["id"])]))
        elif one.get("question") == question["id"]:
            is_counted = True
            if "group" in one:
                boxed[one["group"], one["choice"]] += one["papers"]
            else:
                room = one["counted"]
    if is_listed and not is_counted:
        raise Broken(
            f"vote {vote['id']}, question {question['id']}", "the room was listed and is not counted"
        )
    return said + list(boxed.elements()), room


def backing(voting: dict[str, Any]) -> str:
    """Return the chair's paper: for those whom the board backs, in the order of the list; blank for nobody."""
    backed = [one["number"] for one in voting["options"] if one.get("backed")]
    if not backed or voting["method"] not in COUNTS:
        return BLANK
    if voting["method"] == "core.majority_judgment":
        return ",".join("1" if one["number"] in backed else str(GRADE_COUNT) for one in voting["options"])
    if voting["method"] == "core.plurality":
        backed = backed[: voting["seats"]]
    between = {"core.plurality": ",", "core.approval": ",", "core.schulze": "="}.get(voting["method"], ">")
    return between.join(map(str, backed))


def count_open(
    parts: dict[str, Any], vote: dict[str, Any], question: dict[str, Any], voting: dict[str, Any]
) -> list[int]:
    """Return who is elected by the papers of an open vote, once they are as many as were counted."""
    (sealed,) = (one for one in vote["elections"] if one["question"] == question["id"])
    said, room = in_the_box(parts, vote, question)
    papers = len(said) + sum(one["papers"] + one["blank"] + one["void"] for one in room.values())
    void = [choice for _college, choice in said].count(VOID) + sum(one["void"] for one in room.values())
    if (papers, void) != (sealed["papers"], sealed.get("void", 0)):
        place = f"vote {vote['id']}, question {question['id']}"
        raise Broken(place, f"there are {papers} papers, {void} of them void, and another number was counted")
    return count_election(parts, voting, said, room)


def unknown_method(question: dict[str, Any], text: dict[str, Any]) -> str:
    """Say plainly what this file cannot check."""
    return (
        f"Resolution {text['number']}, “{text['title']}”: NOT VERIFIED. This verifier does not know the method "
        f"{question['method']}, revision {question['revision']}: recount it with the module that offers it."
    )


class Poll(NamedTuple):
    """How many candidates there are and how many seats, and whether the list breaks ties."""

    size: int
    seats: int
    listed: bool


def count_election(
    parts: dict[str, Any],
    voting: dict[str, Any],
    said: list[tuple[str, str]],
    room: dict[str, dict[str, Any]] | None = None,
) -> list[int]:
    """Return who is elected, by number, best first; nobody, whatever the method, where no paper names anybody."""
    said = [(college, choice) for college, choice in said if choice not in (BLANK, VOID)]
    papers = [choice for _college, choice in said]
    poll = Poll(len(voting["options"]), voting["seats"], voting["ties"] == "listed")
    if voting["electorate"] == "weighted":
        return weighed(parts, poll, [marked(one, said, room or {}, poll) for one in colleges_of(parts)])
    if room:
        return best_marked(added(marks(papers, poll.size), room), poll)
    return COUNTS[voting["method"]](papers, poll) if papers else []


def added(found: dict[int, Fraction], room: dict[str, dict[str, Any]]) -> dict[int, Fraction]:
    """Add the marks of the room to those of the papers."""
    for counted in room.values():
        for number, votes in counted["marks"].items():
            found[int(number)] += votes
    return found


def best_marked(found: dict[int, Fraction], poll: Poll) -> list[int]:
    """Elect those with most marks; nobody without one."""
    return fill([one for one in found.items() if one[1]], poll)[0]


def count_sealed(
    parts: dict[str, Any], vote: dict[str, Any], question: int, voting: dict[str, Any]
) -> list[int]:
    """Return who is elected by the published sums of a secret vote, a blank vote first in each."""
    (led,) = (one for one in parts["secret"] if one["vote"] == vote["id"])
    papers = papers_of(parts, vote, question)
    said = with_paper(sealed_sums(parts, vote, led, question), papers)
    (sealed,) = (one for one in vote["elections"] if one["question"] == question)
    void = sum(one["void"] for one in papers.values())
    if any(0 < one["papers"] + one["blank"] + one["void"] < led["floor"] for one in papers.values()):
        raise Broken(f"vote {vote['id']}, question {question}", "its paper ballots are too few")
    if (sealed["papers"], sealed.get("void", 0)) != (
        void + sum(ballots for ballots, _rows in said.values()), void,
    ):  # fmt: skip
        raise Broken(f"vote {vote['id']}, question {question}", "another number of ballots was counted")
    poll = Poll(len(voting["options"]), voting["seats"], voting["ties"] == "listed")
    if voting["method"] == "core.majority_judgment":
        return judged_sums([sums for _ballots, sums in said.values()], poll)
    groups = [
        (weight_of(parts, key), dict(enumerate(map(Fraction, row[1:]), start=1)), ballots - row[0])
        for key, (ballots, (row,)) in said.items()
    ]
    if voting["electorate"] == "weighted":
        counted = {key for keys in said for key in keys.split("+")}
        silent = [one for one in colleges_of(parts) if one["key"] not in counted]
        return weighed(parts, poll, [*groups, *(marked(one, [], {}, poll) for one in silent)])
    total = {number: sum(marks[number] for _, marks, _ in groups) for number in range(1, poll.size + 1)}
    return fill([one for one in total.items() if one[1]], poll)[0]


def with_paper(
    said: dict[str, tuple[int, list[list[int]]]], papers: dict[str, dict[str, Any]]
) -> dict[str, tuple[int, list[list[int]]]]:
    """Add what was counted on paper to the published sums, whose rows begin with the blank votes."""
    found = dict(said)
    for key, paper in papers.items():
        ballots, rows = said[key]
        on_paper = [[paper["blank"], *row] for row in paper["rows"]]
        sums = [list(map(sum, zip(*both, strict=True))) for both in zip(rows, on_paper, strict=True)]
        found[key] = (ballots + paper["papers"] + paper["blank"], sums)
    return found


def weight_of(parts: dict[str, Any], key: str) -> Fraction:
    """Return the weight of colleges that were counted together."""
    return sum(
        (Fraction(one["weight"]) for one in colleges_of(parts) if one["key"] in key.split("+")), Fraction(0)
    )


def judged_sums(groups: list[list[list[int]]], poll: Poll) -> list[int]:
    """Majority judgment from sums: papers are put together again whose grades have these sums; who gave which is lost.

    A paper is blank for all names alike; one that is blank for some only gives these the worst grade.
    """
    sums = [[sum(cell) for cell in zip(*rows, strict=True)] for rows in zip(*groups, strict=True)]
    blank = min((row[0] for row in sums), default=0)
    grades = [
        [
            grade
            for grade, times in enumerate((*row[1:-1], row[-1] + row[0] - blank), start=1)
            for _ in range(times)
        ]
        for row in sums
    ]
    papers = [",".join(map(str, one)) for one in zip(*grades, strict=True)]
    return judged(papers, poll) if papers else []


def check_paper(voting: dict[str, Any], choice: str) -> bool:
    """Tell whether a ballot of an election is written in the one way that its method allows."""
    count, method = len(voting["options"]), voting["method"]
    if choice == BLANK:
        return True
    try:
        if method in ("core.plurality", "core.approval"):
            ticked = [int(one) for one in choice.split(",")]
            fits = voting.get("least", 1) <= len(ticked) <= most_names(voting)
            return (
                fits
                and ticked == sorted(set(ticked))
                and within_list(ticked, count)
                and choice == ",".join(map(str, ticked))
            )
        if method == "core.majority_judgment":
            grades = choice.split(",")
            return len(grades) == count and set(grades) <= {str(one) for one in range(1, GRADE_COUNT + 1)}
        if method in COUNTS:
            ranks = read_ranks(choice)
            named = [one for rank in ranks for one in rank]
            alike = method == "core.schulze" or all(len(rank) == 1 for rank in ranks)
            written = ">".join("=".join(map(str, sorted(rank))) for rank in ranks)
            return alike and len(set(named)) == len(named) and within_list(named, count) and choice == written
    except ValueError:
        return False
    return True  # a method of a module: what its papers say is for the module to tell


def most_names(voting: dict[str, Any]) -> int:
    """Return how many candidates a paper may name."""
    by_method = len(voting["options"]) if voting["method"] == "core.approval" else voting["seats"]
    return int(voting.get("most") or by_method)


def within_list(numbers: list[int], count: int) -> bool:
    """Tell whether numbers stand on a list, and there are some."""
    return bool(numbers) and all(1 <= one <= count for one in numbers)


def read_ranks(choice: str) -> list[list[int]]:
    """Read a ranking such as 3>1=2."""
    return [[int(one) for one in rank.split("=")] for rank in choice.split(">")]


def marks(papers: list[str], count: int) -> dict[int, Fraction]:
    """Count how many papers mark each candidate."""
    found = {number: Fraction(0) for number in range(1, count + 1)}
    for paper in papers:
        for one in paper.split(","):
            found[int(one)] += 1
    return found


def best(scores: dict[int, Any], poll: Poll) -> list[int]:
    """Fill the seats from the highest score down; equals who do not all fit stay out, or go by the list."""
    return fill(list(scores.items()), poll)[0]


def fill(scores: list[tuple[int, Any]], poll: Poll) -> tuple[list[int], bool]:
    """Return who fills the seats, and whether a tie left some empty."""
    elected: list[int] = []
    for score in sorted({one for _number, one in scores}, reverse=True):
        level = sorted(number for number, one in scores if one == score)
        room = poll.seats - len(elected)
        if len(level) > room:
            return (elected + level[:room] if poll.listed else elected), bool(room) and not poll.listed
        elected += level
    return elected, False


def most_marks(papers: list[str], poll: Poll) -> list[int]:
    """Elect those with most marks; nobody without one."""
    return best_marked(marks(papers, poll.size), poll)


def marked(
    college: dict[str, Any], said: list[tuple[str, str]], room: dict[str, dict[str, Any]], poll: Poll
) -> tuple[Fraction, dict[int, Fraction], int]:
    """Return the weight of a college, its marks, and how many of its papers mark anybody."""
    key = college["key"]
    papers = [choice for one, choice in said if one == key]
    there = {key: room[key]} if key in room else {}
    size = len(papers) + sum(one["papers"] for one in there.values())
    return Fraction(college["weight"]), added(marks(papers, poll.size), there), size


def weighed(
    parts: dict[str, Any], poll: Poll, colleges: list[tuple[Fraction, dict[int, Fraction], int]]
) -> list[int]:
    """Carry marks by the weights of the colleges."""
    rules, shares, fates = parts["statutes"]["document"]["votes"], [], []
    for _weight, found, size in colleges:
        elected, is_open = fill([one for one in found.items() if one[1]], poll)
        if not size:
            fates.append(rules["on_empty"] or "missing")
        elif rules["carry"] == "majority" and is_open:
            fates.append(rules["on_tie"] or "missing")
        else:
            fates.append("decides")
        if rules["carry"] == "majority":
            shares.append({number: Fraction(number in elected) for number in found})
        else:
            shares.append({number: mark / max(1, size) for number, mark in found.items()})
    if "missing" in fates:
        return []
    weights = weights_left([weight for weight, _found, _papers in colleges], fates)
    total = {
        number: sum(
            (
                weight * share[number]
                for weight, share, end in zip(weights, shares, fates, strict=True)
                if end == "decides"
            ),
            Fraction(0),
        )
        for number in range(1, poll.size + 1)
    }
    return best_marked(total, poll)


def judged(papers: list[str], poll: Poll) -> list[int]:
    """Majority judgment: compare middle grades, taking them away one at a time while they are equal."""
    values = {}
    for number in range(1, poll.size + 1):
        grades = sorted(int(paper.split(",")[number - 1]) for paper in papers)
        middles = []
        while grades:
            middles.append(-grades.pop(len(grades) // 2))  # the best grade is 1: the higher, the better
        values[number] = tuple(middles)
    return best(values, poll)


def by_pairs(papers: list[str], poll: Poll) -> list[int]:
    """Schulze on winning votes; whoever is not named stands below those who are."""
    people = range(1, poll.size + 1)
    prefer = {(a, b): 0 for a in people for b in people}
    for ranking in map(read_ranks, papers):
        height = {one: place for place, rank in enumerate(ranking) for one in rank}
        for a, b in prefer:
            prefer[a, b] += height.get(a, poll.size) < height.get(b, poll.size)
    path = {(a, b): prefer[a, b] if prefer[a, b] > prefer[b, a] else 0 for a, b in prefer}
    for via in people:
        for a in people:
            for b in people:
                if len({a, b, via}) == 3:  # noqa: PLR2004 (three different ones)
                    path[a, b] = max(path[a, b], min(path[a, via], path[via, b]))
    left, height = set(people), {}
    while left:
        top = {a for a in left if all(path[b, a] <= path[a, b] for b in left)}
        height.update(dict.fromkeys(top, len(left)))
        left -= top
    return best(height, poll)


def orders_of(papers: list[str]) -> list[list[int]]:
    """Read rankings in which no two are alike."""
    return [[one for rank in read_ranks(paper) for one in rank] for paper in papers]


def runoff(papers: list[str], poll: Poll) -> list[int]:
    """Instant runoff: of all ways to break the ties, the winner that they share."""
    ends = runoff_ends(orders_of(papers), list(range(1, poll.size + 1)), poll, MOST_WAYS)
    return [ends[0]] if ends[0] is not None and set(ends) == {ends[0]} else []


def runoff_ends(orders: list[list[int]], left: list[int], poll: Poll, ways: int) -> list[int | None]:
    """Return the winner at the end of each way; None where there is none or the ways ran out."""
    while True:
        votes = dict.fromkeys(left, 0)
        for order in orders:
            first = next((one for one in order if one in votes), None)
            if first is not None:
                votes[first] += 1
        total = sum(votes.values())
        winner = next((one for one in left if 2 * votes[one] > total), None)
        if winner is not None or not total:
            return [winner]
        last = [one for one in left if votes[one] == min(votes.values())]
        others = [number for one, number in votes.items() if one not in last]
        together = bool(others) and sum(votes[one] for one in last) < min(others)
        if len(last) > 1 and not together:
            if not poll.listed:
                if ways < len(last):
                    return [None]
                share = ways // len(last)
                return [
                    end
                    for out in last
                    for end in runoff_ends(orders, [one for one in left if one != out], poll, share)
                ]
            last = [max(last)]
        left = [one for one in left if one not in last]


class Transfers:
    """A count by the Scottish rules, in hundred-thousandths of a vote."""

    def __init__(self, orders: list[list[int]], poll: Poll) -> None:
        self.seats, self.listed = poll.seats, poll.listed
        self.quota = (len(orders) // (poll.seats + 1) + 1) * FIVE_DECIMALS
        self.papers = [
            (order, FIVE_DECIMALS, order[0]) for order in orders
        ]  # what it says, its worth, who holds it
        self.kept = dict.fromkeys(range(1, poll.size + 1), 0)  # what stays with those whose surplus has moved
        self.running = list(self.kept)
        self.elected: list[int] = []
        self.surplus: list[int] = []
        self.past: list[dict[int, int]] = []
        self.cut = False
        self.note()

    def twin(self) -> "Transfers":
        """Return a copy that goes another way."""
        other = object.__new__(Transfers)
        vars(other).update(vars(self))
        for name in ("papers", "running", "elected", "surplus", "past"):
            setattr(other, name, list(getattr(self, name)))
        other.kept = dict(self.kept)
        return other

    def totals(self) -> dict[int, int]:
        """Return what everyone has."""
        found = dict(self.kept)
        for _order, worth, holder in self.papers:
            found[holder] += worth
        return found

    def note(self) -> None:
        """End a stage: write totals down, elect whoever has the quota."""
        totals = self.totals()
        self.past.append(totals)
        for one in sorted(
            (one for one in self.running if totals[one] >= self.quota), key=lambda one: (-totals[one], one)
        ):
            self.running.remove(one)
            self.elected.append(one)
            if totals[one] > self.quota:
                self.surplus.append(one)

    def told_apart(self, equals: list[int], pick: Any) -> list[int]:
        """Look back, stage by stage, for one where equals were not equal."""
        for totals in reversed(self.past[:-1]):
            if len(equals) > 1:
                edge = pick(totals[one] for one in equals)
                equals = [one for one in equals if totals[one] == edge]
        return equals

    def run(self, ways: int) -> list["Transfers"]:
        """Count to the end, or to each end after a tie."""
        while len(self.elected) < self.seats and self.running:
            totals = self.totals()
            if len(self.running) <= self.seats - len(self.elected):
                self.elected += sorted(self.running, key=lambda one: (-totals[one], one))
                self.running = []
                break
            if self.surplus:
                most = max(totals[one] for one in self.surplus)
                chosen = self.told_apart([one for one in self.surplus if totals[one] == most], max)
                act, together, first = self.move_surplus, False, min(chosen)
            else:
                least = min(totals[one] for one in self.running)
                chosen = self.told_apart([one for one in self.running if totals[one] == least], min)
                act, together, first = self.exclude, self.all_go(chosen, totals), max(chosen)
            if len(chosen) > 1 and not together:
                if not self.listed:
                    return self.each_way(chosen, act.__name__, ways)
                chosen = [first]
            act(chosen)
        return [self]

    def each_way(self, chosen: list[int], act: str, ways: int) -> list["Transfers"]:
        """Try each way out of a tie, as long as there are ways left."""
        if ways < len(chosen):
            self.cut = True
            return [self]
        ends = []
        for one in chosen:
            twin = self.twin()
            getattr(twin, act)([one])
            ends += twin.run(ways // len(chosen))
        return ends

    def all_go(self, last: list[int], totals: dict[int, int]) -> bool:
        """Tell whether the last are all excluded, whatever the order."""
        others = [totals[one] for one in self.running if one not in last]
        return (
            len(others) >= self.seats - len(self.elected)
            and bool(others)
            and sum(totals[one] for one in last) < min(others)
        )

    def move_surplus(self, chosen: list[int]) -> None:
        """Pass on every paper of an elected one at its part of the surplus, cut after five decimals."""
        (one,) = chosen
        total = self.totals()[one]
        over = total - self.quota
        self.surplus.remove(one)
        self.pass_on(one, lambda worth: over * worth // total)
        self.kept[one] = self.quota
        self.note()

    def exclude(self, chosen: list[int]) -> None:
        """Take the last out; their papers go on at what they are worth."""
        for one in chosen:
            self.running.remove(one)
        for one in chosen:
            self.pass_on(one, lambda worth: worth)
        self.note()

    def pass_on(self, one: int, worth_of: Any) -> None:
        """Give the papers that someone holds to the next name that is still running."""
        staying = []
        for order, worth, holder in self.papers:
            if holder != one:
                staying.append((order, worth, holder))
                continue
            after = order[order.index(one) + 1 :]
            following = next((other for other in after if other in self.running), None)
            if following is not None:
                staying.append((order, worth_of(worth), following))
        self.papers = staying


def transfers(papers: list[str], poll: Poll) -> list[int]:
    """Return those whom every way of breaking the ties elects, in the order of the first way."""
    ends = Transfers(orders_of(papers), poll).run(MOST_WAYS)
    everywhere = set(ends[0].elected).intersection(*(end.elected for end in ends))
    return [one for one in ends[0].elected if one in everywhere]


COUNTS = {
    "core.plurality": most_marks,
    "core.approval": most_marks,
    "core.majority_judgment": judged,
    "core.irv": runoff,
    "core.scottish_stv": transfers,
    "core.schulze": by_pairs,
}

SEALED = (FOR_AGAINST, "core.plurality", "core.approval", "core.majority_judgment")


def seal(line: dict[str, Any]) -> str:
    """Return the SHA-256 of a link: its number, the link before it, its content."""
    compact = json.dumps(line["content"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{line['sequence']}\n{line['previous']}\n{compact}".encode()).hexdigest()


def digest(content: object) -> str:
    """Return the SHA-256 of a content in its compact form."""
    compact = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(compact.encode()).hexdigest()


def main() -> None:
    """Verify the file that the command line names."""
    parser = argparse.ArgumentParser(
        prog="collegial-verify", description="Verify the record of an assembly, offline."
    )
    parser.add_argument("record", help="the file of the record")
    parser.add_argument(
        "--archives", metavar="DIR", help="write the archives of secret votes there, for belenios-tool"
    )
    asked = parser.parse_args()
    file = asked.record
    try:
        with open(file, "rb") as source:  # noqa: PTH123 (this file stands alone and stays plain)
            data = source.read()
        for sentence in verify(data):
            print(sentence)  # noqa: T201
        if asked.archives:
            write_archives(read(data), Path(asked.archives))
    except Broken as broken:
        fail(f"DOES NOT HOLD. {broken}", 1)
    except (Unreadable, OSError) as error:
        fail(f"Cannot be read: {error}", 2)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        fail(f"DOES NOT HOLD. The record does not have its form: {type(error).__name__} {error}", 1)
    print("Everything holds.")  # noqa: T201


def fail(sentence: str, code: int) -> NoReturn:
    """Say what is wrong and stop."""
    print(sentence, file=sys.stderr)  # noqa: T201
    sys.exit(code)


if __name__ == "__main__":
    main()
