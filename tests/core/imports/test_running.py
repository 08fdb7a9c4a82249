"""An import runs once, whole or by good rows; a worker that dies, a second clerk, a late change break nothing."""

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from collegial.actors.models import Actor, ActorKind
from collegial.actors.services import add_actor, merge_actors
from collegial.imports.models import ImportFile, ImportReference, ImportRow
from collegial.imports.queries import import_file, open_import, remembered, rows
from collegial.imports.rules import ImportState, Mode, Outcome, signature
from collegial.imports.services import discard, erase, match_columns, run_step, running, start, stop
from collegial.imports.services.uploading import KEPT_FOR
from collegial.journal.models import JournalEntry
from collegial.kernel.database import Database
from collegial.kernel.errors import Forbidden, Invalid, Missing, Refused
from collegial.kernel.outbox import OutboxMessage
from collegial.kernel.text import t
from collegial.membership.models import Member
from collegial.membership.services import admit_member
from collegial.shares.models import ShareEntry

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("statutes")]


def number_of(session, model):
    return session.scalar(select(func.count()).select_from(model))


def many(lists, count, *, start=0):
    """Return a list of so many members."""
    return lists.written(
        *(
            [
                str(n),
                f"Famille {n}",
                "Prénom",
                f"p{n}@example.org",
                "Rennes",
                "Salariés",
                "01/02/2026",
                "1",
                "20",
            ]
            for n in range(start, start + count)
        )
    )


def refused(code, act, *given, **more):
    with pytest.raises(Refused) as error:
        act(*given, **more)
    assert error.value.code == code
    assert str(error.value.text).endswith(".")
    return error.value


def test_nothing_runs_before_its_preview(context, session, bring, lists):
    file = bring(many(lists, 2))
    file.state = ImportState.UPLOADED

    refused("imports.not_planned", start, context, file, mode=Mode.GOOD_ROWS)


def test_all_is_refused_while_a_row_is_wrong(context, bring, lists):
    file = bring(lists.written(lists.nolwenn, ["x"]))

    assert refused("imports.some_wrong", start, context, file, mode=Mode.ALL_OR_NOTHING).field == "mode"


def test_an_import_that_brings_nothing_does_not_run(context, import_all, bring, lists):
    import_all(many(lists, 2))

    refused("imports.nothing_new", start, context, bring(many(lists, 2)), mode=Mode.GOOD_ROWS)


def test_one_import_runs_at_a_time(context, session, bring, lists):
    first, second = bring(many(lists, 2)), bring(many(lists, 2, start=2))
    start(context, first, mode=Mode.GOOD_ROWS)

    refused("imports.other_running", start, context, second, mode=Mode.GOOD_ROWS)
    refused("imports.not_planned", start, context, first, mode=Mode.GOOD_ROWS)
    assert second.state is ImportState.PLANNED
    second.slot, second.state, second.mode = 1, ImportState.RUNNING, Mode.GOOD_ROWS
    with pytest.raises(IntegrityError), session.begin_nested():
        session.flush()


def test_the_same_file_sent_twice_is_one_import(bring, lists):
    assert bring(many(lists, 2)) is bring(many(lists, 2), name="copie.csv")


def test_the_database_holds_that_a_file_is_open_once(context, session, bring, lists):
    file = bring(many(lists, 2))
    copy = ImportFile(
        kind=file.kind, name="x", digest=file.digest, headers=[], row_count=0,
        uploaded_at=context.clock.now(), uploaded_by="",
    )  # fmt: skip

    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(copy)
    assert open_import(session, file.kind, file.digest) is file


def test_batches_follow_one_another_to_the_end(session, import_all, lists, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 3)

    file = import_all(many(lists, 8))

    assert (file.state, file.new_count, file.done_count) == (ImportState.DONE, 8, 8)
    assert number_of(session, Member) == number_of(session, ShareEntry) == 8


def test_a_killed_worker_loses_one_batch_which_is_then_done_once(
    context, session, program, bring, lists, work, monkeypatch
):
    monkeypatch.setattr(running, "BATCH", 3)
    file = bring(many(lists, 8))
    start(context, file, mode=Mode.GOOD_ROWS)
    number = file.id
    session.commit()
    with program.database.unit_of_work() as other:
        run_step(program.context(other, context.by), {"number": number})
    with program.database.writing() as killed:
        run_step(program.context(killed, context.by), {"number": number})
        killed.rollback()  # what a killed process leaves
    session.expire_all()
    assert import_file(session, number).done_count == 3

    work()

    assert import_file(session, number).done_count == 8
    assert number_of(session, Member) == number_of(session, ShareEntry) == 8


def test_a_repeated_step_finds_its_work_done(context, session, import_all, lists):
    file = import_all(many(lists, 3))

    run_step(context, {"number": file.id})
    run_step(context, {"number": 999})

    assert number_of(session, Member) == 3


def test_all_or_nothing_writes_nothing_when_one_row_has_become_wrong(context, session, bring, lists, work):
    file = bring(many(lists, 3))
    start(context, file, mode=Mode.ALL_OR_NOTHING)
    for locality in ("Rennes", "Betton"):
        add_actor(context, kind=ActorKind.PERSON, name="Prénom Famille 1", locality=locality)
    work()

    file = session.scalars(select(ImportFile)).one()
    assert (file.state, file.slot, file.wrong_count) == (ImportState.PLANNED, None, 1)
    assert file.failure["msgid"].startswith("Several actors are called")
    assert number_of(session, Member) == 0
    assert number_of(session, Actor) == 2


def test_a_refusal_of_the_register_undoes_everything(context, session, bring, lists, work, monkeypatch):
    file = bring(many(lists, 3))
    start(context, file, mode=Mode.ALL_OR_NOTHING)
    monkeypatch.setattr("collegial.imports.kinds.members.subscribe_many", _refuse)
    work()

    assert session.scalars(select(ImportFile)).one().state is ImportState.PLANNED
    assert number_of(session, Member) == number_of(session, Actor) == 0


def test_a_refusal_of_the_register_leaves_out_only_the_row_it_is_about(
    context, session, bring, lists, work, monkeypatch
):
    file = bring(many(lists, 3))
    start(context, file, mode=Mode.GOOD_ROWS)
    monkeypatch.setattr("collegial.imports.kinds.members.subscribe_many", _refuse_the_second)
    work()

    file = session.scalars(select(ImportFile)).one()
    (wrong,) = session.scalars(rows(file.id, Outcome.WRONG))
    assert (file.new_count, file.wrong_count, number_of(session, Member)) == (2, 1, 2)
    assert (wrong.number, wrong.faults[0]["code"], wrong.faults[0]["field"]) == (3, "shares.test", "shares")


def _refuse(*_given, **_more):
    raise Refused("shares.test", t("Refused."), field="shares")


def _refuse_the_second(_context, subscriptions, **_more):
    if any(member.actor.name == "Prénom Famille 1" for member, *_ in subscriptions):
        _refuse()


def test_someone_admitted_meanwhile_is_left_as_they_are(context, session, bring, lists, work):
    file = bring(many(lists, 2))
    start(context, file, mode=Mode.ALL_OR_NOTHING)
    actor = add_actor(context, kind=ActorKind.PERSON, name="Prénom Famille 1", email="p1@example.org")
    admit_member(context, actor, category_key="employees", admitted_on=context.clock.now().date())
    work()

    file = session.scalars(select(ImportFile)).one()
    assert (file.state, file.new_count, file.changed_count) == (ImportState.DONE, 1, 1)
    assert number_of(session, Member) == 2
    assert number_of(session, ShareEntry) == 1


def test_a_stopped_import_keeps_what_was_written(context, session, program, bring, lists, work, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 3)
    file = bring(many(lists, 8))
    start(context, file, mode=Mode.GOOD_ROWS)
    run_step(context, {"number": file.id})

    stop(context, file)
    work()

    file = session.scalars(select(ImportFile)).one()
    assert (file.state, file.slot, file.new_count, file.done_count) == (ImportState.STOPPED, None, 3, 3)
    assert number_of(session, Member) == 3
    refused("imports.not_running", stop, context, file)
    refused("imports.not_open", discard, context, file)
    refused("imports.not_fixable", match_columns, context, file, [], {})


def test_rows_are_erased_at_once_when_all_went_well(session, import_all, lists):
    file = import_all(many(lists, 2))

    assert file.erased_at is not None
    assert number_of(session, ImportRow) == 0
    assert file.new_count == 2


def test_wrong_rows_are_kept_a_week_to_be_corrected(context, session, import_all, clock, lists, work):
    file = import_all(lists.written(lists.nolwenn, ["x"]))
    assert number_of(session, ImportRow) == 2

    clock.move(days=KEPT_FOR.days)
    work()

    assert number_of(session, ImportRow) == 0
    assert session.get(ImportFile, file.id).wrong_count == 1


def test_an_upload_that_nobody_imports_is_erased_after_a_week(session, bring, clock, lists, work):
    file = bring(many(lists, 2))
    work()
    assert number_of(session, ImportRow) == 2

    clock.move(days=KEPT_FOR.days)
    work()

    assert number_of(session, ImportRow) == 0
    assert session.get(ImportFile, file.id).state is ImportState.DISCARDED


def test_a_running_import_is_never_erased(context, session, bring, lists):
    file = bring(many(lists, 2))
    start(context, file, mode=Mode.GOOD_ROWS)

    erase(context, {"number": file.id})

    assert number_of(session, ImportRow) == 2
    later = session.scalars(select(OutboxMessage).where(OutboxMessage.task == "imports.erase")).all()
    assert {one.due_at for one in later} == {context.clock.now() + KEPT_FOR}


def test_a_discarded_file_is_erased_and_can_be_sent_again(context, session, bring, lists):
    file = bring(many(lists, 2))

    discard(context, file)

    assert number_of(session, ImportRow) == 0
    assert bring(many(lists, 2)).id != file.id


def test_the_columns_chosen_are_remembered_in_any_order(context, session, bring, lists):
    file = bring(
        lists.written(["A", "Kerbrazan"], titles=["Qui", "Nom"]),
        columns=["given_name", "name"],
        defaults={"category": "Salariés", "admitted_on": "2026-01-01"},
    )

    known = remembered(session, "members", signature(["Nom", "QUI"]))
    assert known.fields == {"qui": "given_name", "nom": "name"}
    assert file.new_count == 1


@pytest.mark.parametrize(
    ("columns", "defaults", "expected"),
    [
        (["name", "name"], {}, ("imports.field_twice", "column_1")),
        (["given_name", ""], {}, ("imports.field_missing", None)),
        (["name", ""], {"admitted_on": "2026-01-01"}, ("imports.field_missing", None)),
        (["name", ""], {"admitted_on": "hier"}, ("tables.bad_date", "default_admitted_on")),
    ],
)
def test_columns_that_cannot_be_right_are_refused(
    context, session, bring, lists, columns, defaults, expected
):
    with pytest.raises(Invalid) as error:
        bring(lists.written(["A", "B"], titles=["Nom", "X"]), columns=columns, defaults=defaults)

    assert (error.value.code, error.value.field) == expected


def test_an_unknown_kind_of_list_is_refused(bring, lists):
    with pytest.raises(Missing, match=r"imports\.unknown_kind"):
        bring(many(lists, 1), kind="votes")


@pytest.mark.parametrize("roles", [("member",), ("chair",), ()])
def test_only_staff_imports(as_role, context, session, bring, lists, roles):
    file = bring(many(lists, 1))
    someone = as_role(*roles)

    for act in (lambda: start(someone, file, mode=Mode.GOOD_ROWS), lambda: discard(someone, file),
                lambda: stop(someone, file), lambda: match_columns(someone, file, [], {})):  # fmt: skip
        with pytest.raises(Forbidden):
            act()


def test_the_journal_keeps_figures_and_no_names(session, import_all, lists):
    import_all(lists.written(lists.nolwenn, lists.samuel))

    entries = session.scalars(select(JournalEntry)).all()
    assert {"imports.started", "imports.finished"} <= {one.event for one in entries}
    assert not any("Kerbrazan" in str(one.payload) or "@" in str(one.payload) for one in entries)


def test_a_merge_takes_the_references_with_it(context, session, import_all, bring, lists):
    import_all(lists.written(lists.nolwenn))
    (dropped,) = session.scalars(select(Actor))
    kept = add_actor(context, kind=ActorKind.PERSON, name="Nolwenn Kerbrazan-Le Goff")
    dropped_reference = session.scalars(select(ImportReference)).one()

    merge_actors(context, kept, dropped, "La même personne, mariée")

    assert dropped_reference.actor_id == kept.id


def test_two_processes_cannot_start_two_imports(context, session, bring, lists, database_url):
    first, second = bring(many(lists, 2)), bring(many(lists, 2, start=2)).id
    start(context, first, mode=Mode.GOOD_ROWS)
    session.commit()
    other = Database(database_url)

    with other.writing() as elsewhere, pytest.raises(IntegrityError):
        elsewhere.execute(
            update(ImportFile)
            .where(ImportFile.id == second)
            .values(slot=1, state=ImportState.RUNNING, mode=Mode.GOOD_ROWS)
        )
    other.close()
