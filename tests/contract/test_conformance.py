"""The kit for authors finds what is wrong."""

from types import ModuleType

import pytest
from flask import Blueprint
from sqlalchemy import ForeignKey, inspect
from sqlalchemy.orm import Mapped, mapped_column

from collegial.hosting.mapping import withdraw
from collegial.plugin import (
    PUBLIC,
    ActorsMerged,
    Base,
    Card,
    MigrationSource,
    NavItem,
    Pages,
    Permission,
    Phase,
    PipelinePreset,
    StatutesPreset,
    Subscription,
    TranslationSource,
    Viewer,
    t,
)
from collegial.testing.conformance import check_plugin
from collegial.testing.fakes import fake_plugin


def faults(**hooks):
    return check_plugin(fake_plugin(**hooks).load())


def test_a_sound_plugin_has_no_fault():
    assert faults() == []


def test_a_module_without_meta_is_no_plugin():
    assert "no META" in check_plugin(ModuleType("fake"))[0]


def test_a_broken_plugin_says_why():
    assert ["this program offers" in one for one in faults(api=">=9")] == [True]


def test_a_page_without_permission_is_named():
    def blueprints():
        open_pages = Blueprint("fake", __name__, url_prefix="/fake")
        open_pages.add_url_rule("/open", "open", lambda: "open")
        return [open_pages]

    found = faults(blueprints=blueprints)

    assert any("/fake/open has no permission" in one for one in found)


def test_a_page_that_is_up_while_the_plugin_is_off_is_named():
    def blueprints():
        pages = Pages("fake", __name__, url_prefix="/fake")
        pages.page("/<int:number>", lambda number: f"{number}", permission=PUBLIC, name="number")
        pages.app_errorhandler(404)(lambda _error: "always here")
        return [pages]

    assert any("/fake/<int:number> answers 200" in one for one in faults(blueprints=blueprints))


def test_a_wrong_type_of_an_argument_is_named():
    def nav_items(viewer: str) -> list[NavItem]:
        return []

    found = faults(nav_items=nav_items)

    assert len([one for one in found if "nav_items" in one]) == 2
    assert any(str(Viewer) in one for one in found)


def test_what_nobody_could_start_from_is_named():
    found = faults(
        pipeline_presets=lambda: [PipelinePreset(key="fake.none", name="None", document={"stages": []})],
        statutes_presets=lambda: [StatutesPreset(key="fake.torn", label=t("Torn"), text="label = ")],
    )

    assert any("The pipeline fake.none cannot be used: stages" in one for one in found)
    assert any("The statutes fake.torn cannot be used" in one for one in found)


def test_a_missing_catalogue_is_named(tmp_path):
    found = faults(translations=lambda: [TranslationSource(folder=tmp_path, domain="fake")])

    assert {one for one in found if "catalogue" in one} == {
        f"There is no catalogue for the language {code}." for code in ("fr", "en", "br")
    }


@pytest.fixture
def naming_an_actor(tmp_path):
    """Give the hooks of a plugin whose table names an actor; the table is forgotten at the end."""
    body = {
        "__tablename__": "fake_word",
        "__module__": "fake_fake.models",
        "__annotations__": {"id": Mapped[int], "said_by": Mapped[int]},
        "id": mapped_column(primary_key=True),
        "said_by": mapped_column(ForeignKey("actor.id")),
    }
    model = type("FakeWord", (Base,), body)
    yield {"models": lambda: [model], "migrations": lambda: [MigrationSource(folder=tmp_path)]}
    withdraw(inspect(model))


@pytest.mark.parametrize(
    ("phase", "found"),
    [(None, ["fake_word.said_by"]), (Phase.AFTER, ["fake_word.said_by"]), (Phase.WITHIN, [])],
)
def test_a_column_that_stays_behind_when_actors_are_merged_is_named(naming_an_actor, phase, found):
    heard = [Subscription(key="fake.merged", event=ActorsMerged, handler=print, phase=phase)] if phase else []

    said = faults(**naming_an_actor, subscriptions=lambda: heard)

    assert [one.split()[0] for one in said if "ActorsMerged" in one] == found


OWN = Permission(key="fake.own", label=t("Own"))


def _blueprints():
    pages = Pages("fake", __name__, url_prefix="/fake")
    pages.page("/own", lambda: "own", permission=OWN, name="own")
    return [pages]


@pytest.mark.parametrize(("offered", "found"), [([], ["The page /fake/own"]), ([OWN], [])])
def test_a_right_that_nobody_is_offered_is_named(offered, found):
    said = faults(blueprints=_blueprints, permissions=lambda: offered)

    assert [one.split(" asks")[0] for one in said if "fake.own" in one] == found


def _entry(endpoint):
    return "nav_items", lambda: [NavItem(key="fake.in", endpoint=endpoint, label=t("In"), icon="add")]


def _card(key="fake.card", template="layout.html"):
    return "dashboard_cards", lambda: [Card(key=key, title=t("Card"), template=template)]


@pytest.mark.parametrize(
    ("offered", "found"),
    [
        (_entry("fake.own"), []),
        (_card(), []),
        (_entry("fake.out"), ["fake.in leads to fake.out, and there is no such page."]),
        (_card(template="a.html"), ["fake.card needs the template a.html, which is not there."]),
        (_card(key="other.card"), ["Its key “other.card” does not start with its name."]),
        (
            ("nav_items", lambda: [{}["x"]]),
            ["Where there are no data, the hook nav_items raises KeyError: 'x'"],
        ),
    ],
)  # fmt: skip
def test_what_would_be_shown_leads_somewhere(offered, found):
    hook, pieces = offered

    said = faults(blueprints=_blueprints, permissions=lambda: [OWN], **{hook: pieces})

    assert [one for one in said if not one.startswith(f"The hook {hook}") and "The hook" not in one] == found


def test_what_fails_without_the_module_that_it_requires_is_no_fault():
    hook, pieces = "nav_items", lambda: [{}["x"]]

    said = faults(requires=("fake-thing",), **{hook: pieces})

    assert [one for one in said if "Where there are no data" in one] == []
