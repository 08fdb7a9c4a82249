"""Write plugin-api.md from the specifications of the hooks, and the glossaries from their terms; tests compare."""

import ast
import dataclasses
import enum
import functools
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

from babel.messages.pofile import read_po

import collegial.plugin as door
from collegial.glossary.terms import PARTS
from collegial.hooks import hookspecs
from collegial.hooks.deprecation import PluginDeprecation
from collegial.hooks.hookspecs import PROJECT, Hooks
from collegial.hooks.version import API_VERSION

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "plugin-api.md"
_SINCE = re.compile(r"\.\. versionadded:: (\S+)")
_GUIDE = "plugin-authors.md"
# Where each hook is shown to work, beside the examples of the guide, which are all run.
TESTS = {
    "models": "contract/test_migrations::test_models_and_migrations_agree_for_every_owner",
    "migrations": "contract/test_migrations::test_a_failing_plugin_migration_leaves_nothing_behind",
    "translations": "core/hosting/test_loading::test_a_declaration_that_raises_or_gives_something_else_is_broken",
    "permissions": "core/hosting/test_loading::test_a_sound_plugin_is_usable_and_its_declarations_are_asked_once",
    "event_types": "core/hosting/test_loading::test_a_key_offered_twice_stops_the_start_and_names_both",
    "subscriptions": "core/hosting/test_running::test_a_module_hears_and_works_only_while_it_is_on",
    "jobs": "core/hosting/test_running::test_a_module_hears_and_works_only_while_it_is_on",
    "stage_gates": "core/hosting/test_running::test_a_gate_opens_only_while_its_module_is_on",
    "vote_methods": "core/hosting/test_voting::test_a_method_of_an_active_module_is_found",
    "decision_rules": "core/votes/test_demands::test_a_rule_that_is_not_met_refuses_what_the_majority_adopts",
    "quorum_rules": "core/assemblies/test_quorum_rules::test_a_quorum_of_a_module_misses_what_the_statutes_reach",
    "contribution_kinds": "core/hosting/test_presets::test_a_way_of_hearing_people_is_offered_while_its_module_is_on",
    "work_kinds": "contract/test_documentation::test_the_plugin_of_the_documentation_works",
    "pipeline_stages": "core/hosting/test_presets::test_pipelines_and_statutes_start_from_what_modules_offer",
    "pipeline_presets": "core/hosting/test_presets::test_pipelines_and_statutes_start_from_what_modules_offer",
    "statutes_presets": "core/hosting/test_presets::test_pipelines_and_statutes_start_from_what_modules_offer",
    "capability_offers": "core/hosting/test_capabilities::test_others_are_served_by_the_module_in_use",
    "blueprints": "core/modules/test_views::test_a_module_comes_and_goes_at_once",
    "cli_commands": "outside/test_outside::test_another_pays_lives_with_its_own_modules",
    "personal_data": "outside/test_outside::test_another_pays_lives_with_its_own_modules",
    "settings_sections": "core/hosting/test_settings::test_what_is_saved_is_read_back_in_its_types",
    "exporters": "contract/test_documentation::test_the_plugin_of_the_documentation_works",
    "api_resources": "core/api/test_api::test_a_module_comes_and_goes_with_its_resource_and_the_description_follows",
    "notice_kinds": "core/notices/test_notices::test_who_is_concerned_finds_it_on_the_page_and_is_led_to_the_act",
    "exchange_kinds": "plugins/partners/test_exchange::test_two_deployments_exchange_a_version_and_its_origin_verifies",
    "search_sources": "core/search/test_search::test_a_failing_source_is_named_and_a_right_is_asked_for",
    "public_sources": "core/publishing/test_site::test_modules_show_what_they_published_and_a_failing_one_is_left_out",
    "access_rules": "core/hosting/test_switching::test_rules_give_rows_beside_the_roles_and_fail_closed",
    "document_templates": "contract/test_documentation::test_the_plugin_of_the_documentation_works",
    "lifecycle": "core/hosting/test_switching::test_a_module_prepares_and_closes_once_per_switch",
    "demo_steps": "contract/test_documentation::test_the_plugin_of_the_documentation_works",
    "nav_items": "core/hosting/test_running::test_a_raising_menu_leaves_the_others",
    "dashboard_cards": "core/hosting/test_running::test_a_failing_card_names_its_module_and_spoils_nothing",
    "next_steps": "core/web/test_waiting::test_the_steps_of_a_module_come_and_go_with_it",
    "page_slots": "outside/test_outside::test_another_pays_lives_with_its_own_modules",
    "subject_actions": "core/hosting/test_switching::test_buttons_stand_on_the_page_and_a_failing_module_leaves_it_up",
    "module_uses": "core/hosting/test_switching::test_what_is_in_use_is_read_and_confirmed",
}


def document() -> str:
    """Return the whole page."""
    return "\n".join([*_opening(), *_table(), *_hooks(), *_objects(), *_door()]).rstrip() + "\n"


def hook_names() -> list[str]:
    """Return the names of the hooks, in the order of their specifications."""
    return [name for name in vars(Hooks) if not name.startswith("_")]


def signatures() -> dict[str, str]:
    """Return each specification as a heading writes it, by its name."""
    (specs,) = [one for one in ast.parse(inspect.getsource(hookspecs)).body if isinstance(one, ast.ClassDef)]
    found = {}
    for function in specs.body:
        if isinstance(function, ast.FunctionDef):
            function.args.args = function.args.args[1:]
            returned = ast.unparse(function.returns) if function.returns else "None"
            found[function.name] = f"{function.name}({ast.unparse(function.args)}) -> {returned}"
    return found


def users() -> dict[str, list[str]]:
    """Return who implements each hook, read from the sources: features of the core, plugins, another Pays."""
    found: dict[str, list[str]] = {name: [] for name in hook_names()}
    patterns = ("core/collegial/*/feature.py", "plugins/*/plugin.py", "tests/outside/plugin/*/plugin.py")
    for path in sorted(one for pattern in patterns for one in ROOT.glob(pattern)):
        for name in _implemented(path):
            found[name].append(_owner(path))
    return found


def _implemented(path: Path) -> Iterator[str]:
    for one in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(one, ast.FunctionDef) and "hookimpl" in map(ast.unparse, one.decorator_list):
            yield one.name


def _owner(path: Path) -> str:
    if path.name == "feature.py":
        return "the core"
    name = path.parent.name.removeprefix("collegial_")
    return f"`{name}` (outside)" if path.is_relative_to(ROOT / "tests") else f"`{name}`"


def _opening() -> list[str]:
    return [
        "# The plugin API",
        "",
        f"Version {API_VERSION}. Written from the code by `python docs/update.py`: change it there.",
        f"[Writing a plugin]({_GUIDE}) explains each hook with an example that our tests run.",
        "",
        "A plugin says in its META for which versions it was written, such as `>=1.2,<2`; under another one it is left",
        "out, and the page of the modules says why. Within a major version, hooks and names are only added. What is to",
        "go is deprecated first: it works on for two minor versions or more, warns its author (`PluginDeprecation`, an",
        "error in our own tests), and the page of the module shows it to administrators.",
        "",
    ]


def _table() -> list[str]:
    """Return who uses each hook and where it is tested."""
    lines = ["## The hooks at a glance", "", "| hook | since | asked | when it fails | used by | tested in |"]
    lines.append("| --- | --- | --- | --- | --- | --- |")
    used = users()
    for name in hook_names():
        spec = getattr(Hooks, name)
        who = ", ".join(dict.fromkeys(used[name]))
        test = TESTS[name].split("::")[0]
        lines.append(
            f"| [`{name}`](#{name}) | {_since(spec)} | {_asked(spec)} | {_failing(spec)} | {who} | `{test}.py` |"
        )
    return [*lines, ""]


def _since(spec: Any) -> str:
    found = _SINCE.search(spec.__doc__ or "")
    return (found[1] if found else "1.0.0").removesuffix(".0")


def _asked(spec: Any) -> str:
    return "at the start" if len(inspect.signature(spec).parameters) == 1 else "when needed"


def _failing(spec: Any) -> str:
    said = (spec.__doc__ or "").lower()
    if "fails closed" in said:
        return "shut"
    return "isolated" if "isolated" in said else "left out"


def _hooks() -> list[str]:
    lines = ["## The hooks", ""]
    for name, signature in signatures().items():
        spec = getattr(Hooks, name)
        text = inspect.cleandoc(_SINCE.sub("", spec.__doc__ or "")).rstrip()
        lines += [f"### {name}", "", "```python", signature, "```", "", text, "", *_deprecations(name)]
    return lines


def _deprecations(name: str) -> list[str]:
    marks = getattr(getattr(Hooks, name), f"{PROJECT}_spec")
    going = [marks["warn_on_impl"], *(marks["warn_on_impl_args"] or {}).values()]
    return [line for one in going if isinstance(one, PluginDeprecation) for line in (f"**{one}**", "")]


def _objects() -> list[str]:
    lines = ["## The value objects", ""]
    for name in door.__all__:
        one = getattr(door, name)
        if inspect.isclass(one) and dataclasses.is_dataclass(one) and not issubclass(one, door.Event):
            lines += [f"### {name}", "", inspect.cleandoc(one.__doc__ or ""), "", *_fields(one), ""]
    return lines


def _fields(kind: Any) -> list[str]:
    lines = ["| field | type | default |", "| --- | --- | --- |"]
    for one in dataclasses.fields(kind):
        shown = _type(one.type).replace("|", "\\|")
        lines.append(f"| `{one.name}` | `{shown}` | {_default(one)} |")
    return lines


def _type(kind: Any) -> str:
    text = str(kind) if get_args(kind) or isinstance(kind, str) else getattr(kind, "__name__", str(kind))
    return re.sub(r"\b(?:[a-z_]\w*\.)+(?=\w)", "", text)


def _default(one: Any) -> str:
    if one.default_factory is not dataclasses.MISSING:
        return "empty"
    if one.default is dataclasses.MISSING:
        return "required"
    if callable(one.default):
        return "nothing is done"
    if isinstance(one.default, enum.Enum):
        return f"`{one.default}`"
    if dataclasses.is_dataclass(one.default):
        return f"`{one.default.key}`" if hasattr(one.default, "key") else "set"
    return f"`{one.default!r}`"


def _door() -> list[str]:
    """Return what `collegial.plugin` holds beside value objects, each with its first sentence."""
    lines = ["## What else `collegial.plugin` holds", "", "| name | what it is |", "| --- | --- |"]
    for name in door.__all__:
        one = getattr(door, name)
        if not (inspect.isclass(one) and dataclasses.is_dataclass(one) and not issubclass(one, door.Event)):
            lines.append(f"| `{name}` | {_sentence(one)} |")
    return lines


def _sentence(one: Any) -> str:
    if get_args(one):
        shown = _type(one).replace("|", "\\|")
        return f"The type `{shown}`."
    documented = inspect.isclass(one) or inspect.isroutine(one)
    text = (
        inspect.cleandoc(one.__doc__ or "").split("\n\n")[0] if documented else f"A `{type(one).__name__}`."
    )
    return textwrap.shorten(text, 200).replace("|", "\\|")


def glossary(language: str) -> str:
    """Return the page of the words in a language, with what each is called in the others."""
    heads = {
        "en": ("# Glossary", "One word for each thing."),
        "fr": ("# Les mots", "Un mot pour chaque chose."),
    }
    say, others = _voice(language), [one for one in ("fr", "en", "br") if one != language]
    lines = [heads[language][0], "", heads[language][1], ""]
    for title, terms in PARTS.items():
        lines += [f"## {say(title.msgid)}", ""]
        for one in terms:
            elsewhere = ", ".join(f"*{_voice(code)(one.word.msgid)}* ({code})" for code in others)
            law = f" {one.law}.".replace("art. ", "art.\u00a0") if one.law else ""
            lines += [
                f"**{say(one.word.msgid)}**, {elsewhere}<br>",
                f"{say(one.meaning.msgid)}{law}",
                f"{{: #{one.key} }}",
                "",
            ]
    return "\n".join(lines).rstrip() + "\n"


@functools.cache
def _voice(language: str) -> Callable[[str], str]:
    with (ROOT / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as source:
        said = {_first(one.id): _first(one.string) for one in read_po(source, locale=language)}
    return lambda text: said[text] or text


def _first(forms: Any) -> str:
    """Return a text, or its singular."""
    return forms if isinstance(forms, str) else forms[0]


GLOSSARIES = {"en": ROOT / "docs" / "glossary.md", "fr": ROOT / "docs" / "fr" / "glossary.md"}


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8")
    for language, path in GLOSSARIES.items():
        path.write_text(glossary(language), encoding="utf-8")
