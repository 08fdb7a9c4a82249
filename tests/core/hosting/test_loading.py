import importlib
from dataclasses import dataclass
from types import ModuleType

import pytest
from flask import Blueprint
from packaging.version import Version
from sqlalchemy import ForeignKey, inspect
from sqlalchemy.orm import Mapped, configure_mappers, mapped_column, relationship

from collegial.features import FEATURES
from collegial.hooks.hookspecs import PROJECT, Hooks, hookspec
from collegial.hooks.version import API_VERSION
from collegial.hosting.checks import DuplicateKey
from collegial.hosting.discovery import Candidate
from collegial.hosting.host import Host
from collegial.hosting.mapping import withdraw
from collegial.plugin import (
    Base,
    CapabilityOffer,
    Event,
    MigrationSource,
    NavItem,
    Permission,
    PluginDeprecation,
    StageGate,
    hookimpl,
    t,
)
from collegial.testing.fakes import fake_plugin


def host_of(*candidates):
    return Host(FEATURES, candidates)


def reason_of(*candidates):
    """Return why the first of these plugins is broken; the others must be usable."""
    host = host_of(*candidates)
    assert [one.name for one in host.broken] == [candidates[0].name]
    assert sorted(host.loaded) == sorted(one.name for one in candidates[1:])
    return str(host.broken[0].reason)


def right(key="fake.right"):
    return Permission(key=key, label=t("A right"))


def gate(key):
    return StageGate(key=key, label=t("A gate"), check=lambda _session, _passage: None)


def raising(error):
    def load():
        raise error

    return Candidate(name="fake", load=load, origin="dist-fake 1")


def test_a_sound_plugin_is_usable_and_its_declarations_are_asked_once():
    asked = []

    def permissions():
        asked.append(1)
        yield right()

    host = host_of(fake_plugin(permissions=permissions))

    assert host.broken == []
    assert [owner for owner, one in host.declared("permissions") if one.key == "fake.right"] == ["fake"]
    assert host.registry().permissions["fake.right"].key == "fake.right"
    assert asked == [1]
    assert host.hooks_of("fake") == ["permissions"]


@pytest.mark.parametrize("error", [ImportError("no such thing"), ValueError("boom"), SystemExit(3)])
def test_a_plugin_that_cannot_be_imported_is_broken_not_fatal(error):
    reason = reason_of(raising(error), fake_plugin("sound"))

    assert "cannot be imported" in reason
    assert type(error).__name__ in reason


def test_a_plugin_without_meta_is_broken():
    assert "declares no META" in reason_of(Candidate(name="fake", load=lambda: ModuleType("fake")))


def test_a_plugin_that_calls_itself_otherwise_is_broken():
    other = Candidate(name="fake", load=fake_plugin("other").load)

    assert "calls itself “other”" in reason_of(other)


@pytest.mark.parametrize("api", [">=2.0", "<1", "~=0.9"])
def test_a_plugin_for_another_api_is_broken(api):
    assert f"written for the plugin API {api}; this program offers {API_VERSION}" in reason_of(
        fake_plugin(api=api)
    )


@pytest.mark.parametrize("api", ["about one", "", None])
def test_a_range_that_cannot_be_read_is_broken(api):
    assert reason_of(fake_plugin(api=api))


@pytest.mark.parametrize("name", ["Fake", "fake_more", "9fake", "f"])
def test_a_name_that_cannot_be_a_prefix_is_refused(name):
    assert "not made of small letters" in reason_of(fake_plugin(name))


@pytest.mark.parametrize("name", ["core", "journal", "actor", "plugin"])
def test_a_name_of_the_core_is_refused(name):
    assert "taken by the core" in reason_of(fake_plugin(name))


def test_a_misspelt_hook_is_named_and_the_next_plugin_is_not_blamed():
    def nothing():
        return []

    reason = reason_of(fake_plugin(nav_itmes=nothing), fake_plugin("sound", nav_items=nothing))

    assert "unknown hook 'nav_itmes'" in reason


def test_arguments_that_do_not_fit_are_named():
    def nav_items(visitor):
        return []

    reason = reason_of(fake_plugin(nav_items=nav_items), fake_plugin("sound"))

    assert "nav_items(visitor)" in reason
    assert "{'visitor'}" in reason


def test_arguments_with_defaults_would_never_be_filled():
    def nav_items(viewer=None):
        return []

    assert "defaults to its arguments: viewer" in reason_of(fake_plugin(nav_items=nav_items))


class Older(Hooks):
    """The specifications with what is on its way out, as a later version would write them."""

    @hookspec(
        warn_on_impl=PluginDeprecation("side_cards", since="1.2", gone="1.4", instead="dashboard_cards")
    )
    def side_cards(self, viewer):
        """Return cards of the side."""

    @hookspec(
        warn_on_impl_args={"viewer": PluginDeprecation("viewer", since="1.1", gone="1.3", instead="session")}
    )
    def top_cards(self, viewer):
        """Return cards of the top."""


def test_what_is_deprecated_works_warns_its_author_and_is_remembered():
    def side_cards(viewer):
        return []

    def top_cards(viewer):
        return []

    with pytest.warns(PluginDeprecation) as warned:
        host = Host(
            FEATURES,
            [
                fake_plugin(side_cards=side_cards, top_cards=top_cards),
                fake_plugin("sound", top_cards=lambda: iter(())),
            ],
            specs=Older,
        )

    assert sorted(host.loaded) == ["fake", "sound"]
    said = {str(one) for one in host.deprecated["fake"]}
    assert said == {str(one.message) for one in warned}
    assert any("“side_cards” is deprecated since version 1.2" in one for one in said)
    assert any("“viewer”" in one and "gone in 1.3" in one for one in said)
    assert {(one.filename, one.lineno) for one in warned} == {
        (__file__, function.__code__.co_firstlineno) for function in (side_cards, top_cards)
    }
    assert "sound" not in host.deprecated


def test_in_our_own_run_what_is_deprecated_is_an_error():
    def side_cards(viewer):
        return []

    host = Host(FEATURES, [fake_plugin(side_cards=side_cards)], specs=Older)

    assert "PluginDeprecation" in str(host.broken[0].reason)


def test_what_goes_has_stayed_for_two_minor_versions():
    for name in (one for one in vars(Hooks) if not one.startswith("_")):
        marks = getattr(getattr(Hooks, name), f"{PROJECT}_spec")
        for one in [marks["warn_on_impl"], *(marks["warn_on_impl_args"] or {}).values()]:
            if one is not None:
                since, gone = (Version(version) for version in (one.since, one.gone))
                assert (gone.major, gone.minor) >= (since.major, since.minor + 2), one.what


def test_a_service_belongs_to_a_capability_that_is_provided_once():
    def offers():
        yield CapabilityOffer(key="fake.one", capability="rounds", service=object())
        yield CapabilityOffer(key="fake.two", capability="rounds", service=object())

    assert "its META does not provide" in reason_of(fake_plugin(capability_offers=offers))
    assert "two services" in reason_of(fake_plugin(provides=("rounds",), capability_offers=offers))


def test_a_wrapper_could_change_what_others_say():
    def stage_gates():
        return (yield)

    candidate = fake_plugin()
    candidate.load().stage_gates = hookimpl(wrapper=True)(stage_gates)

    assert "“stage_gates” is a wrapper" in reason_of(candidate)


@pytest.mark.parametrize("hook", ["permissions", "blueprints", "translations", "migrations", "cli_commands"])
def test_a_declaration_that_raises_or_gives_something_else_is_broken(hook):
    def raises():
        raise RuntimeError("boom")
        yield

    assert "RuntimeError: boom" in reason_of(fake_plugin(**{hook: raises}), fake_plugin("sound"))
    assert f"the hook {hook} returned 'text'" in reason_of(fake_plugin(**{hook: lambda: ["text"]}))


def test_keys_start_with_the_plugins_name():
    assert "“other.right”" in reason_of(fake_plugin(permissions=lambda: [right("other.right")]))
    assert "“gate”" in reason_of(fake_plugin(stage_gates=lambda: [gate("gate")]))


def test_pages_are_named_after_the_plugin():
    assert "“other”" in reason_of(fake_plugin(blueprints=lambda: [Blueprint("other", __name__)]))


def test_a_key_offered_twice_stops_the_start_and_names_both():
    @dataclass(frozen=True, kw_only=True)
    class Again(Event):
        key = "fake.event"
        sentence = t("Again.")

    twice = fake_plugin(event_types=lambda: [Again, Again])

    with pytest.raises(DuplicateKey, match=r"'fake\.event'.*'fake'.*'fake'"):
        host_of(twice)


def test_two_plugins_of_one_name_stop_the_start_and_name_both():
    first, second = fake_plugin(), fake_plugin()
    second = Candidate(name="fake", load=second.load, origin="elsewhere 2")

    with pytest.raises(DuplicateKey, match="'dist-fake 1' and 'elsewhere 2'"):
        host_of(first, second)


def test_a_plugin_needs_what_it_depends_on():
    broken = raising(ImportError("gone"))
    host = host_of(
        broken, fake_plugin("second", depends=("fake",)), fake_plugin("third", depends=("second",))
    )

    assert {one.name for one in host.broken} == {"fake", "second", "third"}
    assert "needs the module “second”" in str(host.broken[-1].reason)


def test_plugins_that_depend_on_each_other_are_broken_not_fatal():
    host = host_of(
        fake_plugin("one", depends=("two",)), fake_plugin("two", depends=("one",)), fake_plugin("three")
    )

    assert sorted(host.loaded) == ["three"]
    assert any("depends on itself" in str(one.reason) for one in host.broken)


@pytest.fixture
def table():
    """Give a function that makes a mapped class, forgotten at the end."""
    made = []

    def make(name, **columns):
        body = {
            "__tablename__": name,
            "id": mapped_column(primary_key=True),
            "__module__": "fake_fake.models",
        }
        body["__annotations__"] = {"id": Mapped[int]}
        made.append(type(f"Fake{len(made)}{name.title()}", (Base,), body | columns))
        return made[-1]

    yield make
    for one in made:
        mapper = inspect(one, raiseerr=False)
        if mapper is not None:
            withdraw(mapper)


def test_tables_start_with_the_plugins_name(table, tmp_path):
    model = table("other_thing")

    assert "“other_thing” does not start" in reason_of(fake_plugin(models=lambda: [model]))


def test_tables_point_only_to_the_core(table, tmp_path):
    table("later_thing")
    model = table("fake_thing", later_id=mapped_column(ForeignKey("later_thing.id")))
    history = {"migrations": lambda: [MigrationSource(folder=tmp_path)]}

    reason = reason_of(fake_plugin(models=lambda: [model], **history), fake_plugin("later"))

    assert "points into another plugin's table “later_thing”" in reason


def test_tables_come_with_migrations_that_are_there(table, tmp_path):
    model = table("fake_thing")
    nowhere = [MigrationSource(folder=tmp_path / "nowhere")]

    assert "no migrations" in reason_of(fake_plugin(models=lambda: [model]))
    assert "is not there" in reason_of(fake_plugin(models=lambda: [model], migrations=lambda: nowhere))


def test_a_mapping_that_leads_nowhere_does_not_take_the_core_down(table, tmp_path):
    def load():
        model = table("fake_thing", other=relationship("NoSuchClass"))
        return fake_plugin(models=lambda: [model]).load()

    reason = reason_of(Candidate(name="fake", load=load), fake_plugin("sound"))

    assert "cannot be mapped" in reason
    assert "NoSuchClass" in reason
    configure_mappers()
    assert "fake_thing" not in Base.metadata.tables


def test_a_plugin_found_broken_leaves_no_hook_behind():
    host = host_of(fake_plugin(permissions=lambda: [right("wrong")], nav_items=lambda: [nav("fake.nav")]))

    assert host.owners() == ["core"]
    assert [one for caller in vars(host._manager.hook).values() for one in caller.get_hookimpls()
            if not one.plugin_name.startswith("core:")] == []  # fmt: skip


def nav(key):
    return NavItem(key=key, endpoint="web.home", label=t("Fake"), icon="dot")


CLASSES = """
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Base


class Sheet(Base):
    __tablename__ = "{name}_sheet"

    id: Mapped[int] = mapped_column(primary_key=True)
    lines: Mapped[list["Line"]] = relationship(back_populates="sheet")


class Line(Base):
    __tablename__ = "{name}_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("{name}_sheet.id"))

    sheet: Mapped["Sheet"] = relationship(back_populates="lines")
"""


def test_two_plugins_may_call_their_classes_alike(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    made = []

    def written(name):
        (tmp_path / f"classes_of_{name}.py").write_text(CLASSES.format(name=name), encoding="utf-8")

        def load():
            found = importlib.import_module(f"classes_of_{name}")
            made.extend((found.Sheet, found.Line))
            return fake_plugin(
                name,
                models=lambda: (found.Sheet, found.Line),
                migrations=lambda: [MigrationSource(folder=tmp_path)],
            ).load()

        return Candidate(name=name, load=load, origin=f"dist-{name} 1")

    try:
        host = host_of(written("eastern"), written("western"))

        assert [str(one.reason) for one in host.broken] == []
        assert [one.__tablename__ for one in made] == [
            "eastern_sheet",
            "eastern_line",
            "western_sheet",
            "western_line",
        ]
        assert {inspect(one).relationships.values()[0].mapper.class_.__module__ for one in made[2:]} == {
            "classes_of_western"
        }
    finally:
        for one in made:
            withdraw(inspect(one))
