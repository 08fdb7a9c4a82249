"""A draft is written piece by piece; what two people write at once is never lost; the journal can rebuild it."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete

from collegial.files.rules import Upload
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.naming import slug_from
from collegial.proposals import queries, services
from collegial.proposals.models import Action
from collegial.proposals.rules import Mark, mark_words, merge, merge_fields
from collegial.proposals.services import writing
from collegial.proposals.services.attaching import attach_file
from collegial.proposals.services.describing import describe_proposal
from collegial.proposals.services.writing import ActionFields, AxisFields, ChangedMeanwhile, FactsFields

from .conftest import TEXT

WORDS = st.lists(st.sampled_from(["a", "b", "c d", "\n", " ", "é!"]), max_size=12).map("".join)


@given(base=WORDS, one=WORDS, other=WORDS)
def test_a_merge_loses_nothing_and_takes_the_side_that_changed(base, one, other):
    assert merge(base, one, base).text == one
    assert merge(base, base, other).text == other
    assert merge(base, one, one).text == one
    both = merge(base, one, other)
    assert both.conflicts or both.text == merge(base, other, one).text


def test_changes_of_other_words_of_one_line_are_put_together():
    both = merge("Dig deep in spring.", "Dig very deep in spring.", "Dig deep in autumn.")

    assert both.text == "Dig very deep in autumn."


def test_words_that_both_changed_are_kept_side_by_side():
    both = merge("Dig in spring.\n", "Dig in May.\n", "Dig in June.\n")

    assert [(one.mine, one.theirs) for one in both.conflicts] == [("Dig in May.\n", "Dig in June.\n")]
    assert "May" in both.text
    assert "June" in both.text


def test_a_field_that_one_side_left_takes_the_others():
    merged, to_choose = merge_fields(
        {"title": "A", "owner": "x", "text": "one"},
        {"title": "B", "owner": "x", "text": "one"},
        {"title": "A", "owner": "y", "text": "two"},
    )

    assert merged == {"title": "B", "owner": "y", "text": "two"}
    assert to_choose == ()


@given(before=WORDS, after=WORDS)
def test_marked_words_hold_both_texts(before, after):
    pieces = mark_words(before, after)

    assert "".join(one.text for one in pieces if one.mark is not Mark.ADDED) == before
    assert "".join(one.text for one in pieces if one.mark is not Mark.REMOVED) == after


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Le pôle ESS", "le-pole-ess"), ("Œuvrer — ensemble !", "oeuvrer-ensemble"), ("?", "")],
)
def test_an_address_is_made_from_the_title(title, slug):
    assert slug_from(title) == slug


@pytest.fixture
def written(context, garden):
    services.write_version(context, garden.draft, TEXT)
    return queries.content_of(context.session, garden.draft)


def test_pieces_keep_their_keys_from_version_to_version(context, session, garden):
    garden.make_ready(context)
    before = [
        (axis.key, [one.key for one in axis.actions]) for axis in queries.content_of(session, garden.draft)
    ]
    garden.pass_gate(context)

    after = [
        (axis.key, [one.key for one in axis.actions]) for axis in queries.content_of(session, garden.draft)
    ]
    assert after == before


def test_who_saves_second_overwrites_nothing(context, garden, written):
    action, fields = written[0].actions[1], ActionFields(title="Dig", text="Deeper.")
    writing.write_action(context, garden.draft, action, fields, seen=1)

    with pytest.raises(ChangedMeanwhile, match="changed_meanwhile"):
        writing.write_action(
            context, garden.draft, action, ActionFields(title="Dig", text="Lightly."), seen=1
        )
    assert (action.text, action.revision) == ("Deeper.", 2)


def test_what_somebody_took_out_meanwhile_is_no_fault(context, session, garden, written):
    action = written[0].actions[1]
    gone = delete(Action).where(Action.id == action.id)
    session.execute(gone.execution_options(synchronize_session=False))
    with pytest.raises(ChangedMeanwhile, match="changed_meanwhile"):
        writing.remove_action(context, garden.draft, action, seen=1)


def test_the_first_lines_are_guarded_alike(context, garden):
    seen = garden.draft.revision
    fields = FactsFields(summary="Grow peas.", author="Ada", dated_on=TEXT.dated_on)
    writing.write_facts(context, garden.draft, fields, seen=seen)

    with pytest.raises(ChangedMeanwhile):
        writing.write_facts(context, garden.draft, fields, seen=seen)
    assert garden.draft.summary == "Grow peas."


@pytest.mark.both_databases
def test_of_two_who_save_at_once_one_wins(program, context, garden, written):
    context.session.commit()
    action_id, done = written[0].actions[0].id, []

    def save(words):
        with program.database.writing() as session:
            acting = program.context(session, context.by)
            action = session.get(Action, action_id)
            try:
                writing.write_action(
                    acting, action.axis.version, action, ActionFields(title="Buy", text=words), seen=1
                )
                session.commit()
                done.append(words)
            except ChangedMeanwhile:
                session.rollback()

    threads = [threading.Thread(target=save, args=(f"By {number}.",)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    with program.database.reading() as session:
        action = session.get(Action, action_id)
        assert (len(done), action.text, action.revision) == (1, done[0], 2)


def test_a_frozen_piece_takes_no_word(context, garden):
    garden.make_ready(context)
    action = queries.content_of(context.session, garden.draft)[0].actions[0]
    frozen = garden.draft
    garden.pass_gate(context)

    with pytest.raises(Refused, match="frozen"):
        writing.write_action(context, frozen, action, ActionFields(title="Late"), seen=1)
    with pytest.raises(Refused, match="frozen"):
        attach_file(context, frozen, action, Upload(name="a.txt", content=b"a"))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (ActionFields(title=" "), "title"),
        (ActionFields(title="x" * 301), "title"),
        (ActionFields(title="x", text="y" * 100_001), "text"),
        (ActionFields(title="x", priority="none"), "no_aim"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(context, garden, written, fields, code):
    with pytest.raises(Invalid) as caught:
        writing.write_action(context, garden.draft, written[0].actions[0], fields, seen=1)
    assert caught.value.code == f"proposals.{code}"


def test_an_empty_version_is_not_frozen(context, garden):
    garden.make_ready(context)
    services.write_version(context, garden.draft, queries.text_of(garden.draft, ()))

    with pytest.raises(Refused, match="gate_shut") as caught:
        garden.pass_gate(context)
    assert "an empty version is not frozen" in str(caught.value.text)


def test_a_member_without_the_right_writes_nothing(as_role, garden, written):
    acting = as_role("member")
    for act in (
        lambda: writing.add_axis(acting, garden.draft, AxisFields(title="Mine")),
        lambda: writing.write_axis(acting, garden.draft, written[0], AxisFields(title="Mine"), seen=1),
        lambda: writing.remove_action(acting, garden.draft, written[0].actions[0], seen=1),
        lambda: writing.move_piece(acting, garden.draft, written[0], by=1),
        lambda: describe_proposal(acting, garden.proposal, title="x", summary="", method="", is_public=True),
    ):
        with pytest.raises(Forbidden):
            act()


def test_an_axis_with_actions_is_not_taken_out(context, garden, written):
    with pytest.raises(Refused, match="axis_in_use"):
        writing.remove_axis(context, garden.draft, written[0], seen=1)


def test_an_action_moves_past_the_end_of_its_axis(context, session, garden, written):
    writing.move_piece(context, garden.draft, written[0].actions[1], by=1)

    axes = queries.content_of(session, garden.draft)
    assert [[one.title for one in axis.actions] for axis in axes] == [["Buy seeds"], ["Dig"]]
