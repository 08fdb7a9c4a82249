"""Versions of the statutes follow one another and are never changed."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from collegial.kernel.errors import Forbidden, Invalid, Missing, Refused
from collegial.statutes.models import Category, College, Statutes
from collegial.statutes.queries import all_versions, categories, colleges, rules_of, statutes_on, version
from collegial.statutes.rules import InvalidStatutes, parse_statutes, statutes_document
from collegial.statutes.rules.origins import First, Override
from collegial.statutes.services import digest_of, record_statutes

pytestmark = pytest.mark.both_databases

SPRING, SUMMER, AUTUMN = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)
EVE = timedelta(days=1)


def record(context, document, day=SPRING, reason="Assemblée constitutive"):
    """Record the first version, or a later one without a vote."""
    there_is_one = context.session.scalar(select(func.count()).select_from(Statutes)) > 0
    origin = Override(reason="Jugement du tribunal") if there_is_one else First()
    return record_statutes(context, document, effective_from=day, reason=reason, origin=origin)


def number_of(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_a_version_keeps_its_canonical_document_and_seals_it(context, document, clock):
    recorded = record(context, document)

    assert (recorded.version, recorded.label, recorded.recorded_at) == (1, "Statuts de la SCIC", clock.now())
    assert recorded.document == statutes_document(parse_statutes(document))
    assert recorded.digest == digest_of(recorded.document)
    assert recorded.digest != digest_of(document | {"label": "Autre"})


def test_the_version_in_force_is_the_one_of_the_day(context, session, document):
    first = record(context, document, SPRING)
    second = record(context, document | {"label": "Statuts modifiés"}, AUTUMN)

    in_force = [statutes_on(session, day) for day in (SPRING - EVE, SPRING, AUTUMN - EVE, AUTUMN)]

    assert in_force == [None, first, first, second]
    assert list(all_versions(session)) == [second, first]


def test_of_two_versions_of_one_day_the_last_holds(context, session, document):
    record(context, document)
    corrected = record(context, document | {"label": "Statuts corrigés"})

    assert statutes_on(session, SPRING) == corrected


def test_a_version_cannot_start_before_the_last_one(context, session, document):
    record(context, document, SUMMER)

    with pytest.raises(Refused) as refusal:
        record(context, document, SPRING)

    assert (refusal.value.code, refusal.value.field) == ("statutes.earlier", "effective_from")
    assert "2026-06-01" in str(refusal.value.text)
    assert number_of(session, Statutes) == 1


def test_the_rules_of_a_version_are_those_of_its_document(context, session, document):
    recorded = record(context, document)
    session.commit()
    session.expire_all()

    assert rules_of(recorded) == parse_statutes(document)
    assert rules_of(recorded).weight("A") == Fraction(2, 5)


def test_colleges_and_categories_are_named_in_order(context, session, document):
    record(context, document)

    assert [(one.key, one.name, one.position) for one in colleges(session)] == [
        ("A", "Salariés", 1), ("B", "Bénéficiaires", 2), ("C", "Partenaires", 3),
    ]  # fmt: skip
    assert [(one.key, one.is_mandatory) for one in categories(session)] == [
        ("employees", True), ("beneficiaries", True), ("partners", False),
    ]  # fmt: skip


def test_a_new_version_renames_a_college_and_keeps_its_row(context, session, document):
    record(context, document)
    before = {one.key: one.id for one in colleges(session)}
    document["colleges"][0]["name"] = "Salariés et producteurs"

    record(context, document, SUMMER)

    assert {one.key: one.id for one in colleges(session)} == before
    assert colleges(session)[0].name == "Salariés et producteurs"


def test_a_college_that_is_no_longer_named_stays_for_the_past(context, session, document):
    record(context, document)
    document["colleges"][2] |= {"key": "E", "name": "Autres"}

    record(context, document, SUMMER)

    assert {one.key for one in colleges(session)} == {"A", "B", "C", "E"}


def test_all_errors_of_a_document_come_at_once_and_nothing_is_kept(context, session, document):
    document["colleges"][0]["weight"] = "3/5"
    document["notice"]["days"] = 3
    document["extra"] = 1

    with pytest.raises(InvalidStatutes) as refusal:
        record(context, document)

    paths = {error.path for error in refusal.value.errors}
    assert {"colleges.0.weight", "notice.days", "extra"} <= paths
    assert (refusal.value.code, refusal.value.status) == ("statutes.invalid", 422)
    assert number_of(session, Statutes) == number_of(session, College) == number_of(session, Category) == 0


def test_an_old_date_does_not_bring_an_old_law_back(context, session, document):
    document["notice"]["days"] = 3

    with pytest.raises(InvalidStatutes):
        record(context, document, date(1990, 1, 1))

    assert number_of(session, Statutes) == 0


def test_a_later_law_does_not_make_a_recorded_version_unreadable(context, session, document, monkeypatch):
    recorded = record(context, document)
    monkeypatch.setattr("collegial.statutes.rules.legality.review.legal_figure", refuse_today)

    assert rules_of(recorded).label == "Statuts de la SCIC"


def refuse_today(_key, *, on=None):
    assert on == date.min, "the law of today was asked about a recorded version"


def test_the_longest_names_and_keys_are_kept(context, session, document):
    key, name = "k" * 64, "n" * 200
    document["colleges"][0] |= {"key": key, "name": name}
    document["categories"][0] |= {"key": key, "name": name, "college": key}

    record(context, document | {"label": name})

    assert colleges(session)[0].key == categories(session)[0].key == key


def test_a_reason_is_needed(context, session, document):
    with pytest.raises(Invalid) as refusal:
        record(context, document, reason=" ")

    assert (refusal.value.code, refusal.value.field) == ("statutes.reason_missing", "reason")
    assert number_of(session, Statutes) == 0


def test_two_versions_at_the_same_moment_do_not_share_a_number(context, session, document, monkeypatch):
    record(context, document)
    monkeypatch.setattr("collegial.statutes.services.recording.newest", lambda _session: None)

    with pytest.raises(Refused, match=r"statutes\.recorded_meanwhile"):
        record_statutes(context, document, effective_from=SPRING, reason="Encore", origin=First())

    assert number_of(session, Statutes) == 1


def test_only_the_administrator_records_statutes(as_role, session, document):
    with pytest.raises(Forbidden):
        record(as_role("member", "staff", "chair", "pilot"), document)

    assert number_of(session, Statutes) == 0


def test_the_administrator_records_statutes(as_role, document):
    assert record(as_role("administrator"), document).version == 1


def test_an_unknown_version_is_missing(session):
    with pytest.raises(Missing, match=r"statutes\.unknown_version"):
        version(session, 7)
