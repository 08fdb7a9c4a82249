"""A draft keeps what is typed; a version needs the founders, the members, or a reason that is shown for good."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.statutes.models import DraftState, OriginKind, Statutes, StatutesDraft, StatutesOrigin
from collegial.statutes.queries import drafts
from collegial.statutes.rules import InvalidStatutes
from collegial.statutes.rules.origins import First, Override
from collegial.statutes.services import record_statutes
from collegial.statutes.services.drafting import discard_draft, record_draft, save_draft, start_draft
from collegial.statutes.services.settling import (
    adopt_draft,
    propose_draft,
    record_adopted,
    refuse_draft,
    release_draft,
)
from collegial.testing.factories import convened

pytestmark = pytest.mark.both_databases

SPRING, SUMMER = date(2026, 3, 1), date(2027, 6, 1)
DAY = timedelta(days=1)


@pytest.fixture
def first(context, session, document):
    return record_statutes(context, document, effective_from=SPRING, reason="Constitution", origin=First())


@pytest.fixture
def draft(context, document, first):
    return start_draft(context, document | {"label": "Statuts changés"}, base=first)


@pytest.fixture
def resolution(context, session):
    """Give the number of a resolution that was put to the vote, in an assembly of its own."""
    return convened(context, {"K": 2}).assembly.resolutions[0].id


@pytest.fixture
def alone(context, session, resolution, document):
    """Give a draft on the statutes of that assembly."""
    draft = start_draft(context, document | {"label": "Statuts changés"})
    propose_draft(context, draft, decided_on=date(2026, 12, 14))
    return draft


def events(session):
    return list(session.scalars(select(JournalEntry.event).order_by(JournalEntry.sequence)))


def number_of(session, model):
    return session.scalar(select(func.count()).select_from(model))


def save(context, draft, document, revision=1, day=None):
    save_draft(context, draft, document, effective_from=day, revision=revision)


def test_the_first_version_says_so(first):
    assert (first.origin.kind, first.origin.reason) == (OriginKind.FIRST, None)


def test_there_is_one_first_version(context, session, first, document):
    with pytest.raises(Refused, match=r"statutes\.not_first"):
        record_statutes(context, document, effective_from=SUMMER, reason="Encore", origin=First())

    assert number_of(session, Statutes) == 1


def test_an_override_is_kept_with_its_reason_and_journaled(context, session, first, document):
    version = record_statutes(
        context, document, effective_from=SUMMER, reason="Siège", origin=Override(reason=" Jugement ")
    )

    assert (version.origin.kind, version.origin.reason) == (OriginKind.OVERRIDE, "Jugement")
    assert events(session)[-2:] == ["statutes.recorded", "statutes.overridden"]


def test_an_override_without_a_reason_is_refused(context, session, first, document):
    with pytest.raises(Invalid) as refusal:
        record_statutes(context, document, effective_from=SUMMER, reason="Siège", origin=Override(reason=" "))

    assert (refusal.value.code, refusal.value.field) == ("statutes.override_unexplained", "override")
    assert number_of(session, Statutes) == 1


def test_nothing_is_overridden_before_there_is_a_version(context, document):
    with pytest.raises(Refused, match=r"statutes\.nothing_to_override"):
        record_statutes(
            context, document, effective_from=SPRING, reason="Début", origin=Override(reason="Jugement")
        )


def test_only_those_who_may_override_do(as_role, session, first, document):
    with pytest.raises(Forbidden):
        record_statutes(
            as_role("staff", "chair"), document, effective_from=SUMMER, reason="Siège", origin=Override(reason="J")
        )  # fmt: skip

    assert number_of(session, Statutes) == 1


@pytest.mark.parametrize(
    "statement", ["UPDATE statutes_origin SET kind = 'adopted'", "DELETE FROM statutes_origin"]
)
def test_where_a_version_comes_from_cannot_be_rewritten(session, first, statement):
    with pytest.raises(DatabaseError, match="written once"), session.begin_nested():
        session.execute(text(statement))


def test_the_database_itself_knows_one_first_version(session, first):
    second = Statutes(
        version=2, label="x", effective_from=SUMMER, document={}, digest="0" * 64, reason="x",
        recorded_at=first.recorded_at, origin=StatutesOrigin(kind=OriginKind.FIRST),
    )  # fmt: skip
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(second)


def test_a_draft_keeps_what_is_typed_be_it_wrong(context, session, draft, document):
    save(context, draft, document | {"colleges": [{"key": "a", "name": "", "weight": "much"}]}, day=SUMMER)
    session.flush()
    session.expire_all()

    assert draft.document["colleges"] == [{"key": "a", "name": "", "weight": "much"}]
    assert (draft.revision, draft.effective_from) == (2, SUMMER)


def test_two_writers_do_not_undo_each_other(context, session, draft, document):
    save(context, draft, document | {"label": "De l’une"})

    with pytest.raises(Refused, match=r"statutes\.draft_changed"):
        save(context, draft, document | {"label": "De l’autre"}, revision=1)

    assert draft.name == "De l’une"


def test_a_draft_that_is_given_up_is_no_longer_listed_nor_changed(context, session, draft, document):
    discard_draft(context, draft)

    assert list(drafts(session)) == []
    with pytest.raises(Refused, match=r"statutes\.draft_closed"):
        save(context, draft, document, revision=1)
    assert events(session)[-1] == "statutes.draft_discarded"


def test_members_write_no_drafts(as_role, session, document):
    with pytest.raises(Forbidden):
        start_draft(as_role("member", "chair", "pilot"), document)

    assert number_of(session, StatutesDraft) == 0


def test_staff_write_drafts_and_only_the_administrator_records_them(as_role, session, document):
    draft = start_draft(as_role("staff"), document)

    with pytest.raises(Forbidden):
        record_draft(as_role("staff"), draft, effective_from=SPRING, reason="Constitution")
    version = record_draft(as_role("administrator"), draft, effective_from=SPRING, reason="Constitution")

    assert (version.version, draft.state) == (1, DraftState.RECORDED)


def test_a_draft_of_a_change_is_recorded_without_a_vote_only_with_a_reason(context, session, draft):
    with pytest.raises(Invalid, match=r"statutes\.override_unexplained"):
        record_draft(context, draft, effective_from=SUMMER, reason="Siège")
    assert draft.state is DraftState.EDITING

    version = record_draft(context, draft, effective_from=SUMMER, reason="Siège", override="Jugement")

    assert version.origin.kind is OriginKind.OVERRIDE


def test_a_wrong_draft_is_neither_recorded_nor_proposed(context, session, draft, document):
    save(context, draft, document | {"notice": {"days": 3, "second_days": 3}})

    with pytest.raises(InvalidStatutes):
        record_draft(context, draft, effective_from=SUMMER, reason="Siège", override="Jugement")
    with pytest.raises(InvalidStatutes):
        propose_draft(context, draft, decided_on=SUMMER)

    assert draft.state is DraftState.EDITING


def test_a_draft_before_the_members_is_closed_to_all_changes(context, session, draft, document):
    propose_draft(context, draft, decided_on=SUMMER)

    for act in (
        lambda: save(context, draft, document),
        lambda: discard_draft(context, draft),
        lambda: record_draft(context, draft, effective_from=SUMMER, reason="Siège", override="Jugement"),
        lambda: propose_draft(context, draft, decided_on=SUMMER),
    ):
        with pytest.raises(Refused, match=r"statutes\.draft_closed"):
            act()


@pytest.mark.parametrize(
    "statement", ["UPDATE statutes_draft SET document = '{}'", "DELETE FROM statutes_draft"]
)
def test_the_database_keeps_what_is_before_the_members(context, session, draft, statement):
    propose_draft(context, draft, decided_on=SUMMER)
    session.flush()

    with pytest.raises(DatabaseError, match="put to the vote"), session.begin_nested():
        session.execute(text(statement))


def test_a_draft_that_would_hold_before_the_decision_is_not_proposed(context, draft, document):
    save(context, draft, document, day=SUMMER)

    with pytest.raises(Invalid, match=r"statutes\.retroactive"):
        propose_draft(context, draft, decided_on=SUMMER)
    propose_draft(context, draft, decided_on=SUMMER - DAY)

    assert draft.state is DraftState.PROPOSED


def test_a_draft_on_an_older_version_would_undo_the_newest(context, draft, document):
    record_statutes(
        context, document, effective_from=SPRING, reason="Siège", origin=Override(reason="Jugement")
    )

    with pytest.raises(Refused, match=r"statutes\.old_base"):
        propose_draft(context, draft, decided_on=SUMMER)


def test_members_vote_on_changes_not_on_the_first_version(context, document):
    draft = start_draft(context, document)

    with pytest.raises(Refused, match=r"statutes\.nothing_to_change"):
        propose_draft(context, draft, decided_on=SUMMER)


def test_a_released_draft_can_be_changed_again(context, draft, document):
    propose_draft(context, draft, decided_on=SUMMER)

    release_draft(context, draft)
    save(context, draft, document)

    assert draft.revision == 2


def test_an_adopted_draft_is_in_force_from_the_day_after(context, session, alone, resolution):
    version = adopt_draft(
        context, alone, resolution_id=resolution, decided_on=date(2026, 12, 14), reason="Assemblée, 1"
    )

    assert (version.label, version.effective_from) == ("Statuts changés", date(2026, 12, 15))
    assert (version.origin.kind, version.origin.resolution_id) == (OriginKind.ADOPTED, resolution)
    assert alone.state is DraftState.RECORDED
    assert "statutes.draft_adopted" in events(session)


def test_a_resolution_makes_one_version(context, session, alone, resolution):
    for _ in range(2):
        adopt_draft(context, alone, resolution_id=resolution, decided_on=SUMMER, reason="Assemblée, 1")

    assert number_of(session, Statutes) == 2


def test_an_adopted_draft_never_keeps_a_vote_from_closing(context, session, alone, resolution, monkeypatch):
    """A law that changed meanwhile leaves the draft adopted, to be recorded by hand."""
    refusal = InvalidStatutes([])
    with monkeypatch.context() as changed_law:
        changed_law.setattr("collegial.statutes.services.recording.check_statutes", raising(refusal))
        done = adopt_draft(context, alone, resolution_id=resolution, decided_on=SUMMER, reason="Assemblée, 1")
    assert (done, alone.state, number_of(session, Statutes)) == (None, DraftState.ADOPTED, 1)

    version = record_adopted(context, alone, reason="Adoptés")

    assert (version.origin.resolution_id, alone.state) == (resolution, DraftState.RECORDED)


def raising(error):
    def check(*_arguments, **_options):
        raise error

    return check


def test_only_what_was_adopted_is_recorded_as_adopted(context, session, draft):
    with pytest.raises(Refused, match=r"statutes\.not_adopted"):
        record_adopted(context, draft, reason="Adoptés")

    assert number_of(session, Statutes) == 1


def test_a_refused_draft_stays_to_be_read(context, session, alone, resolution):
    refuse_draft(context, alone, resolution_id=resolution)

    assert (alone.state, list(drafts(session))) == (DraftState.REFUSED, [alone])
    assert events(session)[-1] == "statutes.draft_refused"
