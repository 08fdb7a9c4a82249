"""Forms of votes by correspondence in the record: whatever is touched is named."""

import json

import pytest

from collegial.assemblies.services.conducting import close_assembly
from collegial.assemblies.services.corresponding import enter_form
from collegial.assemblies.services.proxies import give_proxy
from collegial.records import verifier
from collegial.records.rules import write_record
from collegial.records.services import record_of
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened
from collegial.votes.services import close_vote, open_vote


@pytest.fixture
def record(context, clock):
    """Give the record of an assembly with two forms, one of them beside a proxy."""
    world = convened(context, {"A": 4, "B": 4, "C": 4}, kinds=(DecisionKind.ORDINARY, DecisionKind.ORDINARY))
    clock.move(days=-5)
    a, b = world.entries["A"], world.entries["B"]
    first, second = (one.id for one in world.assembly.resolutions)
    today = clock.now().date()
    enter_form(context, a[0], {first: "for", second: "against"}, received_on=today)
    enter_form(context, b[0], {first: "against"}, received_on=today)
    give_proxy(context, b[0], b[1])
    clock.move(days=5)
    world.arrive(*a[1:], *b[1:])
    world.open()
    close_vote(context, open_vote(context, world.assembly, world.assembly.resolutions).id)
    close_assembly(context, world.assembly)
    return record_of(context, world.assembly)


def line(sections, place=0):
    return sections["votes"][0]["board"]["lines"][place]["content"]


def reseal(sections):
    """Seal the board anew, up to its end, as its keeper could."""
    board, previous = sections["votes"][0]["board"], verifier.GENESIS
    for one in board["lines"]:
        one["previous"] = previous
        previous = one["digest"] = verifier.seal(one)
    board["head"], board["length"] = previous, len(board["lines"])


def tell(sections, event, **said):
    """Change what the journal tells, sealing that entry and those after it anew."""
    previous = None
    for one in sections["journal"]:
        if previous:
            one["previous"] = previous
        if one.get("content", {}).get("event") == event:
            one["content"]["payload"] |= said
        if "content" in one:
            one["digest"] = verifier.seal(one)
        previous = one["digest"]


def ends(sections):
    reseal(sections)
    board = sections["votes"][0]["board"]
    tell(sections, "votes.absent_entered", lines=board["length"], head=board["head"])
    tell(sections, "votes.closed", lines=board["length"], head=board["head"])


def change_choice(sections):
    choices = line(sections)["choices"]
    choices[next(iter(choices))] = "abstain"
    ends(sections)


def leave_one_out(sections):
    sections["votes"][0]["board"]["lines"].pop()
    ends(sections)


def hide_origin(sections):
    del line(sections)["origin"]
    ends(sections)


def change_answers(sections):
    answers = sections["correspondence"]["forms"][0]["content"]["answers"]
    answers[next(iter(answers))] = "abstain"


def come_late(sections):
    form = sections["correspondence"]["forms"][0]
    form["content"]["received_on"] = "2099-01-01"
    form["digest"] = verifier.digest(form["content"])


def exchange(sections):
    come_late(sections)
    sections["correspondence"]["forms"][0]["content"]["received_on"] = sections["correspondence"]["forms"][1][
        "content"
    ]["received_on"]
    form = sections["correspondence"]["forms"][0]
    form["content"]["salt"] = "0" * 32
    form["digest"] = verifier.digest(form["content"])


def withdraw_silently(sections):
    sections["correspondence"]["forms"][0]["withdrawn_at"] = "2026-01-01T00:00:00+00:00"


FORGERIES = [
    (change_choice, "board line 1: it does not say what the form says"),
    (leave_one_out, "an absent member was left out"),
    (hide_origin, "board line 1: neither a form nor a proxy to the chair stands behind it"),
    (change_answers, "form .*: its content is not what was sealed"),
    (come_late, "form .*: it came in too late"),
    (exchange, "the form that was sealed here is not in the record"),
    (withdraw_silently, "the forms that hold are not those"),
    (lambda sections: sections["correspondence"]["forms"].pop(), "journal entry"),
]


def test_a_forged_form_is_named_even_under_new_seals(record):
    list(verifier.verify(record))
    for change, place in FORGERIES:
        sections = json.loads(record)["sections"]
        change(sections)
        with pytest.raises(verifier.Broken, match=place):
            list(verifier.verify(write_record(verifier.FORMAT, sections)))
