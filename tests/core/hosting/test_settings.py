"""What is set for a module: typed when saved and when read, never guessed."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import select
from wtforms import StringField

from collegial.features import FEATURES
from collegial.hosting.host import Host
from collegial.hosting.models import PluginSetting
from collegial.hosting.settings import save_settings, settings_of
from collegial.journal.models import JournalEntry
from collegial.plugin import DomainError, Form, Invalid, Refused, SettingsSection, t
from collegial.testing.fakes import fake_plugin


@dataclass(frozen=True, kw_only=True)
class Rules:
    number: int = 3
    share: Fraction = Fraction(1, 3)
    since: date | None = None
    words: tuple[str, ...] = ("un",)


class RulesForm(Form):
    number = share = since = words = StringField("…")


SECTION = SettingsSection(key="fake.rules", title=t("Rules"), values=Rules, form=RulesForm)


def test_without_a_row_the_defaults_hold(session):
    assert settings_of(session, SECTION) == Rules()


@pytest.mark.both_databases
def test_what_is_saved_is_read_back_in_its_types(context, session):
    given = {"number": 5, "share": Fraction(2, 7), "since": date(2026, 2, 1), "words": ("a", "é")}

    save_settings(context, SECTION, given)
    session.expire_all()

    assert settings_of(session, SECTION) == Rules(**given)
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.sequence.desc())).first()
    assert entry.payload == {"section": "fake.rules", "names": "number, share, since, words"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"number": "5"}, "number"),
        ({"number": True}, "number"),
        ({"since": 3}, "since"),
        ({"other": 1}, None),
    ],
)
def test_a_value_of_a_wrong_type_is_refused_at_its_field(context, session, given, field):
    with pytest.raises(Invalid) as refused:
        save_settings(context, SECTION, given)

    assert refused.value.field == field
    assert session.get(PluginSetting, SECTION.key) is None


def test_only_administrators_set(as_role):
    with pytest.raises(DomainError) as refused:
        save_settings(as_role("staff"), SECTION, {"number": 5})

    assert refused.value.code == "permission.missing"


@pytest.mark.parametrize(
    ("stored", "read"),
    [({"number": "five"}, None), ({"number": 5, "gone": 1}, Rules(number=5)), ({}, Rules())],
)
def test_what_was_stored_by_an_older_module_is_read_or_named(session, clock, stored, read):
    session.add(PluginSetting(key=SECTION.key, values=stored, changed_at=clock.now()))
    session.flush()

    if read is None:
        with pytest.raises(Refused, match="no longer fit"):
            settings_of(session, SECTION)
    else:
        assert settings_of(session, SECTION) == read


@dataclass(frozen=True, kw_only=True)
class Wanting:
    number: int


@dataclass(frozen=True, kw_only=True)
class More:
    number: int = 1
    unseen: int = 2


@pytest.mark.parametrize(
    ("values", "words"),
    [(Wanting, "a default for each"), (int, "not a dataclass"), (More, "no field “unseen”")],
)
def test_a_section_that_could_not_be_used_breaks_its_module(values, words):
    section = SettingsSection(key="fake.rules", title=t("Rules"), values=values, form=RulesForm)

    host = Host(FEATURES, [fake_plugin(settings_sections=lambda: [section])])

    assert words in str(host.broken[0].reason)


@pytest.mark.plugins(fake_plugin(settings_sections=lambda: [SECTION]))
def test_the_page_says_what_does_not_fit_at_its_field_and_keeps_what_was_typed(
    client, sign_in, switch_on, program
):
    switch_on("fake")
    sign_in("administrator")

    page = client.post("/modules/settings/fake.rules", data={"number": "five", "words": "un"})

    assert page.status_code == 422
    assert "This value does not fit the setting “number”." in page.text
    assert 'value="five"' in page.text
    with program.database.unit_of_work() as session:
        session.add(PluginSetting(key=SECTION.key, values={"number": "five"}, changed_at=program.clock.now()))
    assert "no longer fits the module" in client.get("/modules/fake").text
